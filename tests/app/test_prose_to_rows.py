"""A paragraph becomes draft requirements that a person confirms (S004-40..44), over REST."""

from __future__ import annotations

from collections.abc import Callable

from tests.client import Api, refuses
from tests.factory import Factory

from client_mgmt.demo import people

SPLIT, ACCEPT = "client_mgmt.api.dossier.split_text", "client_mgmt.api.dossier.accept_rows"
PROSE = "客户想要移动端。手机端登录必须支持微信扫码和短信验证码；报表导出，PDF格式，要带水印，优先级中。"


def test_prose_is_split_and_kept(api: Callable[..., Api], make: Factory) -> None:
	"""S004-40..42: three columns, and the client's words on every row."""
	pm, project = api(people.PM), make.dossier()
	rows = pm.call(SPLIT, text=PROSE)
	assert all(row["source"] == PROSE[row["start"] : row["end"]] for row in rows)
	login = rows[1]
	assert (login["feature"], login["priority"]) == ("手机端登录", "High")
	assert login["acceptance_criteria"] == "必须支持微信扫码和短信验证码"
	names = pm.call(ACCEPT, project=project, source_text=PROSE, rows=rows)
	made = [pm.read("Requirement", name) for name in names]
	assert [row["feature"] for row in made] == [row["feature"] for row in rows]
	assert {(row["status"], row["source_text"], row["project"]) for row in made} == {
		("Draft", PROSE, project)
	}


def test_a_suggestion_stores_nothing(api: Callable[..., Api], admin: Api) -> None:
	before = len(admin.list("Requirement"))
	assert api(people.PM).query(SPLIT, text=PROSE)
	assert len(admin.list("Requirement")) == before


def test_a_locked_scope_takes_no_rows(api: Callable[..., Api], make: Factory) -> None:
	"""S004-75: the demo's archived project changes by scheduled changes alone."""
	row = {"feature": "手机端登录", "priority": "High"}
	answer = api(people.PM).try_call(ACCEPT, project=make.project(), source_text=PROSE, rows=[row])
	refuses(answer, 417, contains="locked")


def test_who_may_not(api: Callable[..., Api], make: Factory, guest: Api) -> None:
	"""Another project's manager is nobody here; the client's side never."""
	project, rows = make.dossier(), [{"feature": "手机端登录"}]
	for person in (people.OTHER_PM, people.BUSINESS_OWNER, people.DEVELOPER):
		refuses(api(person).try_call(ACCEPT, project=project, source_text=PROSE, rows=rows), (403, 404))
	for session in (guest, api(people.BUSINESS_OWNER)):
		refuses(session.try_call(SPLIT, text=PROSE), (401, 403))


def test_rows_are_all_or_none(api: Callable[..., Api], make: Factory) -> None:
	"""A row from elsewhere, or with a state of its own, takes the others with it."""
	pm, project = api(people.PM), make.dossier()
	good = {"feature": "手机端登录"}
	for bad, sentence in (
		({"feature": "x", "source": "没有说过"}, "not in the text"),
		({"feature": "x", "status": "Baselined"}, "no field"),
		({"priority": "High"}, "Feature"),
		("x", "row"),
	):
		answer = pm.try_call(ACCEPT, project=project, source_text=PROSE, rows=[good, bad])
		refuses(answer, 417, contains=sentence)
	refuses(pm.try_call(ACCEPT, project=project, source_text="", rows=[good]), 417, contains="source text")
	refuses(pm.try_call(ACCEPT, project=project, source_text=PROSE, rows=[]), 417, contains="rows is a list")
	assert pm.list("Requirement", filters={"project": project}) == []

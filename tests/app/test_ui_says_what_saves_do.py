"""What a page says of fields and steps, and what a save does, are the same: every demo document in every
state, read by everybody who may, field by field and step by step. Whatever is tried is rolled back."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.client import Api
from tests.factory import Factory
from tests.papers import add_papers

from client_mgmt.demo import people

GUARDED = ("Change Request", "Project Archive", "Meeting Minutes")
ONE_IS_ENOUGH = (people.TESTER, people.OPERATIONS, people.ARCHITECT, people.TEST_MANAGER)
PEOPLE = [person for person in people.EVERYBODY if person not in ONE_IS_ENOUGH]
# Whose other value needs another field with it.
BESIDE = {"major_override": {"major_override_reason": "另有理由"}}
NO_VALUE = {"Section Break", "Column Break", "Tab Break", "HTML", "Button"}
# Fields whose other value is refused for what it is, not for who writes it and when.
VALUE = {
	"audience",
	"team",
	"raci",
	"source_doctype",
	"source_name",
	"goals",
	"stage",
	"client",
	"contract_no",
}
SILENT = "is for other roles to change"
TEXTS = {"Data", "Small Text", "Text", "Text Editor", "Code", "Long Text"}


@pytest.fixture(scope="module", autouse=True)
def states(make: Factory, api: Callable[[Any], Api]) -> None:
	"""Documents in the states that the demo leaves out."""
	pm, quality, contact = api(people.PM), api(people.QUALITY), api(people.BUSINESS_OWNER)
	make.dossier()
	for action, by in (("Return", quality), ("", quality)):
		name = make.dossier()
		pm.create(
			"Requirement", project=name, feature="功能", priority="High", acceptance_criteria="可以演示"
		)
		pm.act("Project Archive", name, "Submit")
		if action:
			by.act("Project Archive", name, action, "请补充说明")
	for action in ("Revise", "Deliver"):
		pm.act("Project Archive", make.archived(), action)
	make.minutes(draft=True)
	contact.act("Meeting Minutes", make.minutes(), "Dispute", "与会上所说不同")
	pm.act("Meeting Minutes", make.minutes(audience="Internal", kind="Internal Sync"), "Close")
	make.change("Awaiting Signatures", change_type="Emergency")
	add_papers(api("Administrator"), pm, make)


@contextmanager
def tried(site: Any) -> Iterator[None]:
	"""Rolls back whatever was done inside."""
	site.db.savepoint("tried")
	try:
		yield
	finally:
		site.db.rollback(save_point="tried")
		site.clear_messages()


def refusal(site: Any, what: Callable[[], Any]) -> str | None:
	"""What a call says when it refuses, None when it succeeds; undone in any case."""
	with tried(site):
		try:
			what()
		except (site.ValidationError, site.PermissionError) as error:
			return str(error)
	return None


def documents(site: Any) -> list[tuple[str, str]]:
	"""Of every guarded DocType, one of an administrator's among them: the demo's and this module's. A bench
	has those of other tests between them."""
	from client_mgmt.workflow_policy import policies

	found = []
	for doctype in policies.guarded():
		names = site.get_all(doctype, pluck="name", order_by="creation asc", limit_page_length=0)
		found += [(doctype, name) for name in dict.fromkeys(names[:14] + names[-10:])]
	return found


def page(site: Any, doctype: str, name: str) -> dict[str, Any] | None:
	"""The page as the session's user gets it; None for a document that is not theirs."""
	from client_mgmt.api import ui

	try:
		return json.loads(site.as_json(ui.page(doctype, name)))
	except site.DoesNotExistError:
		site.clear_messages()
		return None


def pages(site: Any, as_user: Any) -> Iterator[tuple[Any, str, str, dict[str, Any]]]:
	for person in PEOPLE:
		for doctype, name in documents(site):
			with as_user(person):
				shown = page(site, doctype, name)
				if shown:
					yield person, doctype, name, shown


def filler(df: Any, doc: Any, site: Any) -> Any:
	"""Something of the right type for a field that a step needs."""
	if df.fieldtype == "Select":
		return next(option for option in df.options.split("\n") if option)
	if df.fieldtype in TEXTS:
		return "为了测试而填写的说明，写满二十个字以上以便通过检查。"
	if df.fieldtype in ("Int", "Float", "Currency"):
		return 1
	if df.fieldtype in ("Date", "Datetime"):
		return datetime.date.today().isoformat()
	if df.fieldtype == "Table" and df.fieldname == "change_items":
		return [
			{
				"operation": "Add",
				"proposed_feature": "新",
				"proposed_priority": "High",
				"proposed_acceptance": "有",
			}
		]
	raise AssertionError(f"nothing to fill {df.fieldname} with")


def act(site: Any, doctype: str, name: str, action: dict[str, Any]) -> None:
	from client_mgmt.api import workflow

	doc = site.get_doc(doctype, name)
	values = {
		field: filler(doc.meta.get_field(field), doc, site) for field in action["fields"] if "." not in field
	}
	reason = "因为需要" * action["min_length"]
	workflow.act(doctype, name, action["action"], reason=reason or None, values=values)


def test_every_step_is_as_open_as_its_page_says(site: Any, as_user: Any) -> None:
	"""An allowed step succeeds with what the page asks for, another is refused in the words of the page."""
	wrong, seen = [], {True: 0, False: 0}
	for person, doctype, name, shown in pages(site, as_user):
		for action in shown["actions"]:
			said = refusal(
				site, lambda name=name, action=action, doctype=doctype: act(site, doctype, name, action)
			)
			seen[action["allowed"]] += 1
			place = (person.user, doctype, name, shown["doc"]["workflow_state"], action["action"])
			if action["allowed"] and said is not None:
				wrong.append((*place, "allowed, but", said))
			elif not action["allowed"] and (
				said is None or not any(why in said or said in why for why in action["why_not"])
			):
				wrong.append((*place, action["why_not"], "but", said))
	assert not wrong, "\n".join(map(str, wrong))
	assert seen[True] > 40
	assert seen[False] > 200


def test_a_step_without_its_reason_or_fields_is_refused(site: Any, as_user: Any) -> None:
	from client_mgmt.api import workflow

	asked = 0
	for _person, doctype, name, shown in pages(site, as_user):
		for action in shown["actions"]:
			if action["allowed"] and (action["reason_needed"] or action["fields"]):
				asked += 1
				assert refusal(site, lambda d=doctype, n=name, a=action: workflow.act(d, n, a["action"]))
	assert asked > 15


def other(df: Any, value: Any, site: Any) -> Any:
	"""Another value of a field's type; None where there is none to try."""
	if df.fieldtype in TEXTS:
		return f"{value or ''} 另一个说法，足够长，二十个字以上，用来测试保存。"
	if df.fieldtype == "Select":
		return next((option for option in (df.options or "").split("\n") if option and option != value), None)
	if df.fieldtype == "Check":
		return int(not value)
	if df.fieldtype in ("Int", "Float", "Currency"):
		return (value or 0) + 1
	if df.fieldtype in ("Date", "Datetime") and value:
		return str(value)[:8] + ("15" if str(value)[8:10] != "15" else "16") + str(value)[10:]
	return None


def fields_to_try(site: Any, doctype: str, shown: dict[str, Any]) -> Iterator[tuple[Any, Any, str | None]]:
	"""(field, another value, why it rests or None) of the fields on a page; what its form alone makes
	read-only is not tried."""
	for df in site.get_meta(doctype).fields:
		if df.fieldname in shown["doc"] and df.fieldname not in VALUE and df.fieldtype not in NO_VALUE:
			state = shown["fields"].get(df.fieldname, {})
			value = other(df, shown["doc"][df.fieldname], site)
			rests = state.get("read_only") and SILENT not in state["why"]
			if value is not None and (rests or not df.read_only):
				yield df, value, state["why"] if rests else None


def save(site: Any, doctype: str, name: str, values: dict[str, Any]) -> None:
	doc = site.get_doc(doctype, name)
	doc.update(values)
	doc.save()


def agrees(why: str | None, said: str | None, df: Any) -> bool:
	"""Whether a save said what the page says; with a field beside it the save names both labels."""
	if why is None or said is None:
		return why is said
	return (
		why in said
		or "No permission" in why
		or (df.fieldname in BESIDE and why.removeprefix(df.label) in said)
	)


def test_every_field_is_as_open_as_its_page_says(site: Any, as_user: Any) -> None:
	"""A field that rests is refused in the words of its `why`, or stays as it is where a permission level
	says so; another is saved."""
	wrong, seen = [], {True: 0, False: 0}
	for person, doctype, name, shown in pages(site, as_user):
		for df, value, why in fields_to_try(site, doctype, shown):
			values = {df.fieldname: value, **BESIDE.get(df.fieldname, {})}
			said = refusal(site, lambda d=doctype, n=name, v=values: save(site, d, n, v))
			seen[why is None] += 1
			if not agrees(why, said, df):
				state = shown["doc"]["workflow_state"]
				wrong.append((person.user, doctype, name, state, df.fieldname, why, "but", said))
	assert not wrong, "\n".join(map(str, wrong))
	assert seen[True] > 100
	assert seen[False] > 500


@pytest.mark.parametrize("doctype", GUARDED)
def test_a_required_field_is_not_left_empty(site: Any, as_user: Any, doctype: str) -> None:
	asked = 0
	for _person, kind, name, shown in pages(site, as_user):
		for field, state in shown["fields"].items() if kind == doctype else ():
			if not state.get("required") or not shown["doc"].get(field):
				continue

			empty = [] if isinstance(shown["doc"][field], list) else None
			asked += 1
			assert refusal(site, lambda n=name, v={field: empty}: save(site, doctype, n, v)), (name, field)
	assert asked > 0

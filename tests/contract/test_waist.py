"""The app uses nothing of Frappe beyond docs/waist.md, and every line there is proved on both hosts."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.contract import lines, usage

APP = lines.ROOT / "apps" / "client_mgmt" / "client_mgmt"
#: methods of what the app's libraries hand out: files, mails, numbers, keys, sheets, pages, connections
LIBRARIES = frozenset(
	"""_asdict _replace PdfReader abort add_argument cancel create_sheet decrypt extract_text
	get_content_charset get_content_disposition get_content_maintype get_content_type get_filename
	get_opcodes get_payload get_template getresponse infolist is_finite iter iter_rows load_verify_locations
	login logout make_conditional namelist normalize parse_args public_bytes_raw quantize raw_items render
	request reset_dimensions response select set_etag setrlimit shutdown starttls to_integral_value""".split()
)


def beyond(paths: list[Path]) -> list[str]:
	"""What these files ask for beyond the contract."""
	contract = lines.contract()
	texts = {path: path.read_text(encoding="utf-8") for path in paths}
	return [f"{path.relative_to(APP)}:{breach}" for path, breach in usage.beyond(texts, contract, LIBRARIES)]


def test_contract_is_readable() -> None:
	contract = lines.contract()
	assert contract["frappe.get_doc"] == ("first", "name", "for_update")
	assert {"frappe.utils.cint", "frappe.ValidationError", "Document.save", "Meta.fields"} <= contract.keys()
	assert "frappe.utils" in lines.modules() and "Meta.columns" in lines.host_alone()
	assert {"frappe.client.get_list", "frappe.desk.form.load.getdoctype"} <= set(lines.endpoints())


def test_app_stays_inside_the_contract() -> None:
	paths = sorted(APP.rglob("*.py"))
	assert len(paths) > 100
	assert beyond(paths) == []


def test_every_line_has_a_test() -> None:
	"""A line of the contract is proved by a test that is marked with it and runs on both hosts."""
	proved: set[str] = set()
	for path in sorted((lines.ROOT / "tests").rglob("test_*.py")):
		proved |= lines.claimed(path)
	assert sorted(lines.lines() - proved) == [], "without a test"
	assert sorted(proved - lines.lines()) == [], "no line of docs/waist.md"


@pytest.mark.contract("frappe.types.DF")
def test_types_are_for_type_checkers() -> None:
	"""`frappe.types` is imported under `TYPE_CHECKING` alone."""
	for path in sorted(APP.rglob("*.py")):
		tree = ast.parse(path.read_text(encoding="utf-8"))
		guarded = {
			inner
			for node in ast.walk(tree)
			if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
			for inner in ast.walk(node)
		}
		imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
		assert all(node in guarded for node in imports if node.module == "frappe.types"), path


@pytest.mark.embedded
@pytest.mark.parametrize(
	"name",
	"frappe.qb frappe.render_template frappe.publish_realtime frappe.services frappe.get_cached_doc "
	"frappe.utils.get_datetime_in_timezone frappe.utils.fmt_money frappe.db.sql frappe.db.multisql "
	"frappe.db.execute frappe.db.insert_row frappe.db.conn".split(),
)
def test_other_names_say_so(site: Any, name: str) -> None:
	"""A bench has many of them, so that a use would be found out only here."""
	owner, _dot, last = name.rpartition(".")
	with pytest.raises(NotImplementedError, match=rf"{owner}\.{last} is outside .*docs/waist.md"):
		getattr(eval(owner, {"frappe": site}), last)


@pytest.mark.embedded
@pytest.mark.parametrize(
	("call", "option"),
	[
		("frappe.get_list('Client', nonsense_option=1)", "frappe.get_list(nonsense_option)"),
		("frappe.get_list('Client', ignore_permissions=True)", "frappe.get_list(ignore_permissions)"),
		("frappe.get_all('Client', debug=1, user='x')", "frappe.get_all(debug, user)"),
		("frappe.db.get_list('Client', distinct=1)", "frappe.get_list(distinct)"),
		("frappe.db.get_value('Client', 'x', 'name', cache=True)", "frappe.db.get_value(cache)"),
		("frappe.db.get_values('Client', {}, 'name', pluck=True)", "frappe.db.get_values(pluck)"),
		("frappe.db.set_value('Client', 'x', 'name', 'y', debug=1)", "frappe.db.set_value(debug)"),
		("frappe.enqueue('a.b', job_id='x', at_front=True)", "frappe.enqueue(at_front, job_id)"),
		("frappe.sendmail('a@b.co', template='x')", "frappe.sendmail(template)"),
	],
)
def test_other_options_say_so(site: Any, call: str, option: str) -> None:
	with pytest.raises(NotImplementedError) as refused:
		eval(call, {"frappe": site})
	assert option in str(refused.value) and "docs/waist.md" in str(refused.value)


@pytest.mark.embedded
@pytest.mark.parametrize("name", ["frappe.services", "frappe.desk.page", "frappe.utils.data"])
def test_other_modules_are_not_there(name: str) -> None:
	with pytest.raises(ModuleNotFoundError, match=name.replace(".", r"\.")):
		__import__(name)


@pytest.mark.embedded
@pytest.mark.parametrize("hook", ["override_doctype_class", "fixtures"])
def test_refused_hooks_say_so(monkeypatch: pytest.MonkeyPatch, hook: str) -> None:
	from embedded_host.base import hooks

	app = ModuleType("refused_app.hooks")
	setattr(app, hook, {"User": "refused_app.User"})
	monkeypatch.setitem(sys.modules, "refused_app", ModuleType("refused_app"))
	monkeypatch.setitem(sys.modules, "refused_app.hooks", app)
	with pytest.raises(NotImplementedError, match=hook):
		hooks.collect("refused_app")
	hooks.clear()

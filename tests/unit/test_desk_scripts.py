"""The Desk's scripts in one JavaScript engine: what they leave in the global scope, what a page loads, and
each form's handlers and buttons. What a browser draws of it is not seen here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from py_mini_racer import JSEvalException, MiniRacer
from tests.doctypes import APP, definitions

from client_mgmt import hooks

STUB = Path(__file__).with_name("desk_stub.js").read_text(encoding="utf-8")
ASSETS = "/assets/client_mgmt/js"
DESK = f"{ASSETS}/desk.js"
# survey.js is the page behind a survey link, which loads nothing else.
PARTS = {
	f"{ASSETS}/{path.name}": path.read_text(encoding="utf-8")
	for path in sorted((APP / "public" / "js").glob("*.js"))
	if path.name != "survey.js"
}
COMMON = [f"{ASSETS}/{name}.js" for name in ("html", "dialogs", "values")]
SIGNING = [f"{ASSETS}/{name}.js" for name in ("guarded", "signing")]
VALUES = {"Check": 1, "Int": 3, "Currency": 2.5, "Date": "2026-03-02", "Datetime": "2026-03-02 10:00:00"}
STATUS = {
	"status": ["Open", "Draft", "New", "Done"],
	"workflow_state": ["Submitted"],
	"round_outcome": ["Open"],
}


def script(doctype: str) -> str:
	"""What Frappe sends with a form: <doctype>.js, then the files of the hook, as one function."""
	beside = [beside_doctype(doctype, ".js"), *(APP / path for path in hooks.doctype_js.get(doctype, []))]
	return "\n".join(path.read_text(encoding="utf-8") for path in beside if path.exists())


def beside_doctype(doctype: str, ending: str) -> Path:
	name = doctype.lower().replace(" ", "_")
	folders = [path.parent for path in APP.glob(f"*/doctype/{name}/{name}.json")]
	return (folders[0] if folders else APP) / f"{name}{ending}"


SCRIPTED = sorted(name for name in definitions() if script(name))
GUARDED = ["Change Request", "Meeting Minutes", "Project Archive"]


def page(answers: dict[str, Any] | None = None, **more_doctypes: list[dict[str, Any]]) -> MiniRacer:
	"""A page of the Desk, which has loaded what `app_include_js` says."""
	fields = {name: row["fields"] for name, row in definitions().items()} | more_doctypes
	context = MiniRacer()
	given = {"definitions": fields, "files": PARTS, "answers": answers or {}}
	for name, value in given.items():
		context.eval(f"var {name} = {json.dumps(value)}")
	context.eval(STUB)
	for path in hooks.app_include_js:
		context.eval(PARTS[path.partition("?")[0]])
	return context


def wait(context: MiniRacer, call: str, *arguments: Any) -> None:
	context.eval(f"{call}({', '.join(json.dumps(value) for value in arguments)})").get(timeout=20)
	assert told(context, "desk.failed") == []


def told(context: MiniRacer, expression: str) -> Any:
	return json.loads(context.eval(f"JSON.stringify({expression})"))


def filled(doctype: str) -> dict[str, Any]:
	"""A document with a value in each field, so that a form shows what it can."""
	values: dict[str, Any] = {}
	for field in definitions().get(doctype, {"fields": []})["fields"]:
		name, kind, options = field["fieldname"], field["fieldtype"], field.get("options") or ""
		if kind == "Table":
			values[name] = [{"name": "row", "idx": 1, "status": "Waiting", **filled(options)}]
		elif kind == "Select":
			choices = options.split("\n")
			values[name] = next((value for value in STATUS.get(name, []) if value in choices), choices[-1])
		elif not kind.endswith("Break"):
			values[name] = STATUS.get(name, [VALUES.get(kind, "some text")])[0]
	return values


def test_only_the_namespace_is_global() -> None:
	"""Frappe runs files of public/js in the global scope, and those of DocTypes each as a function."""
	context = page()
	names = "Object.getOwnPropertyNames(globalThis)"
	context.eval(f"delete globalThis.client_mgmt; var before = null; before = {names}")
	for path, text in sorted(PARTS.items(), key=lambda part: part[0] != DESK):
		code = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
		assert code.startswith("(() => {") and code.endswith("})();"), path
		before = told(context, "Object.keys(globalThis.client_mgmt || {})")
		context.eval(text)
		after = told(context, "Object.keys(client_mgmt)")
		assert sorted(set(after) - set(before)) == [Path(path).stem], path
	context.eval("var parts = { ...client_mgmt }")
	for doctype in SCRIPTED:
		context.eval(f"new Function({json.dumps(script(doctype))})()")
	for path in APP.glob("*/doctype/*/*_list.js"):
		context.eval(f"new Function({json.dumps(path.read_text(encoding='utf-8'))})()")
	assert told(context, f"{names}.filter((name) => !before.includes(name))") == ["client_mgmt", "parts"]
	assert told(context, "Object.keys(parts).filter((name) => parts[name] !== client_mgmt[name])") == []


def test_every_script_is_found_by_frappe() -> None:
	named = {path for doctype in hooks.doctype_js.values() for path in doctype}
	for path in APP.glob("*/doctype/*/*.js"):
		own = path.name in (f"{path.parent.name}.js", f"{path.parent.name}_list.js")
		assert own or str(path.relative_to(APP)) in named
	assert [path for path in named if not (APP / path).is_file()] == []
	assert set(hooks.doctype_js) <= set(SCRIPTED)


def test_other_apps_load_one_small_file() -> None:
	assert [path.partition("?")[0] for path in hooks.app_include_js] == [DESK]
	assert len(PARTS[DESK].encode()) < 4096
	context = page(Theirs=[{"fieldname": "title", "fieldtype": "Data"}])
	wait(context, "open_form", "Theirs", "", {"title": "text"}, False)
	assert told(context, "[desk.required, desk.handlers, desk.called]") == [[], {}, []]


def test_a_guarded_form_of_any_doctype_signs() -> None:
	context = page(
		{"client_mgmt.api.signing.get_package": PACKAGE},
		Theirs=[{"fieldname": "round_outcome", "fieldtype": "Data"}],
	)
	wait(context, "open_form", "Theirs", "", {"round_outcome": "Open"}, False)
	assert told(context, "desk.required") == [*COMMON, SIGNING[0]]
	wait(context, "open_form", "Theirs", "", {"round_outcome": "Open"}, False)
	assert told(context, "desk.handlers.Theirs.before_workflow_action.length") == 1
	wait(context, "press", "Sign or Decline")
	assert told(context, "desk.required") == [*COMMON, *SIGNING]


VALUE = {"value": "ACME", "source": "body", "start": 0, "end": 4, "confidence": 0.9}
MAIL = {"client_name": VALUE, "amounts": [VALUE], "deadlines": [VALUE], "texts": {"body": "ACME asks"}}


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("doctype", sorted({*SCRIPTED, *GUARDED}))
def test_a_form_and_its_buttons(doctype: str, is_new: bool) -> None:
	"""A script that calls what it has not loaded, or a name that moved, is seen here."""
	api = "client_mgmt.api"
	context = page({f"{api}.signing.get_package": PACKAGE, f"{api}.mailbox.suggestions": MAIL})
	wait(context, "open_form", doctype, script(doctype), filled(doctype), is_new)
	assert told(context, f"Object.keys(desk.handlers[{json.dumps(doctype)}])")
	wait(context, "press")


@pytest.mark.parametrize("doctype", GUARDED)
def test_a_guarded_form_shows_its_history(doctype: str) -> None:
	event = {"at": "2026-03-02 10:00:00", "user_name": "Wang", "action": "Submit", "event_type": "Transition"}
	answers = {"client_mgmt.api.workflow.history": [{**event, "reason": "<reason>"}]}
	context = page(answers)
	wait(context, "open_form", doctype, script(doctype), filled(doctype), False)
	shown = "".join(told(context, "desk.shown"))
	assert "Wang" in shown and "&lt;reason>" in shown
	labels = told(context, "desk.buttons.map((button) => button.label)")
	assert {"Verify Evidence", "Download Evidence Pack"} <= set(labels)


ITEM = {
	"operation": "Modify",
	"before_feature": "Old report",
	"proposed_feature": "New <report>",
	"proposed_acceptance": "",
	"before_acceptance": "It prints",
}
PACKAGE = {
	"can_sign": True,
	"purpose": "Scope",
	"digest": "d" * 64,
	"revision": 1,
	"round": 1,
	"consent_text": "I agree",
	"signatures": [],
	"changes_since_last_round": [],
	"content": {"attachments": [], "fields": {"title": "A change", "change_items": [ITEM]}},
}


def test_a_change_with_items_is_signed() -> None:
	"""The dialog shows each item as it was and as it will be, and signs what it shows."""
	context = page({"client_mgmt.api.signing.get_package": PACKAGE})
	wait(context, "open_form", "Change Request", script("Change Request"), filled("Change Request"), False)
	wait(context, "press", "Sign or Decline")
	shown = "".join(told(context, "desk.shown"))
	assert "Old report" in shown and "New &lt;report>" in shown and "It prints" in shown
	assert "(unchanged)" in shown and "I agree" in shown
	signed = [call for call in told(context, "desk.called") if call["method"].endswith("signing.sign")]
	assert [(call["args"]["digest"], call["args"]["name"]) for call in signed] == [
		("d" * 64, "Change Request 1")
	]


def test_a_party_that_has_not_signed_is_left_out_of_the_verdict() -> None:
	record = {"signer_name": "Wang <b>", "decision": "Signed", "signed_at": "2026-03-02 10:00:00"}
	verdict = {
		"valid": False,
		"in_force": False,
		"parties": {"Client": None, "Vendor": record},
		"problems": ["<i>"],
	}
	context = page({"client_mgmt.api.signing.verify": verdict})
	wait(context, "open_form", "Change Request", script("Change Request"), filled("Change Request"), False)
	wait(context, "press", "Verify Evidence")
	shown = "".join(told(context, "desk.shown"))
	assert "Wang &lt;b>" in shown and "&lt;i>" in shown and "Not in force" in shown


def test_a_failure_is_seen() -> None:
	"""The engine of these tests hides no wrong name."""
	context = page()
	wrong = 'frappe.ui.form.on("Client", { refresh: () => client_mgmt.desk.later("html", "gone")() });'
	with pytest.raises(AssertionError, match="not a function"):
		wait(context, "open_form", "Client", wrong, {}, False)
	with pytest.raises(JSEvalException):
		context.eval("client_mgmt.html.gone()")

"""hooks.py says what runs when, without a line of Python to run in the head, and forgets no DocType."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.doctypes import APP, child_tables, definitions

import client_mgmt
from client_mgmt import hooks
from client_mgmt.people.permissions import STAFF

FILES = ("hooks.py", "permission_hooks.py")
WRITES = ("before_insert", "before_validate", "on_trash")
DOORS = "client_mgmt.workflow_policy.side_doors"
#: of the framework, with a predicate of ours
OTHERS = {"Notification Log", "User"}


def assignments(file: str) -> Iterator[tuple[str, ast.expr]]:
	for node in ast.parse((APP / file).read_text(encoding="utf-8")).body:
		if isinstance(node, ast.Assign):
			yield ast.unparse(node.targets[0]), node.value
		else:
			is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
			assert is_text or isinstance(node, ast.ImportFrom), ast.unparse(node)


def handlers(doctype: str, event: str) -> list[str]:
	"""What `doc_events` names for a DocType itself."""
	found = [
		events[event] for key, events in hooks.doc_events.items() if doctype in names(key) and event in events
	]
	return [path for value in found for path in (value if isinstance(value, list) else [value])]


def names(key: str | tuple[str, ...]) -> tuple[str, ...]:
	return key if isinstance(key, tuple) else (key,)


@pytest.mark.parametrize("file", FILES)
def test_hooks_are_literal(file: str) -> None:
	found = dict(assignments(file))
	assert found
	for value in found.values():
		ast.literal_eval(value)


def test_each_doctype_has_its_predicate() -> None:
	"""One predicate for lists and single documents, and the doors that write (architecture, "Floors")."""
	rows = child_tables(STAFF)
	assert {row["name"] for row in definitions().values()} > set(STAFF) | set(rows)
	for hook in (hooks.permission_query_conditions, hooks.has_permission):
		assert set(hook) - OTHERS == {*STAFF, *rows}
		assert len({predicate for name, predicate in hook.items() if name not in OTHERS}) == 1
	assert set(hooks.standard_queries) == set(STAFF)
	assert {name: hooks.has_permission[name] for name in OTHERS} == {
		"Notification Log": "client_mgmt.people.notices.is_mine",
		"User": "client_mgmt.people.persons.has_permission",
	}


@pytest.mark.parametrize("event", WRITES)
def test_each_doctype_has_its_doors(event: str) -> None:
	"""No GET changes a document, and no row of ours is saved without its document."""
	for doctype in STAFF:
		assert f"{DOORS}.refuse_write_in_get" in handlers(doctype, event), doctype
	for doctype in child_tables(STAFF):
		assert handlers(doctype, event) == [f"{DOORS}.refuse_row_alone"], doctype


def test_no_doctype_stands_twice() -> None:
	named = [name for key in hooks.doc_events for name in names(key)]
	assert len(named) == len(set(named))


def test_browsers_read_a_new_versions_scripts() -> None:
	for path in hooks.app_include_js:
		assert path.endswith(f".js?v={client_mgmt.__version__}")
		assert (APP / "public" / path.partition("?")[0].removeprefix("/assets/client_mgmt/")).is_file()

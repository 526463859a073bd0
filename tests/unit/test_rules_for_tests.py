"""What a test must not do, as far as a machine can see it (docs/testing.md, "Rules")."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
WALL_CLOCKS = {"time.time()", "time.monotonic()", "time.perf_counter()"}
SITE_ANSWERS = {"list", "names", "query", "get_all", "get_list"}


def accepts_a_crash(node: ast.AST) -> bool:
	"""A 500 among the statuses of a refusal, anything from 400 on, or whatever is not ok."""
	if isinstance(node, ast.Tuple | ast.List | ast.Set):
		values = [item.value for item in node.elts if isinstance(item, ast.Constant)]
		return 500 in values and any(value in values for value in range(400, 500))
	if isinstance(node, ast.Compare):
		sides, loose = [node.left, *node.comparators], (ast.Gt, ast.GtE, ast.NotEq)
		return any(isinstance(operator, loose) for operator in node.ops) and any(
			ast.unparse(side).endswith(".status_code") for side in sides
		)
	return isinstance(node, ast.Assert) and any(
		isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not) and ast.unparse(part).endswith(").ok")
		for part in ast.walk(node)
	)


def may_look_at_nothing(node: ast.AST) -> bool:
	"""A loop that asserts, or an `all`, over what a site answers: without `some(…)` it may be nothing."""
	if isinstance(node, ast.For):
		return from_a_site(node.iter) and any(asserts(part) for line in node.body for part in ast.walk(line))
	return (
		isinstance(node, ast.Call)
		and ast.unparse(node.func) == "all"
		and isinstance(node.args[0], ast.GeneratorExp)
		and from_a_site(node.args[0].generators[0].iter)
	)


def asserts(node: ast.AST) -> bool:
	return isinstance(node, ast.Assert) or (
		isinstance(node, ast.Call) and ast.unparse(node.func) in ("refuses", "pytest.raises")
	)


def from_a_site(node: ast.expr) -> bool:
	if isinstance(node, ast.Subscript):
		return from_a_site(node.value)
	if not isinstance(node, ast.Call):
		return False
	if isinstance(node.func, ast.Name) and node.func.id in ("sorted", "enumerate", "set", "list"):
		return from_a_site(node.args[0])
	return isinstance(node.func, ast.Attribute) and node.func.attr in SITE_ANSWERS


def measures_the_wall_clock(node: ast.AST) -> bool:
	"""A difference of clock readings: on a busy machine it is others' time. To wait is no measuring."""
	if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
		return False
	return bool({ast.unparse(node.left), ast.unparse(node.right)} & WALL_CLOCKS)


def found(tree: ast.AST, breaks: Callable[[ast.AST], bool]) -> Iterator[int]:
	return (node.lineno for node in ast.walk(tree) if breaks(node))  # type: ignore[attr-defined]


def test_what_runs_on_a_bench_imports_no_host() -> None:
	"""At its head: a bench has no `embedded_host`."""
	folders = ("app", "security", "contract", "browser")
	files = [*TESTS.glob("*.py"), *(path for folder in folders for path in (TESTS / folder).glob("*.py"))]
	guilty = [
		f"{path.name}:{node.lineno}"
		for path in files
		for node in ast.parse(path.read_text(encoding="utf-8")).body
		if isinstance(node, ast.Import | ast.ImportFrom) and "embedded_host" in ast.unparse(node)
	]
	assert len(files) > 60
	assert guilty == []


@pytest.mark.parametrize("breaks", [accepts_a_crash, may_look_at_nothing, measures_the_wall_clock])
def test_no_test_breaks_the_rule(breaks: Callable[[ast.AST], bool]) -> None:
	guilty = [
		f"{path.relative_to(TESTS)}:{line}"
		for path in sorted(TESTS.rglob("*.py"))
		if "perf" not in path.parts and path.name != "probe.py"
		for line in found(ast.parse(path.read_text(encoding="utf-8")), breaks)
	]
	assert guilty == []


@pytest.mark.parametrize(
	("breaks", "line"),
	[
		(accepts_a_crash, "refuses(answer, (403, 417, 500))"),
		(accepts_a_crash, "assert answer.status_code in {500, 404}"),
		(accepts_a_crash, "assert answer.status_code >= 400"),
		(accepts_a_crash, "assert 200 != answer.status_code, answer.text"),
		(accepts_a_crash, "assert not pm.try_delete(PROJECT, name).ok"),
		(may_look_at_nothing, "for row in admin.list('Client'): assert row"),
		(may_look_at_nothing, "for row in sorted(admin.names('Client'))[:5]: refuses(pm.try_read(row), 403)"),
		(may_look_at_nothing, "assert all(row['x'] for row in site.get_all('Client'))"),
		(measures_the_wall_clock, "assert time.perf_counter() - begin < 6"),
	],
)
def test_a_breach_is_seen(breaks: Callable[[ast.AST], bool], line: str) -> None:
	assert list(found(ast.parse(line), breaks)) == [1]


@pytest.mark.parametrize(
	("breaks", "line"),
	[
		(accepts_a_crash, "assert (answer.status_code, kind) == (500, 'RuntimeError')"),
		(accepts_a_crash, "assert answer.status_code < 500"),
		(may_look_at_nothing, "for row in some(admin.list('Client')): assert row"),
		(may_look_at_nothing, "for row in admin.list('Client'): admin.try_delete('Client', row)"),
		(measures_the_wall_clock, "assert time.monotonic() < deadline"),
		(measures_the_wall_clock, "assert time.process_time() - begin < 6"),
	],
)
def test_what_is_sound_passes(breaks: Callable[[ast.AST], bool], line: str) -> None:
	assert list(found(ast.parse(line), breaks)) == []

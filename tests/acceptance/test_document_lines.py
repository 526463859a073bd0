"""Issue 7: "each line of docs/administration.md and docs/dossier/*.md runs as pasted, as docs/rest.md does."

All documents share one demo site; each has a shell of its own and makes what it needs, so that it also runs alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.acceptance import walkthrough
from tests.acceptance.process import Served
from tests.conftest import ROOT

# administration.md changes rules and fields for everybody, so it comes last.
DOCUMENTS = [
	*sorted(f"dossier/{path.name}" for path in (ROOT / "docs" / "dossier").glob("*.md")),
	"administration.md",
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_lines_run_as_pasted(fresh: Served, tmp_path: Path, document: str) -> None:
	assert walkthrough.blocks(document)
	walkthrough.run(document, fresh, tmp_path)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_is_run_and_says_what_to_expect(document: str) -> None:
	"""No commands in a block that is only shown, and no block whose answer is not told."""
	assert {language for language, _ in walkthrough.fences(document)} <= {"bash", "json"}
	assert [block.commands for block in walkthrough.blocks(document) if not block.answers] == []


def test_a_wrong_answer_and_a_silent_refusal_are_seen() -> None:
	output = '{"exc_type":"ValidationError","rows":[{"a":1,"b":"x, y"}]}'
	assert walkthrough.promised('{"a": 1, …}', output)
	assert not walkthrough.promised('{"a": 2, …}', output)
	assert not walkthrough.promised("…", output)
	assert walkthrough.Block("", ['→ "exc_type": "ValidationError"']).refusals == output.count('"exc_type"')

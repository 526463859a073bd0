"""Documents whose shell lines run as they stand.

A ```bash block is run. After `# →` stands what its output contains, going on over lines that begin with `#`
and three spaces; a ```json block right behind it is an answer too. Blanks of JSON do not count, and `…` is
anything. A refusal (`exc_type`) is in the output as often as the answers name one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.acceptance.process import Served
from tests.conftest import ROOT

PASSWORD = "Demo-pass-9x"
MARK = "echo; echo '@@ block @@'"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^# →(.*(?:\n#   .*)*)", re.MULTILINE)
REFUSAL = '"exc_type"'


class Block(NamedTuple):
	"""Commands, and what their output contains."""

	commands: str
	answers: list[str]

	@property
	def refusals(self) -> int:
		return sum(answer.count(REFUSAL) for answer in self.answers)


def fences(document: str) -> list[tuple[str, str]]:
	"""(language, content) of each fenced block of a document under docs/."""
	return FENCE.findall((ROOT / "docs" / document).read_text(encoding="utf-8"))


def blocks(document: str) -> list[Block]:
	found: list[Block] = []
	for language, content in fences(document):
		if language == "bash":
			found.append(Block(content, [re.sub(r"\n#", "\n", text) for text in ANSWER.findall(content)]))
		elif language == "json":
			found[-1].answers.append(content)
	return found


def squeezed(text: str) -> str:
	"""The text without the blanks that JSON leaves free."""
	return re.sub(r"(?<=[\[{,:])\s+|\s+(?=[\]}])", "", text.strip())


def promised(answer: str, output: str) -> bool:
	"""Whether the output contains the answer, `…` being anything."""
	pieces = [re.escape(piece.strip()) for piece in squeezed(answer).split("…")]
	return any(pieces) and re.search(".*?".join(pieces), squeezed(output), re.DOTALL) is not None


def run(document: str, served: Served, folder: Path) -> None:
	"""Runs a document's blocks in one shell, at the root of the repository, and compares each with its
	answers."""
	found = blocks(document)
	marked = [f"{MARK}\n{block.commands}" for block in found]
	script = folder / "walkthrough.sh"
	script.write_text("exec 2>&1\n" + "\n".join(marked), encoding="utf-8")
	done = subprocess.run(
		["bash", "-euo", "pipefail", str(script)],
		cwd=ROOT,
		env={**served.environment, "BASE": served.url, "DEMO_PASSWORD": PASSWORD, "TMPDIR": str(folder)},
		capture_output=True,
		encoding="utf-8",
		timeout=90,
	)
	outputs = re.split(r"^@@ block @@\n", done.stdout, flags=re.MULTILINE)[1:]
	assert done.returncode == 0, f"block {len(outputs) - 1}:\n{outputs[-1]}"
	for block, output in zip(found, outputs, strict=True):
		missing = [answer for answer in block.answers if not promised(answer, output)]
		assert missing == [], f"{block.commands}\nanswered:\n{output}"
		assert output.count(REFUSAL) == block.refusals, f"{block.commands}\nrefused:\n{output}"

"""The measured exchanges of v15.41.0, replayed: every difference stands in docs/divergences.md."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
DIVERGENCES = HERE.parents[1] / "docs" / "divergences.md"
AGREEMENTS, EXCHANGES = 129, 139


@pytest.mark.timeout(300)
def test_every_difference_is_registered(fresh_server: Any) -> None:
	"""`probe.py` makes 139 exchanges on an empty site and prints where status or exception type differ."""
	run = subprocess.run(
		[sys.executable, str(HERE / "probe.py"), fresh_server.base, "--password", fresh_server.password],
		capture_output=True,
		text=True,
		timeout=280,
		check=False,
	)
	score = re.search(r"^(\d+) of (\d+) agree", run.stdout, re.M)
	assert score, run.stdout[-3000:] + run.stderr[-3000:]
	differing = re.findall(r"^DIFFERS (.+): v15\.41 \(", run.stdout, re.M)
	registered = DIVERGENCES.read_text(encoding="utf-8")
	unregistered = [line for line in differing if label_of(line) not in registered]
	assert unregistered == [], run.stdout[-6000:]
	agreed, made = map(int, score.groups())
	assert made == EXCHANGES
	assert agreed >= AGREEMENTS


def label_of(printed: str) -> str:
	"""The exchange's name out of its `repr`, in backticks as the table writes it."""
	label = printed[1:-1].replace("\\'", "'")
	return f"``{label}``" if '"' in label or "`" in label else f"`{label}`"

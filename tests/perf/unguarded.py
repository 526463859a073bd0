"""`make perf-unguarded`: what the app's handlers for every DocType cost the save of one that is not guarded.

Saves the same Country with the handlers of `doc_events["*"]` and without them, in turn, each save as the
first of its request, and prints both sides and their ratio, in processor time.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.perf.duplicates import demo_site  # noqa: E402  after the path is set


@contextmanager
def without_handlers(frappe: Any) -> Iterator[None]:
	"""The site as it were without the app's handlers for every DocType."""
	from client_mgmt import hooks
	from embedded_host.base import hooks as host

	rest = {key: events for key, events in hooks.doc_events.items() if key != "*"}
	with mock.patch.object(hooks, "doc_events", rest):
		host.clear()
		frappe.clear_cache()
		yield
	host.clear()
	frappe.clear_cache()


def saving(frappe: Any, saves: int) -> float:
	"""Processor microseconds of one save."""
	country = frappe.get_doc("Country", "China")
	country.save()
	began = time.process_time()
	for number in range(saves):
		frappe.flags.clear()
		country.code = f"c{number % 10}"
		country.save()
	return (time.process_time() - began) * 1_000_000 / saves


def main() -> int:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--saves", type=int, default=1000)
	parser.add_argument("--rounds", type=int, default=7)
	asked = parser.parse_args()
	with_them, without, ratios = [], [], []
	with demo_site() as frappe:
		for _round in range(asked.rounds):
			with_them.append(saving(frappe, asked.saves))
			with without_handlers(frappe):
				without.append(saving(frappe, asked.saves))
			ratios.append(with_them[-1] / without[-1])
	print(f"with the handlers     {statistics.median(with_them):7.0f} µs a save")
	print(f"without them          {statistics.median(without):7.0f} µs a save")
	print(f"ratio, round by round {statistics.median(ratios):7.3f} ({min(ratios):.3f} to {max(ratios):.3f})")
	return 0


if __name__ == "__main__":
	sys.exit(main())

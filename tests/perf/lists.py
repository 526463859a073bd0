"""`make perf-lists`: first rows of the list of 100,000 change requests, as PMO, project manager and client.

Fills a demo site of its own, serves it and asks each list as the web app does, one after the other: rows,
total and groups in one answer. Prints the median and the slowest. Then PMO opens and scrolls the list
in Chromium. Exits with 1 when a median is over 300 ms, or scrolling stalls.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from filling import fill
from load import Failed
from screens import CHANGE, METHOD, ask
from scrolling import STALL_MS, scrolled
from targets import EmbeddedHost, Target, token_of

from client_mgmt.demo import people

ROOT = Path(__file__).resolve().parents[2]
FIRST_ROWS_MS = 300.0  # promised
READERS = {"PMO": people.PMO, "manager": people.PM, "client": people.BUSINESS_OWNER}
LISTS: dict[str, dict[str, object]] = {
	"newest first": {},
	"one state": {"filters": [["workflow_state", "=", "Awaiting Signatures"]]},
	"one project": {"filters": [["project", "=", "PRJ-2026-0001"]]},
	"grouped by state": {"group_by": "workflow_state"},
	"sorted by title": {"order_by": "title asc"},
	"oldest first": {"order_by": "creation asc"},
	"searched": {"search": "第 42 列"},
	"searched, nothing found": {"search": "nothing like it"},
	"second page": {"start": 50},
	"page 200": {"start": 9950},
}


def main() -> int:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--changes", type=int, default=100_000)
	parser.add_argument("--rounds", type=int, default=7)
	options = parser.parse_args()
	with tempfile.TemporaryDirectory(prefix="client-mgmt-perf-") as folder:
		sites = Path(folder)
		for name in ("apps.txt", "common_site_config.json"):
			(sites / name).write_bytes((ROOT / "sites" / name).read_bytes())
		host = EmbeddedHost(sites)
		with host.served():
			password, known = host.administrator_password(), host.password_of(people.PMO.user)
		began = time.perf_counter()
		fill(sites / "perf.localhost" / "site.db", options.changes)
		print(f"{options.changes} change requests filled in in {time.perf_counter() - began:.0f} s")
		with host.served():
			medians = [one for reader in READERS for one in measured(host, password, reader, options.rounds)]
			held = scrolled(host.url, people.PMO.user, known, options.rounds)
	slow = sum(median > FIRST_ROWS_MS for median in medians)
	print(f"promised: first rows within {FIRST_ROWS_MS:g} ms; over it: {slow} of {len(medians)}")
	print(f"promised: scrolls without a wait over {STALL_MS:g} ms: {'kept' if held else 'not kept'}")
	return 1 if slow or not held else 0


def measured(host: EmbeddedHost, password: str, reader: str, rounds: int) -> list[float]:
	"""Asks every list of one reader and prints; the medians in milliseconds."""
	target = Target("the embedded host", host.url)
	token = token_of(host.url, "Administrator", password, READERS[reader].user)
	medians = []
	for name, about in LISTS.items():
		texts = {key: json.dumps(value) if key == "filters" else value for key, value in about.items()}
		path = METHOD + "list?" + urlencode({"doctype": CHANGE, "limit": 50, **texts})
		times, answer = [], ask(target, path, token)
		for _round in range(rounds):
			began = time.perf_counter()
			ask(target, path, token)
			times.append((time.perf_counter() - began) * 1000)
		medians.append(statistics.median(times))
		rows = f"{len(answer['rows'])} of {answer['total']}"
		print(f"{reader:8} {name:24} {rows:>14}  {medians[-1]:7.1f} ms, slowest {max(times):7.1f}")
	return medians


if __name__ == "__main__":
	try:
		sys.exit(main())
	except Failed as error:
		sys.exit(f"make perf-lists: {error}")

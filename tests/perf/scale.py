"""`make perf PERF=scale`: what the same call costs at 1,000, 10,000 and 100,000 change requests.

Fills a demo site of each size (`firm.py`), has the app anchor it, and measures processor milliseconds a call
in the process, then 20 people at once over HTTP, then how long a writer waits beside other work. Prints both
sides of each ratio, the largest over the smallest, and writes them as JSON. Exits with 1 when a call fails;
a ratio over what was promised is said in its line.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import firm
from benchmark import machine
from beside import CLIENTS, at_once, waits
from calls import SITE, Calls, measured
from load import Failed
from targets import EmbeddedHost, token_of

from client_mgmt.demo import people

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 10_000, 100_000)
GROWTH = 1.3  # promised: the largest costs at most so many times what the smallest costs
#: promised at the largest: milliseconds of a call; and with 20 people
MOST_MS = {"verify": 30.0, "evidence": 30.0, "count": 5.0, "count, PMO": 5.0, "four figures": 60.0}
LEAST_SHARE, MOST_P95, MOST_MB, MOST_WAIT = 0.8, 200.0, 220.0, 0.5


def main() -> int:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
	parser.add_argument("--times", type=int, default=15, help="calls of which the median is taken")
	parser.add_argument("--seconds", type=float, default=10.0, help="of 20 people at once")
	parser.add_argument("--output", type=Path, default=ROOT / "perf.json")
	options = parser.parse_args()
	with tempfile.TemporaryDirectory(prefix="client-mgmt-perf-") as folder:
		demo = Path(folder) / "demo"
		demo.mkdir()
		for name in ("apps.txt", "common_site_config.json"):
			(demo / name).write_bytes((ROOT / "sites" / name).read_bytes())
		with EmbeddedHost(demo).served():
			pass
		found = [_size(demo, Path(folder), size, options) for size in options.sizes]
	report = {"machine": machine(), "scale": summary(found)}
	options.output.write_text(json.dumps(report, indent=1), encoding="utf-8")
	print_report(report["scale"])
	print(f"written to {options.output}")
	return 0


def _size(demo: Path, folder: Path, changes: int, options: argparse.Namespace) -> dict[str, Any]:
	"""Everything that is measured of one size, on a site that is gone afterwards."""
	sites = folder / str(changes)
	shutil.copytree(demo, sites)
	began = time.perf_counter()
	rows = firm.fill(sites / SITE, changes)
	anchored = _anchor(sites)
	print(
		f"{changes} changes filled in and anchored in {time.perf_counter() - began:.0f} s: {rows}",
		file=sys.stderr,
	)
	host, change = EmbeddedHost(sites), _closed(sites / SITE / "site.db")
	with host.served():
		password = host.administrator_password()
		tokens = {
			one.user: token_of(host.url, "Administrator", password, one.user)
			for one in (people.PM, people.PMO)
		}
	calls = Calls(sites, tokens)
	costs = measured(calls, change, options.times)
	drafts = [calls.draft() for _client in range(CLIENTS)]
	with host.served():
		load = at_once(host, tokens[people.PM.user], change, drafts, options.seconds)
		beside = waits(host, tokens, drafts[0])
	shutil.rmtree(sites)
	return {
		"changes": changes,
		"rows": rows,
		"anchored": anchored,
		"ms": costs,
		"load": load,
		"waits": beside,
	}


def _anchor(sites: Path) -> int:
	"""Has the app take its anchor, as its queue does; how many entries the log has then."""
	from client_mgmt.workflow_policy import anchor
	from embedded_host.services.sites import connected

	with connected(SITE, sites):
		import frappe

		while (taken := anchor.take()) is None:
			frappe.db.commit()
		frappe.db.commit()
		return int(taken.leaf_count)


def _closed(database: Path) -> str:
	"""A closed change of the bank's project, filled in, in the middle of them all."""
	sql = "SELECT `name` FROM `tabChange Request` WHERE `project` = ? AND `workflow_state` = 'Closed'"
	with sqlite3.connect(database) as site:
		rows = site.execute(f"{sql} AND `name` LIKE 'CR-F-%' ORDER BY `name`", (firm.BANK,)).fetchall()
	site.close()
	return str(rows[len(rows) // 2][0])


def summary(sizes: list[dict[str, Any]]) -> dict[str, Any]:
	"""What was measured, and the ratios of the largest to the smallest."""
	first, last = sizes[0], sizes[-1]
	ratios = {name: round(last["ms"][name] / first["ms"][name], 2) for name in first["ms"]}
	ratios["backup"] = round(last["waits"]["backup cpu"] / max(first["waits"]["backup cpu"], 0.01), 2)
	share = round(last["load"]["per_second"] / first["load"]["per_second"], 2)
	return {
		"ratios": ratios,
		"transition_ratio": ratios["transition"],
		"requests_ratio": share,
		"sizes": sizes,
	}


def print_report(scale: dict[str, Any]) -> None:
	"""The table for people: each size, the ratio, and whether what was promised is kept."""
	sizes, last = scale["sizes"], scale["sizes"][-1]
	heads = "".join(f"{size['changes']:>10,}" for size in sizes)
	print(f"\n{'processor ms a call':22}{heads}{'ratio':>8}")
	for name, ratio in scale["ratios"].items():
		if name == "backup":
			continue
		kept = ratio <= GROWTH and last["ms"][name] <= MOST_MS.get(name, 1e9)
		cells = "".join(f"{size['ms'][name]:>10.1f}" for size in sizes)
		print(f"{name:22}{cells}{ratio:>8.2f}  {'kept' if kept else 'not kept'}")
	bounds = {
		"per_second": last["load"]["per_second"] >= LEAST_SHARE * sizes[0]["load"]["per_second"],
		"read_p95": last["load"]["read_p95"] <= MOST_P95,
		"resident_mb": last["load"]["resident_mb"] <= MOST_MB,
	}
	print(f"\n{CLIENTS} people, four reads to a write")
	for name in last["load"]:
		cells = "".join(f"{size['load'][name]:>10.1f}" for size in sizes)
		print(f"{name:22}{cells}{_word(bounds.get(name)):>18}")
	print("\nseconds: the longest wait of a writer, and what ran beside it")
	for name in last["waits"]:
		cells = "".join(f"{size['waits'][name]:>10.2f}" for size in sizes)
		kept = last["waits"][name] <= MOST_WAIT if name.startswith("beside") else None
		print(f"{name:22}{cells}{_word(kept):>18}")


def _word(kept: bool | None) -> str:
	return "" if kept is None else "kept" if kept else "not kept"


if __name__ == "__main__":
	try:
		sys.exit(main())
	except Failed as error:
		sys.exit(f"make perf: {error}")

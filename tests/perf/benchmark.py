"""`make perf`: speed, memory and start of the embedded host; with BENCH_URL the same calls on a live bench.

Environment: BENCH_URL with BENCH_USER (default Administrator) and BENCH_PASSWORD, or with BENCH_TOKEN
(`key:secret` of somebody who may create clients and a project) and BENCH_USER, its login.
Prints a table and writes perf.json. Exits with 1 when a measured call fails.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import limit
import screens
from load import Failed, Figures, MakeRequest, measure, request
from targets import EmbeddedHost, Target, unique

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = (1, 8, 20)
OPERATIONS = ("ping", "insert", "get", "list of 20", "update", "transition")
COLUMNS = '["name","client_name","lifecycle","modified"]'
LIST = "/api/resource/Client?" + urlencode({"fields": COLUMNS, "limit_page_length": 20})
Results = dict[str, list[Figures]]


def main() -> int:
	"""Measures, prints, writes; the exit code."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--seconds", type=float, default=2.0, help="per operation and number of clients")
	parser.add_argument("--only-screens", action="store_true", help="what the web app asks, and nothing else")
	parser.add_argument("--output", type=Path, default=ROOT / "perf.json")
	options = parser.parse_args()
	report: dict[str, Any] = {"machine": machine(), "seconds_each": options.seconds}
	try:
		bench = connect_bench()
		report["host"] = measure_host(options.seconds, () if options.only_screens else OPERATIONS)
		if bench:
			report["bench"] = {"url": bench.url, "calls": as_dicts(run(bench, options.seconds))}
	except (Failed, OSError) as error:
		print(f"make perf: {error}", file=sys.stderr)
		return 1
	if "bench" in report:
		report["ratios"] = ratios(report["host"]["calls"], report["bench"]["calls"])
	options.output.write_text(json.dumps(report, indent=1), encoding="utf-8")
	print_report(report)
	print(f"written to {options.output}")
	return 0


def machine() -> dict[str, Any]:
	"""Where this was measured."""
	return {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}


def measure_host(seconds: float, operations: Sequence[str]) -> dict[str, Any]:
	"""Starts the host twice on a site of its own: to build the site, and to measure."""
	with tempfile.TemporaryDirectory(prefix="client-mgmt-perf-") as folder:
		sites = Path(folder)
		for name in ("apps.txt", "common_site_config.json"):
			(sites / name).write_bytes((ROOT / "sites" / name).read_bytes())
		host = EmbeddedHost(sites)
		with host.served() as first_start:
			password = host.administrator_password()
		with host.served() as start:
			time.sleep(3)
			idle = host.resident()
			target = Target("the embedded host", host.url)
			target.prepare("Administrator", password)
			calls = run(target, seconds, operations)
			wanted = screens.screens(target, "Administrator", password)
			seen = screens.run(target, wanted, CLIENTS, seconds)
			loaded = host.resident()
		database = sites / "perf.localhost" / "site.db"
		best = as_dicts(limit.measured(database, host.port, CLIENTS, seconds)) if operations else {}
	counted = as_dicts(calls)
	return {
		"first_start_with_demo_s": round(first_start, 2),
		"first_answer_s": round(start, 2),
		"resident_idle_mb": idle,
		"resident_after_load_mb": loaded,
		"calls": counted,
		"limit": best,
		"times_the_limit": limit.times_of(counted, best),
		"screens": as_dicts(seen["closed"]),
		"paced": {name: figures._asdict() for name, figures in seen["paced"].items()},
	}


def connect_bench() -> Target | None:
	"""The bench at BENCH_URL with what the calls need made on it; None without one."""
	if not os.environ.get("BENCH_URL"):
		return None
	token, user = os.environ.get("BENCH_TOKEN", ""), os.environ.get("BENCH_USER", "Administrator")
	target = Target("the bench", os.environ["BENCH_URL"], token, *([user] if token else []))
	target.prepare(user, os.environ.get("BENCH_PASSWORD", "admin"))
	return target


def run(target: Target, seconds: float, operations: Sequence[str] = OPERATIONS) -> Results:
	"""Each operation with every number of clients."""
	results: Results = {}
	for operation in operations:
		print(f"{target.name}: {operation} …", file=sys.stderr)
		prepare = PREPARE[operation]
		results[operation] = [
			measure(target.url, prepare(target, clients, seconds), clients, seconds) for clients in CLIENTS
		]
	return results


def fixed(method: str, path: str) -> Callable[[Target, int, float], MakeRequest]:
	"""An operation that is the same request each time."""

	def prepare(target: Target, _clients: int, _seconds: float) -> MakeRequest:
		wanted = request(method, target.url, path, target.token)
		return lambda _client, _count: wanted

	return prepare


def insert(target: Target, _clients: int, _seconds: float) -> MakeRequest:
	"""New clients with a name each."""
	values = {"client_type": "Enterprise", "industry": "Finance", "city": "上海"}

	def make(_client: int, _count: int) -> bytes:
		return request(
			"POST",
			target.url,
			"/api/resource/Client",
			target.token,
			{"client_name": unique("新客户"), **values},
		)

	return make


def get(target: Target, _clients: int, _seconds: float) -> MakeRequest:
	"""One and the same client."""
	name = target.create("Client", client_name=unique("客户"))["name"]
	wanted = request("GET", target.url, f"/api/resource/Client/{name}", target.token)
	return lambda _client, _count: wanted


def update(target: Target, clients: int, _seconds: float) -> MakeRequest:
	"""A client of its own for each writer, with another value each time."""
	names = [target.create("Client", client_name=unique("客户"))["name"] for _number in range(clients)]

	def make(client: int, count: int) -> bytes:
		path = f"/api/resource/Client/{names[client]}"
		return request("PUT", target.url, path, target.token, {"employees": count + 1})

	return make


def transition(target: Target, clients: int, seconds: float) -> MakeRequest:
	"""Submits drafts, each once; as many are made first as the time can hold."""

	def submit(name: str) -> bytes:
		values = {"doctype": "Change Request", "name": name, "action": "Submit"}
		return request("POST", target.url, "/api/method/client_mgmt.api.workflow.act", target.token, values)

	trial = [target.draft() for _number in range(3)]
	alone = measure(target.url, lambda _c, count: submit(trial[count]) if count < 3 else None, 1, 60)
	each = max(3, int(1.3 * seconds * 1000 / alone.median / clients))
	names = [[target.draft() for _number in range(each)] for _client in range(clients)]
	return lambda client, count: submit(names[client][count]) if count < each else None


PREPARE: dict[str, Callable[[Target, int, float], MakeRequest]] = {
	"ping": fixed("GET", "/api/method/ping"),
	"insert": insert,
	"get": get,
	"list of 20": fixed("GET", LIST),
	"update": update,
	"transition": transition,
}


def as_dicts(results: Results) -> dict[str, list[dict[str, Any]]]:
	"""Results as JSON."""
	return {operation: [figures._asdict() for figures in phases] for operation, phases in results.items()}


def ratios(host: dict[str, Any], bench: dict[str, Any]) -> dict[str, dict[str, float]]:
	"""Requests per second of the host over those of the bench, per operation and number of clients."""
	return {
		operation: {
			str(ours["clients"]): round(ours["per_second"] / theirs["per_second"], 1)
			for ours, theirs in zip(host[operation], bench[operation], strict=True)
		}
		for operation in host
	}


def print_report(report: dict[str, Any]) -> None:
	"""The table for people."""
	host = report["host"]
	print(f"\nfirst answer {host['first_answer_s']} s, resident idle {host['resident_idle_mb']} MB")
	for part in ("host", "bench"):
		if part in report:
			print_calls(part, report[part]["calls"])
	if host["limit"]:
		print_calls("limit", host["limit"])
		print_times("times the limit (median)", host["times_the_limit"])
	print_calls("screens, closed loop", host["screens"])
	for line in screens.report(host):
		print(line)
	if "ratios" in report:
		found = {name: [by[str(count)] for count in CLIENTS] for name, by in report["ratios"].items()}
		print_times("times the bench (requests/s)", found)


def print_times(title: str, found: dict[str, list[float]]) -> None:
	"""One ratio for each number of clients."""
	print(f"\n{title:30}" + "".join(f"{count:>9} cl." for count in CLIENTS))
	for operation, values in found.items():
		print(f"{operation:30}" + "".join(f"{value:>13}" for value in values))


def print_calls(part: str, calls: dict[str, list[dict[str, Any]]]) -> None:
	"""Median, 95th percentile and requests per second, for each number of clients."""
	columns = "".join(f" | {count:>2} cl.: ms    p95   req/s" for count in CLIENTS)
	print(f"\n{part:20}{columns}")
	for operation, phases in calls.items():
		cells = "".join(f" | {p['median']:>10} {p['p95']:>6} {p['per_second']:>7}" for p in phases)
		print(f"{operation:20}{cells}")


if __name__ == "__main__":
	sys.exit(main())

"""20 people at once, and how long somebody who writes waits while a job, a report or a backup runs."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from calls import API, CHANGE, SITE
from load import Connection, Failed, mixed, request
from screens import METHOD
from targets import EmbeddedHost

from client_mgmt.demo import people

CLIENTS, READS = 20, 4  # people at once; reads to a write
_LEFT = "SELECT count(*) FROM `__Job` WHERE `status` IN ('Queued', 'Started')"
JOB = "client_mgmt.client_archive.clients.risk.refresh_all"


def at_once(host: EmbeddedHost, token: str, change: str, drafts: list[str], seconds: float) -> dict[str, Any]:
	"""Requests a second, p95 of reads and of writes in milliseconds, resident megabytes at the end. Each of
	the people writes a draft of their own."""
	state = urlencode({"doctype": CHANGE, "filters": json.dumps([["workflow_state", "=", "Scheduled"]])})
	asked = [
		f"/api/resource/Change%20Request/{change}",
		f"{METHOD}list?doctype=Change+Request",
		f"{METHOD}list?{state}",
		f"{METHOD}search?{urlencode({'text': '第 42 列'})}",
	]
	reads = [request("GET", host.url, path, token) for path in asked]

	def make(client: int, count: int) -> bytes:
		if count % (READS + 1) < READS:
			return reads[(client + count) % len(reads)]
		return _write(host.url, token, drafts[client], count)

	read, write, per_second = mixed(host.url, make, CLIENTS, seconds, READS)
	memory = host.resident()["server"]
	return {"per_second": per_second, "read_p95": read, "write_p95": write, "resident_mb": memory}


def _write(url: str, token: str, name: str, count: int) -> bytes:
	body = {"description": f"导出 Excel，第 {count} 稿。"}
	return request("PUT", url, f"/api/resource/Change%20Request/{name}", token, body)


def waits(host: EmbeddedHost, tokens: dict[str, str], draft: str) -> dict[str, float]:
	"""Seconds of the longest write beside nothing, the nightly job, a report and a backup; and what these
	took themselves, the backup in processor seconds too."""
	found: dict[str, float] = {}
	for name, work in (
		("nothing", lambda: time.sleep(3)),
		("job", lambda: _job(host)),
		("report", lambda: _reports(host, tokens[people.PMO.user])),
		("backup", lambda: _backup(host)),
	):
		before, began = _children(), time.perf_counter()
		with _writing(host.url, tokens[people.PM.user], draft) as longest:
			work()
		found[f"beside {name}"] = round(longest[0], 3)
		found[f"{name} took"] = round(time.perf_counter() - began, 2)
	found["backup cpu"] = round(_children() - before, 2)
	return found


def _children() -> float:
	"""Processor seconds of the commands that have ended."""
	used = resource.getrusage(resource.RUSAGE_CHILDREN)
	return used.ru_utime + used.ru_stime


@contextmanager
def _writing(url: str, token: str, draft: str) -> Iterator[list[float]]:
	"""Somebody writes one after the other meanwhile; yields where their longest wait in seconds stands."""
	longest, stop, failed = [0.0], threading.Event(), list[str]()

	def write() -> None:
		connection, count = Connection(url), 0
		while not stop.is_set():
			count += 1
			sent = time.perf_counter()
			status, body = connection.ask(_write(url, token, draft, count))
			longest[0] = max(longest[0], time.perf_counter() - sent)
			if status != 200:
				failed.append(f"{status} {body[:300]!r}")
				return
		connection.close()

	writer = threading.Thread(target=write)
	writer.start()
	try:
		yield longest
	finally:
		stop.set()
		writer.join()
	if failed:
		raise Failed(f"a write beside other work: {failed[0]}")


def _command(host: EmbeddedHost, *words: str) -> None:
	command = [sys.executable, "-m", "embedded_host.launch", *words, "--site", SITE]
	env = {**os.environ, "SITES": str(host.folder)}
	subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)


def _job(host: EmbeddedHost) -> None:
	"""The nightly job in the server's own worker, to its last batch."""
	_command(host, "execute", "frappe.enqueue", json.dumps({"method": JOB}))
	database = host.folder / SITE / "site.db"
	while True:
		with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as site:
			left = site.execute(_LEFT).fetchone()[0]
		site.close()
		if not left:
			return
		time.sleep(0.2)


def _reports(host: EmbeddedHost, token: str) -> None:
	"""The four figures, and all changes as a spreadsheet, as far as one may be."""
	years = {"from_date": "2020-01-01", "to_date": "2030-12-31"}
	for path in (
		f"{API}metrics.four_metrics?{urlencode(years)}",
		f"{METHOD}export?{urlencode({'doctype': 'Project Archive'})}",
	):
		status, body = Connection(host.url).ask(request("GET", host.url, path, token))
		if status != 200:
			raise Failed(f"{path}: {status} {body[:300]!r}")


def _backup(host: EmbeddedHost) -> None:
	_command(host, "backup")

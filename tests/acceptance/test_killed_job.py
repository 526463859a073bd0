"""Issue 2: a job is taken up again after `kill -9` with what it writes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

from tests.acceptance.process import Served
from tests.factory import CHANGE, Factory


def enqueue(host: Served, change: str, count: int) -> None:
	"""Jobs that mail a receipt, asked for by another process than the server."""
	facts = {"doctype": CHANGE, "name": change, "number": "1", "head": "0" * 64, "count": 1}
	with host.connected() as frappe:
		for _number in range(count):
			frappe.enqueue("client_mgmt.workflow_policy.receipts.send", **facts)
		frappe.db.commit()


def hold_running_job(host: Served) -> tuple[sqlite3.Connection, int]:
	"""A connection that holds the write lock while a claimed job cannot store anything; the job's id."""
	database = sqlite3.connect(host.database, timeout=30, isolation_level=None)
	limit = time.monotonic() + 20
	while time.monotonic() < limit:
		database.execute("BEGIN IMMEDIATE")
		found = database.execute("SELECT id FROM `__Job` WHERE status = 'Started'").fetchone()
		if found:
			return database, found[0]
		database.execute("ROLLBACK")
		time.sleep(0.0005)
	raise AssertionError("no job was seen running")


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
	limit = time.monotonic() + seconds
	while not condition():
		if time.monotonic() > limit:
			return False
		time.sleep(0.1)
	return True


def idle(host: Served) -> None:
	assert eventually(
		lambda: host.row("SELECT COUNT(*) AS n FROM `__Job` WHERE status <> 'Finished'")["n"] == 0
	)


def mails(host: Served) -> int:
	return int(host.row("SELECT COUNT(*) AS n FROM `tabEmail Queue`")["n"])


def test_a_job_that_was_running_is_taken_up_again(host: Served, make: Factory) -> None:
	"""What it had not stored is stored once: the job's writes and its end are one transaction."""
	change, jobs = make.change("Signed"), 40
	idle(host)
	before = mails(host)
	enqueue(host, change, 1)
	idle(host)
	each = mails(host) - before
	assert each > 0
	enqueue(host, change, jobs)
	lock, job = hold_running_job(host)
	host.kill()
	lock.close()
	left = host.row("SELECT status, attempts FROM `__Job` WHERE id = ?", job)
	assert left == {"status": "Started", "attempts": 1}
	host.start()
	assert eventually(lambda: host.row("SELECT COUNT(*) AS n FROM `__Job` WHERE status = 'Queued'")["n"] == 0)
	assert host.row("SELECT status FROM `__Job` WHERE id = ?", job)["status"] == "Started"
	with host.sqlite() as database:  # half a minute passes
		database.execute("UPDATE `__Job` SET lease = lease - 30 WHERE id = ?", (job,))
	assert eventually(
		lambda: host.row("SELECT status FROM `__Job` WHERE id = ?", job)["status"] == "Finished"
	)
	assert host.row("SELECT attempts FROM `__Job` WHERE id = ?", job)["attempts"] == 2
	assert mails(host) == before + each * (1 + jobs)

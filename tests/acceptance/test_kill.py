"""Issue 2: "`kill -9` in the middle loses no confirmed write and the site starts again by itself"."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import requests
from tests.acceptance.process import Served, children
from tests.client import Api, errors, some
from tests.factory import CHANGE, Factory, unique
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people

WRITERS = 5
ROUNDS = 4
#: clients, of five writes each, and changes that each round confirms before the kill, however long it takes
CLIENTS, CHANGES = 20, 1
PATIENCE_SECONDS = 60


@dataclass
class Confirmed:
	"""What the server has said to be stored, and what it refused without being asked to."""

	clients: dict[str, dict] = field(default_factory=dict)
	states: dict[str, str] = field(default_factory=dict)
	wrong: list[str] = field(default_factory=list)


def write_clients(api: Api, confirmed: Confirmed, go_on: threading.Event) -> None:
	"""New clients, each changed a few times; what is answered 200 is noted at once."""
	with contextlib.suppress(requests.RequestException):
		while go_on.is_set():
			answer = api.try_create("Client", client_name=unique("客户"), employees=1)
			for number in range(2, 6):
				if not answer.ok:
					confirmed.wrong.append(errors(answer))
					return
				row = answer.json()["data"]
				confirmed.clients[row["name"]] = row
				answer = api.try_update(
					"Client",
					row["name"],
					employees=number,
					modified=row["modified"],
					client_name=row["client_name"],
				)


def write_changes(make: Factory, admin: Api, confirmed: Confirmed, go_on: threading.Event) -> None:
	"""Changes brought to Signed, with evidence at every step."""
	with contextlib.suppress(requests.RequestException):
		while go_on.is_set():
			name = make.change("Submitted")
			confirmed.states[name] = "Submitted"
			for state in ("Under Assessment", "Awaiting Signatures", "Signed"):
				make.step(name, state)
				confirmed.states[name] = state


@contextlib.contextmanager
def being_written(host: Served, make: Factory, admin: Api, confirmed: Confirmed) -> Iterator[None]:
	"""Many people write; the body runs in the midst of it, once enough is confirmed; they stop after it."""
	clients, changes = len(confirmed.clients) + CLIENTS, len(confirmed.states) + CHANGES
	go_on = threading.Event()
	go_on.set()
	sales = [Api(host.url, people.SALES.user, DEMO_PASSWORD) for _number in range(WRITERS)]
	threads = [threading.Thread(target=write_clients, args=(api, confirmed, go_on)) for api in sales]
	threads.append(threading.Thread(target=write_changes, args=(make, admin, confirmed, go_on)))
	for thread in threads:
		thread.start()
	try:
		limit = time.monotonic() + PATIENCE_SECONDS
		while len(confirmed.clients) < clients or len(confirmed.states) < changes:
			assert time.monotonic() < limit and not confirmed.wrong, confirmed
			time.sleep(0.02)
		yield
	finally:
		go_on.clear()
		for thread in threads:
			thread.join()


def check_everything(host: Served, admin: Api, confirmed: Confirmed) -> None:
	"""Every confirmed write is there, or what the same person wrote after it; all evidence holds."""
	assert confirmed.wrong == []
	stored = {
		row["name"]: row
		for row in admin.list("Client", fields=["name", "client_name", "employees", "modified"])
	}
	for name, row in confirmed.clients.items():
		assert stored[name]["client_name"] == row["client_name"]
		assert stored[name]["employees"] in (row["employees"], row["employees"] + 1)
		if stored[name]["employees"] == row["employees"]:
			assert stored[name]["modified"] == row["modified"]
	order = ["Submitted", "Under Assessment", "Awaiting Signatures", "Signed"]
	for name, state in confirmed.states.items():
		now = admin.read(CHANGE, name)["workflow_state"]
		assert order.index(now) - order.index(state) in (0, 1), f"{name}: {now}, confirmed {state}"
	for name in some(admin.names(CHANGE)):
		verdict = admin.verdict(CHANGE, name)
		assert (verdict["problems"], verdict["valid"]) == ([], True), name
	with host.sqlite() as database:
		assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_no_confirmed_write_is_lost(
	turn: int, host: Served, admin: Api, make: Factory, confirmed: Confirmed
) -> None:
	"""kill -9 to all processes and the same command again, or to the server alone: then its supervisor starts
	it."""
	with being_written(host, make, admin, confirmed):
		if turn % 2:
			host.kill_server()
		else:
			host.kill()
	if turn % 2:
		host.wait_until_ready()
	else:
		host.start()
	check_everything(host, admin, confirmed)


@pytest.fixture(scope="module")
def confirmed() -> Confirmed:
	return Confirmed()


def test_the_server_ends_with_its_supervisor(host: Served, guest: Api) -> None:
	"""No server is left that holds the port or the database: the same command starts the site again."""
	assert host.process
	server = children(host.process.pid)
	host.process.kill()
	host.process.wait(timeout=10)
	host._await_silence()
	assert len(server) == 1
	host.start()
	assert guest.get("/api/method/ping").json() == {"message": "pong"}

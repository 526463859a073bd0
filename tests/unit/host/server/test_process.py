"""The served site as a process: ready line, background work inside, SIGTERM, kill -9."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.host.conftest import SITE

import frappe
from embedded_host.services.sites import connected

SLOW = """
import sys, time
from embedded_host.server import http

class Application:
	def __call__(self, environ, start_response):
		if environ["PATH_INFO"] == "/slow":
			print("slow began", flush=True)
			time.sleep(1)
		start_response("200 OK", [("Content-Type", "text/plain")])
		return [environ["wsgi.input"].read() or b"done"]

	def most(self, environ):
		return 10 << 20

	def address(self, environ):
		return environ["REMOTE_ADDR"]

http.serve(Application(), "127.0.0.1", int(sys.argv[1]), lambda: print("ready", flush=True))
print("ended", flush=True)
"""


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(*command: str, **env: str) -> Iterator[subprocess.Popen[str]]:
	running = subprocess.Popen(
		[sys.executable, *command], env={**os.environ, **env}, stdout=subprocess.PIPE, text=True
	)
	try:
		yield running
	finally:
		running.kill()
		running.wait()
		assert running.stdout is not None
		running.stdout.close()


def line(running: subprocess.Popen[str]) -> str:
	assert running.stdout is not None
	return running.stdout.readline().rstrip()


def get(port: int, path: str = "/", data: bytes | None = None) -> str:
	with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data, timeout=10) as answer:
		return str(answer.read().decode())


def eventually(port: int, seconds: float = 15.0) -> str:
	deadline = time.monotonic() + seconds
	while True:
		try:
			return get(port, "/api/method/ping")
		except OSError:
			if time.monotonic() > deadline:
				raise
			time.sleep(0.05)


@pytest.fixture
def started(workplace: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
	"""`client-mgmt start` of the test's site, ready."""
	port = free_port()
	with process(
		"-m", "embedded_host.launch", "start", SITES=str(workplace), SITE=SITE, PORT=str(port)
	) as running:
		assert line(running) == f"client_mgmt is ready: http://127.0.0.1:{port} (site {SITE})"
		yield running, port
		running.terminate()
		assert running.wait(15) == 0


def child_of(running: subprocess.Popen[str]) -> int:
	listing = subprocess.run(["ps", "-o", "pid=", "--ppid", str(running.pid)], capture_output=True, text=True)
	return int(listing.stdout.split()[0])


def test_sigterm_ends_running_requests_first() -> None:
	port = free_port()
	with process("-c", SLOW, str(port)) as running:
		assert line(running) == "ready"
		answers: list[str] = []
		asking = threading.Thread(target=lambda: answers.append(get(port, "/slow")))
		asking.start()
		assert line(running) == "slow began"
		running.terminate()
		asking.join()
		assert answers == ["done"]
		assert (line(running), running.wait(5)) == ("ended", 0)


def test_many_signals_at_once_end_it_all_the_same(workplace: Path) -> None:
	"""A terminal signals the whole group, and the supervisor and make signal again."""
	port = free_port()
	env = {"SITES": str(workplace), "SITE": SITE, "PORT": str(port)}
	with process("-m", "embedded_host.launch", "start", **env) as running:
		assert "is ready" in line(running)
		server = child_of(running)
		for _number in range(20):
			for pid in (server, running.pid):
				with contextlib.suppress(ProcessLookupError):
					os.kill(pid, signal.SIGTERM)
		assert running.wait(15) == 0


def test_large_bodies_arrive_whole() -> None:
	port, body = free_port(), b"0123456789" * 500_000
	with process("-c", SLOW, str(port)) as running:
		assert line(running) == "ready"
		assert get(port, data=body) == body.decode()


def test_slow_bodies_hold_up_nobody() -> None:
	port = free_port()
	with process("-c", SLOW, str(port)) as running, contextlib.ExitStack() as held:
		assert line(running) == "ready"
		for _number in range(100):
			slow = held.enter_context(socket.create_connection(("127.0.0.1", port)))
			slow.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1")
		time.sleep(0.3)
		assert get(port) == "done"
		slow.sendall(b"23456789a")
		assert slow.recv(4096).endswith(b"123456789a")


def test_jobs_run_in_the_serving_process(started: tuple[subprocess.Popen[str], int], workplace: Path) -> None:
	with connected(SITE, workplace):
		frappe.enqueue("frappe.log_error", title="ran in the background")
		frappe.db.commit()
		deadline = time.monotonic() + 10
		while not frappe.db.count("Error Log", {"method": "ran in the background"}):
			assert time.monotonic() < deadline
			time.sleep(0.05)


def test_comes_back_after_kill_9(started: tuple[subprocess.Popen[str], int]) -> None:
	running, port = started
	os.kill(child_of(running), signal.SIGKILL)
	assert line(running).startswith("client_mgmt is ready")
	assert "pong" in eventually(port)


def test_ends_with_its_supervisor(workplace: Path) -> None:
	port = free_port()
	with process(
		"-m", "embedded_host.launch", "start", SITES=str(workplace), SITE=SITE, PORT=str(port)
	) as running:
		assert "is ready" in line(running)
		server = child_of(running)
		running.kill()
		deadline = time.monotonic() + 10
		while Path(f"/proc/{server}").exists() and time.monotonic() < deadline:
			time.sleep(0.05)
		assert not Path(f"/proc/{server}").exists()


def test_second_server_on_the_port_says_so(
	started: tuple[subprocess.Popen[str], int], workplace: Path
) -> None:
	command = [sys.executable, "-m", "embedded_host.launch", "start"]
	env = {**os.environ, "SITES": str(workplace), "SITE": SITE, "PORT": str(started[1])}
	second = subprocess.run(command, env=env, capture_output=True, text=True, timeout=20)
	assert (second.returncode, "Address already in use" in second.stderr) == (1, True)


def test_worker_and_schedule_run_apart(workplace: Path) -> None:
	for name in ("worker", "schedule"):
		with process("-m", "embedded_host.launch", name, SITES=str(workplace), SITE=SITE) as running:
			assert line(running) == f"client_mgmt {name} is ready (site {SITE})"
			running.terminate()
			assert running.wait(10) == 0

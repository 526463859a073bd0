"""The parent of `client-mgmt start`: starts the server again when a signal killed it, and ends with it.

It imports nothing of the host, so that it costs little memory. The server notices the parent's end by a pipe.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

#: a server that died this soon (seconds) died of its own start; that is tried again only a few times
SETTLED_SECONDS = 10.0
TRIES = 3
_FD = "CLIENT_MGMT_SUPERVISED"


def supervise(command: list[str]) -> int:
	"""Runs `command` until it ends by itself or SIGTERM or SIGINT asks for the end; its exit code."""
	reader, _writer = os.pipe()
	spare = {
		"MALLOC_ARENA_MAX": "2",
		"PYPINYIN_NO_PHRASES": "1",
	}  # memory: 40 MB of phrases that nothing asks
	env = {**spare, **os.environ, _FD: str(reader)}
	ending: list[int] = []  # a handler may interrupt itself, so no lock
	child: list[subprocess.Popen[bytes]] = []

	def end(number: int, _frame: FrameType | None) -> None:
		ending.append(number)
		for process in child:
			process.send_signal(number)

	for number in (signal.SIGTERM, signal.SIGINT):
		signal.signal(number, end)
	tries = 0
	while True:
		started = time.monotonic()
		child[:] = [subprocess.Popen(command, env=env, pass_fds=[reader])]
		if ending:
			child[0].send_signal(ending[0])
		code = child[0].wait()
		if ending:
			return 0
		tries = 1 if time.monotonic() - started > SETTLED_SECONDS else tries + 1
		if code >= 0 or tries > TRIES:
			return code if code >= 0 else 128 - code
		sys.stderr.write(f"client_mgmt: the server was killed by signal {-code}; starting it again\n")


def end_with_parent() -> None:
	"""In the supervised server: asks this process to end when the supervisor is gone."""
	descriptor = os.environ.get(_FD)
	if descriptor is None:
		return

	def watch() -> None:
		os.read(int(descriptor), 1)
		os.kill(os.getpid(), signal.SIGTERM)

	threading.Thread(target=watch, name="supervisor watch", daemon=True).start()

"""Receivers of messages that keep the sender waiting."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from client_mgmt.domain.dossier.channels import Post
from client_mgmt.integrations import transport

MANY = 100  # bytes, ten times what comes before the cut


@dataclass
class Drip:
	"""Where it listens, and an item for each byte that it has sent."""

	port: int
	sent: list[bytes] = field(default_factory=list)


@pytest.fixture
def dripping() -> Iterator[Drip]:
	"""A server that answers a byte every tenth of a second, `MANY` of them at most."""
	server = socket.create_server(("127.0.0.1", 0))
	over = threading.Event()
	drip = Drip(server.getsockname()[1])

	def answer() -> None:
		with contextlib.suppress(OSError):  # nobody asks, or whoever asked is gone
			asked, _address = server.accept()
			with asked:
				while len(drip.sent) < MANY and not over.wait(0.1):
					asked.sendall(b"H")
					drip.sent.append(b"H")

	thread = threading.Thread(target=answer, daemon=True)
	thread.start()
	yield drip
	over.set()
	server.shutdown(socket.SHUT_RDWR)
	thread.join(5)
	server.close()


def test_a_receiver_that_drips_is_cut_off(dripping: Drip, monkeypatch: pytest.MonkeyPatch) -> None:
	"""S004-55: each byte comes within its time limit; the whole has one of its own."""
	monkeypatch.setattr(transport, "WHOLE", 1.0)
	with pytest.raises(transport.NotSent):
		transport.send(Post(f"http://127.0.0.1:{dripping.port}/", "", {}), local=True)
	assert 0 < len(dripping.sent) < MANY


def test_no_private_address_is_asked(dripping: Drip) -> None:
	with pytest.raises(transport.NotSent, match="private address"):
		transport.send(Post(f"http://127.0.0.1:{dripping.port}/", "", {}))

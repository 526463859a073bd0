"""Receivers of messages that keep the sender waiting."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from client_mgmt.domain.dossier.channels import Post
from client_mgmt.integrations import transport


@pytest.fixture
def dripping() -> Iterator[int]:
	"""The port of a server that answers a byte every tenth of a second, for ever."""
	server = socket.create_server(("127.0.0.1", 0))
	over = threading.Event()

	def answer() -> None:
		asked, _address = server.accept()
		with asked:
			try:
				while not over.wait(0.1):
					asked.sendall(b"H")
			except OSError:
				over.set()

	thread = threading.Thread(target=answer, daemon=True)
	thread.start()
	yield server.getsockname()[1]
	over.set()
	thread.join(5)
	server.close()


def test_a_receiver_that_drips_is_cut_off(dripping: int, monkeypatch: pytest.MonkeyPatch) -> None:
	"""S004-55: each byte comes within its time limit; the whole has one of its own."""
	monkeypatch.setattr(transport, "WHOLE", 1.0)
	begin = time.monotonic()
	with pytest.raises(transport.NotSent):
		transport.send(Post(f"http://127.0.0.1:{dripping}/", "", {}), local=True)
	assert time.monotonic() - begin < 5


def test_no_private_address_is_asked(dripping: int) -> None:
	with pytest.raises(transport.NotSent, match="private address"):
		transport.send(Post(f"http://127.0.0.1:{dripping}/", "", {}))

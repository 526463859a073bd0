"""Places that people type, and this machine connects to: webhooks and mail servers. Neither leads inside a
network, whatever a name server answers, and what hinders is said in a sentence."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.app.test_mailbox import account
from tests.client import some
from tests.imap_server import Folder

from client_mgmt.client_archive.intake import mailboxes
from client_mgmt.integrations import imap, outward

PUBLIC = "93.184.216.34"
INSIDE = ("127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0")
INSIDE_6 = ("::1", "fe80::1", "fd00:ec2::254", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::")


class Names:
	"""A name server that answers as it is told, and who connected where."""

	def __init__(self) -> None:
		self.answers: list[list[str]] = []
		self.asked = 0
		self.connected: list[str] = []

	def getaddrinfo(self, host: str, port: int, *_more: Any, **_named: Any) -> list[Any]:
		answer = self.answers[min(self.asked, len(self.answers) - 1)]
		self.asked += 1
		return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]

	def create_connection(self, address: tuple[str, int], *_more: Any, **_named: Any) -> socket.socket:
		self.connected.append(address[0])
		raise ConnectionRefusedError("refused")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
	made = Names()
	monkeypatch.setattr(outward.socket, "getaddrinfo", made.getaddrinfo)
	monkeypatch.setattr(outward.socket, "create_connection", made.create_connection)
	yield made


@pytest.mark.parametrize("address", [*INSIDE, *INSIDE_6])
@pytest.mark.parametrize("security", ["TLS", "STARTTLS"])
def test_no_mail_server_inside_a_network(names: Names, address: str, security: str) -> None:
	"""Also as one of several answers, the first of which is public."""
	for answer in ([address], [PUBLIC, address]):
		names.answers = [answer]
		with pytest.raises(imap.MailboxError) as caught:
			imap.fetch(imap.Account("mail.example", 993, security, "u", "p"))
		assert caught.value.kind == "inside"
	assert names.connected == []


def test_what_was_looked_at_is_connected_to(names: Names) -> None:
	"""A name that leads elsewhere when asked a second time: it is asked once."""
	names.answers = [[PUBLIC], ["127.0.0.1"]]
	with pytest.raises(imap.MailboxError) as caught:
		imap.fetch(imap.Account("mail.example", 993, "TLS", "u", "p"))
	assert (caught.value.kind, names.asked, names.connected) == ("unreached", 1, [PUBLIC])


def test_webhooks_are_no_other(names: Names) -> None:
	names.answers = [["10.0.0.5"]]
	with pytest.raises(outward.Inside):
		outward.connect("hook.example", 443, False, 1)
	with pytest.raises(ConnectionRefusedError):
		outward.connect("hook.example", 443, True, 1)  # the config names it
	assert names.connected == ["10.0.0.5"]


@pytest.mark.parametrize(
	("language", "words"),
	[
		(
			"en",
			{"inside": "lies inside a network", "certificate": "not trusted", "refused": "refused the user"},
		),
		("zh", {"inside": "内部网络", "certificate": "证书", "refused": "拒绝"}),
	],
)
def test_sentences_instead_of_socket_errors(
	site: Any, tmp_path: Path, language: str, words: dict[str, str]
) -> None:
	site.local.lang = language
	said = {}
	with account(site, tmp_path, Folder({1: b"Subject: x\r\n\r\n"})) as box:
		site.conf["client_mgmt_local_mail_servers"] = []
		said["inside"] = _reads(site, box)
		site.conf["client_mgmt_local_mail_servers"] = [f"localhost:{box.port}"]
		trusted = site.conf.pop("mailbox_ca_file")
		said["certificate"] = _reads(site, box)
		site.conf["mailbox_ca_file"] = trusted
		box.reload()
		box.password = "wrong-secret"
		box.save()
		said["refused"] = _reads(site, box)
	site.conf["client_mgmt_local_mail_servers"] = [f"localhost:{box.port}"]
	said["unreached"] = _reads(site, box)
	site.conf.pop("client_mgmt_local_mail_servers")
	for kind, text in some(said).items():
		assert words.get(kind, "") in text and "wrong-secret" not in text, text
		assert "Error" not in text and "Errno" not in text, text
	assert len(set(said.values())) == 4


def _reads(site: Any, box: Any) -> str:
	assert mailboxes.read(box.name) == 0
	return str(site.db.get_value("Dossier Mailbox", box.name, "last_error"))

"""Mail: queued in the transaction, each recipient once, nothing lost."""

from __future__ import annotations

import email
import smtplib
from email import policy
from pathlib import Path
from typing import Any

import pytest

import frappe
from embedded_host.services import mailer

pytestmark = pytest.mark.usefixtures("workplace")


class Server:
	"""Stands for smtplib.SMTP: keeps what it was given, refuses whom it is told to."""

	def __init__(self) -> None:
		self.sent: list[tuple[str, str]] = []
		self.refuse: set[str] = set()
		self.down = False

	def __enter__(self) -> Server:
		if self.down:
			raise OSError("connection refused")
		return self

	def __exit__(self, *_error: Any) -> None:
		pass

	def send_message(self, mail: Any, to_addrs: list[str]) -> None:
		(address,) = to_addrs
		if address in self.refuse:
			raise smtplib.SMTPRecipientsRefused({address: (550, b"unknown")})
		self.sent.append((address, mail["Message-ID"]))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
	made = Server()
	monkeypatch.setattr(mailer, "_smtp", lambda: made)
	frappe.local.conf["mail_server"] = "smtp.example"
	return made


def queue(*recipients: str, **values: Any) -> Any:
	found = frappe.sendmail(list(recipients), subject="收据", message="<p>已签署 <b>CR-1</b></p>", **values)
	frappe.db.commit()
	return found


def send_all() -> int:
	count = 0
	while mailer.send_next():
		count += 1
	return count


def status(name: str) -> tuple[str, list[str]]:
	found = frappe.get_doc("Email Queue", name)
	return found.status, [row.status for row in found.recipients]


def make_due(name: str) -> None:
	frappe.db.set_value("Email Queue", name, "send_after", None)
	frappe.db.commit()


def files() -> list[Path]:
	return sorted(Path(frappe.get_site_path("mail")).glob("*"))


def test_file_for_each_recipient_without_a_server() -> None:
	queued = queue("a@b.co", "Li <c@d.co>", "a@b.co")
	assert send_all() == 1
	assert status(queued.name) == ("Sent", ["Sent", "Sent"])
	mails = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files()]
	assert [mail["To"] for mail in mails] == ["a@b.co", "c@d.co"], "nobody sees the others"
	assert mails[0]["Subject"] == "收据"
	assert "已签署 CR-1" in mails[0].get_body(("plain",)).get_content()
	assert "<b>CR-1</b>" in mails[0].get_body(("html",)).get_content()
	assert {path.stat().st_mode & 0o777 for path in files()} == {0o600}


def test_what_rolls_back_is_never_sent(server: Server) -> None:
	frappe.sendmail("a@b.co", subject="x", message="x")
	frappe.db.rollback()
	assert (send_all(), server.sent) == (0, [])


def test_no_valid_recipient_no_mail() -> None:
	assert frappe.sendmail(["Administrator", ""], subject="x", message="x") is None


def test_subject_cannot_add_headers(server: Server) -> None:
	queued = queue("a@b.co\r\nBcc: x@y.co", "a@b.co")
	assert [row.recipient for row in queued.recipients] == ["a@b.co"]
	other = frappe.sendmail("a@b.co", subject="x\r\nBcc: x@y.co", message="x")
	assert email.message_from_string(other.message)["Bcc"] is None


def test_unknown_option_is_refused() -> None:
	with pytest.raises(NotImplementedError, match="inline_images"):
		frappe.sendmail("a@b.co", inline_images=[])


def test_refused_recipient_alone_is_tried_again(server: Server) -> None:
	server.refuse = {"c@d.co"}
	queued = queue("a@b.co", "c@d.co")
	assert send_all() == 1
	assert status(queued.name) == ("Partially Sent", ["Sent", "Not Sent"])
	server.refuse = set()
	assert send_all() == 0, "the next attempt waits"
	make_due(queued.name)
	assert send_all() == 1
	assert status(queued.name) == ("Sent", ["Sent", "Sent"])
	assert [address for address, _id in server.sent] == ["a@b.co", "c@d.co"]
	assert len({ident for _address, ident in server.sent}) == 1


def test_server_out_of_reach_loses_nothing(server: Server) -> None:
	server.down = True
	queued = queue("a@b.co")
	for expected in ("Not Sent", "Not Sent", "Error"):
		assert send_all() == 1
		assert status(queued.name)[0] == expected
		make_due(queued.name)
	assert send_all() == 0
	assert frappe.db.count("Error Log", {"reference_name": queued.name}) == 1
	assert "connection refused" in frappe.db.get_value("Email Queue", queued.name, "error")


def test_mail_of_a_killed_sender_is_taken_up(server: Server) -> None:
	queued = queue("a@b.co", "c@d.co")
	assert mailer._claim() == queued.name
	frappe.db.set_value("Email Queue Recipient", queued.recipients[0].name, "status", "Sent")
	frappe.db.commit()
	assert send_all() == 0, "another process may be sending it"
	frappe.db.set_value("Email Queue", queued.name, "modified", "2025-01-01 00:00:00")
	frappe.db.commit()
	assert send_all() == 1
	assert [address for address, _id in server.sent] == ["c@d.co"]


def test_two_senders_never_take_the_same_mail(server: Server) -> None:
	queued = queue("a@b.co")
	assert [mailer._claim(), mailer._claim()] == [queued.name, None]

"""Mail is read by IMAP over TLS: what is new, bounded, without a change in the account (S004-92)."""

from __future__ import annotations

import ssl
from datetime import datetime, timezone
from pathlib import Path

import pytest
from tests.imap_server import PASSWORD, USER, Folder, serving

from client_mgmt.integrations import imap

MAIL = "From: 李明 <li@client.example>\r\nSubject: OA\r\n\r\n我司计划开发OA系统。\r\n".encode()


def account(folder: Folder, **values: object) -> imap.Account:
	facts = {"host": "localhost", "port": folder.port, "security": "TLS", "username": USER, "local": True}
	return imap.Account(**{**facts, "password": PASSWORD, **values})  # type: ignore[arg-type]


def trusting(folder: Folder) -> ssl.SSLContext:
	return ssl.create_default_context(cafile=str(folder.certificate))


@pytest.mark.parametrize("security", ["TLS", "STARTTLS"])
def test_what_is_new_is_read_once(tmp_path: Path, security: str) -> None:
	"""S004-92: oldest first, with its time of receipt in UTC; the account stays as it is."""
	folder = Folder({3: MAIL, 5: MAIL + b"2"})
	with serving(tmp_path, folder, starttls=security == "STARTTLS"):
		box = account(folder, security=security)
		batch = imap.fetch(box, context=trusting(folder))
		assert [(mail.uid, mail.source, mail.cut) for mail in batch.mails] == [
			(3, MAIL, False),
			(5, MAIL + b"2", False),
		]
		assert batch.mails[0].at == datetime(2025, 8, 11, 1, 30, tzinfo=timezone.utc)
		assert imap.fetch(box, batch.validity, 5, trusting(folder)).mails == []
		folder.mails[9] = MAIL
		assert [mail.uid for mail in imap.fetch(box, 7, 5, trusting(folder)).mails] == [9]
	verbs = {command.split()[0] for command in folder.commands}
	assert verbs <= {"CAPABILITY", "STARTTLS", "LOGIN", "EXAMINE", "UID", "LOGOUT"}
	assert not any("BODY[" in command for command in folder.commands), "BODY.PEEK leaves a mail unread"


def test_numbers_start_anew_with_another_validity(tmp_path: Path) -> None:
	folder = Folder({1: MAIL}, validity=8)
	with serving(tmp_path, folder):
		batch = imap.fetch(account(folder), 7, 40, trusting(folder))
	assert (batch.validity, [mail.uid for mail in batch.mails]) == (8, [1])


def test_a_mail_above_the_limit_gives_its_headers(tmp_path: Path) -> None:
	folder = Folder({1: MAIL}, announced={1: imap.MAX_BYTES + 1})
	with serving(tmp_path, folder):
		(mail,) = imap.fetch(account(folder), context=trusting(folder)).mails
	assert mail.cut
	assert "计划" not in mail.source.decode() and b"Subject: OA" in mail.source


def test_at_most_fifty_at_a_time(tmp_path: Path) -> None:
	folder = Folder(dict.fromkeys(range(1, 60), MAIL))
	with serving(tmp_path, folder):
		batch = imap.fetch(account(folder), context=trusting(folder))
	assert [mail.uid for mail in batch.mails] == list(range(1, 51))


def test_a_server_that_lies_about_a_literal_is_left(tmp_path: Path) -> None:
	folder = Folder({1: MAIL}, announced={1: -1})
	with serving(tmp_path, folder), pytest.raises(imap.MailboxError):
		imap.fetch(account(folder), context=trusting(folder))


def test_what_is_not_trusted_gets_no_password(tmp_path: Path) -> None:
	"""A certificate that nobody vouches for, and a wrong password: the error never repeats the password."""
	folder = Folder({1: MAIL})
	with serving(tmp_path, folder):
		with pytest.raises(imap.MailboxError, match="certificate"):
			imap.fetch(account(folder))
		assert not any("LOGIN" in command for command in folder.commands)
		with pytest.raises(imap.MailboxError) as caught:
			imap.fetch(account(folder, password="wrong-secret"), context=trusting(folder))
	assert "wrong-secret" not in str(caught.value)


def test_nobody_there(tmp_path: Path) -> None:
	folder = Folder()
	with serving(tmp_path, folder):
		pass
	with pytest.raises(imap.MailboxError, match=r"refused|reset") as caught:
		imap.fetch(account(folder))
	assert caught.value.kind == "unreached"

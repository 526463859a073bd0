"""A mail account that is read by IMAP: what comes waits for a person (S004-92)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import Factory, unique
from tests.imap_server import PASSWORD, USER, Folder, serving

from client_mgmt.demo import people

MAILBOX, MAIL = "Dossier Mailbox", "Incoming Mail"
API = "client_mgmt.api.mailbox."
SOURCE = (
	"From: 李明 <li.ming@hengtai.example>\r\nTo: dossier@vendor.example\r\nSubject: 仓储系统\r\n"
	"Date: Mon, 11 Aug 2025 09:00:00 +0800\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
	"您好，我司计划开发仓储管理系统，预计2025年9月1日启动，请于本周五前确认需求。\r\n\r\n"
	"李明\r\n恒泰物流有限公司\r\n手机：13800138000\r\n"
).encode()


@contextmanager
def account(site: Any, tmp_path: Path, folder: Folder) -> Iterator[Any]:
	"""A stored mailbox of this folder, in the process."""
	with serving(tmp_path, folder):
		site.conf["mailbox_ca_file"] = str(folder.certificate)
		site.conf["client_mgmt_local_mail_servers"] = [f"localhost:{folder.port}"]
		values = {"host": "localhost", "port": folder.port, "username": USER, "password": PASSWORD}
		yield site.get_doc(
			{"doctype": MAILBOX, "mailbox_name": unique("box"), "receiver": people.SALES.user, **values}
		).insert()
		site.conf.pop("mailbox_ca_file")
		site.conf.pop("client_mgmt_local_mail_servers")


def test_each_mail_comes_once_and_waits(site: Any, tmp_path: Path, as_user: Callable[..., Any]) -> None:
	"""S004-92: read twice, kept once; its receiver confirms, and a draft is made of that alone."""
	from client_mgmt.client_archive.intake import mailboxes

	with account(site, tmp_path, Folder({4: SOURCE, 6: SOURCE})) as box:
		assert (mailboxes.read(box.name), mailboxes.read(box.name)) == (2, 0)
	box.reload()
	assert (box.last_uid, box.last_error or "", bool(box.last_read_on)) == ("6", "", True)
	first, second = site.get_all(MAIL, filters={"mailbox": box.name}, pluck="name", order_by="mail_key")
	with as_user(people.SALES):
		found = mailboxes.suggest(first)
		assert found["contact_name"]["value"] == "李明"
		assert found["expected_start"]["value"] == "2025-09-01"
		assert found["confirm_by"]["value"] == "2025-08-15"
		made = mailboxes.accept(
			first, {"client_name": found["client_name"], "project_name": "仓储管理系统开发"}
		)
		assert site.get_doc("Project Archive", made["project"]).workflow_state == "Draft"
		with pytest.raises(site.ValidationError, match="done with"):
			mailboxes.accept(first, {"client_name": "again"})
		with pytest.raises(site.ValidationError, match="why"):
			mailboxes.dismiss(second, " ")
		mailboxes.dismiss(second, "advertising")
	states = {name: site.db.get_value(MAIL, name, ["status", "decided_by"]) for name in (first, second)}
	assert set(states.values()) == {("Accepted", people.SALES.user), ("Dismissed", people.SALES.user)}


def test_what_cannot_be_read_says_why(site: Any, tmp_path: Path) -> None:
	"""A wrong password stands on the account; a mail that nests too deep waits for nobody."""
	from client_mgmt.client_archive.intake import mailboxes

	nested = b"".join(
		b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth)
		for depth in range(40)
	)
	with account(site, tmp_path, Folder({1: b"From: a@b.example\r\nMIME-Version: 1.0\r\n" + nested})) as box:
		assert mailboxes.read(box.name) == 1
		status, reason = site.db.get_value(MAIL, {"mailbox": box.name}, ["status", "reason"])
		assert status == "Unreadable" and "levels" in reason
		box.reload()
		box.password = "wrong"
		box.save()
		assert mailboxes.read(box.name) == 0
	box.reload()
	assert box.last_error and "wrong" not in box.last_error


def test_others_do_not_read_a_mail(site: Any, tmp_path: Path, as_user: Callable[..., Any]) -> None:
	from client_mgmt.client_archive.intake import mailboxes

	with account(site, tmp_path, Folder({1: SOURCE})) as box:
		mailboxes.read(box.name)
	name = site.db.get_value(MAIL, {"mailbox": box.name})
	for person in (people.PM, people.OTHER_PM, people.BUSINESS_OWNER, people.PMO):
		with as_user(person), pytest.raises(site.PermissionError):
			mailboxes.suggest(name)
	with as_user(people.PM):
		assert site.get_list(MAIL, filters={"name": name}) == []
	with as_user(people.SALES):
		mail = site.get_doc(MAIL, name)
		mail.status = "Accepted"
		with pytest.raises(site.PermissionError):
			mail.save()
	for change in (lambda: site.get_doc(MAIL, name).delete(), lambda: site.rename_doc(MAIL, name, "other")):
		with pytest.raises((site.PermissionError, site.ValidationError)):
			change()


def test_a_password_never_leaves_with_the_account(api: Callable[..., Api]) -> None:
	"""It shows as stars, and is not sent to a server that it was not entered for."""
	manager, name = api(people.MANAGER), unique("box")
	values = {"host": "imap.vendor.example", "username": USER, "password": PASSWORD}
	manager.create(MAILBOX, mailbox_name=name, receiver=people.SALES.user, **values)
	assert set(manager.read(MAILBOX, name)["password"]) == {"*"}
	for change in ({"host": "imap.evil.example"}, {"username": "other"}, {"port": 1993}):
		refuses(manager.try_update(MAILBOX, name, **change), 417, contains="password again")
	refuses(manager.try_update(MAILBOX, name, last_uid="99"), 417, contains="kept by the system")
	assert manager.update(MAILBOX, name, host="imap2.vendor.example", password="new")["host"]
	refuses(manager.try_update(MAILBOX, name, username="a\r\nb", password="x"), 417, contains="line end")


def test_who_keeps_accounts(api: Callable[..., Api], guest: Api, make: Factory) -> None:
	name = unique("box")
	values = {
		"host": "imap.vendor.example",
		"username": USER,
		"password": PASSWORD,
		"receiver": people.PM.user,
	}
	for session in (api(people.PM), api(people.SALES), api(people.BUSINESS_OWNER), guest):
		refuses(session.try_create(MAILBOX, mailbox_name=name, **values), (401, 403))
		refuses(session.try_list(MAILBOX), (401, 403))
		refuses(session.try_call(API + "read_now", mailbox=name), (401, 403, 404))
	refuses(
		api(people.MANAGER).try_create(
			MAILBOX, mailbox_name=name, **{**values, "receiver": people.BUSINESS_OWNER.user}
		),
		417,
		contains="cannot receive",
	)
	refuses(api(people.MANAGER).try_create(MAIL, mailbox=name, receiver=people.PM.user), (403, 417))

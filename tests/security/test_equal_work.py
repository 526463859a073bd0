"""An account that is there and one that is not: the same answer by the same work, counted and not timed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.hosts import Host

from client_mgmt.demo import people

RESET = "frappe.core.doctype.user.user.reset_password"
ABSENT = "nobody.at@all.example"


@pytest.fixture(autouse=True)
def on_embedded(host: Host) -> None:
	if not host.embedded:
		pytest.skip("statements are SQLite's to count; what a bench tells is Frappe's (docs/security.md)")


@contextmanager
def work(site: Any) -> Iterator[list[str]]:
	"""The SQL that runs inside, without what it is asked with."""
	found: list[str] = []
	raw = site.local.db.conn.raw
	raw.set_trace_callback(lambda sql: found.append(re.sub(r"'[^']*'|[0-9.]+", "?", sql)))
	try:
		yield found
	finally:
		raw.set_trace_callback(None)


def done(site: Any, act: Callable[[str], Any], name: str) -> list[str]:
	with work(site) as found:
		act(name)
	assert found
	return found


def test_a_reset_is_the_same_work_for_everybody(site: Any) -> None:
	reset = site.get_attr(RESET)
	site.db.set_value("User", people.LIAISON.user, "enabled", 0)
	done(site, reset, people.PM.user)  # metadata is read once
	there = done(site, reset, people.PM.user)
	for other in (ABSENT, people.LIAISON.user, "Administrator", "", "x" * 5000):
		assert done(site, reset, other) == there, other[:40]


def test_the_job_mails_those_who_are_there(site: Any) -> None:
	"""What is not done in the request is done by a job: a mail for who is there, none for anybody else."""
	job = site.get_attr("frappe.core.doctype.user.user.mail_link")
	before = site.db.count("Email Queue")
	for other in (ABSENT, "Administrator", "Guest", ""):
		job(other)
	assert site.db.count("Email Queue") == before
	job(people.PM.user)
	assert site.db.count("Email Queue") == before + 1


def test_the_job_is_nobodys_to_call(guest: Any, admin: Any) -> None:
	path = "/api/method/frappe.core.doctype.user.user.mail_link"
	for session in (guest, admin):
		assert session.post(path, json={"user": people.PM.user}).status_code == 403


def test_a_wrong_sign_in_is_the_same_work_for_everybody(site: Any) -> None:
	"""The hash of a password is worked out for somebody who is not there too."""
	from embedded_host.services import passwords

	hashed: list[str] = []

	def try_to(name: str) -> None:
		with pytest.raises(site.AuthenticationError):
			passwords.check_password(name, "wrong-Passw0rd")

	passwords._no_password()  # what stands in for a missing hash is made once
	verify = passwords._hasher.verify
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(
			passwords,
			"_hasher",
			type("Counted", (), {"verify": lambda _self, *given: hashed.append("") or verify(*given)})(),
		)
		try_to(ABSENT)
		assert done(site, try_to, people.PM.user) == done(site, try_to, ABSENT)
	assert len(hashed) == 3

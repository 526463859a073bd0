"""What the scheduler runs: a row that fails is logged and stops no other (S004-13, -56, -63, -77, -80)."""

from __future__ import annotations

from typing import Any

import pytest

from client_mgmt.demo import people


def test_what_fails_with_one_row_stops_no_other(site: Any) -> None:
	from client_mgmt import scheduled

	def act(name: str) -> None:
		site.get_doc({"doctype": "Client", "client_name": f"排程 {name}"}).insert()
		if name == "b":
			raise site.ValidationError(name)

	scheduled.each(["a", "b", "c"], act, "Row {0} failed for a test")
	made = site.get_all("Client", filters={"client_name": ("like", "排程 %")}, pluck="client_name")
	assert sorted(made) == ["排程 a", "排程 c"]
	assert site.get_all("Error Log", filters={"method": "Row b failed for a test"})


@pytest.fixture
def queued(site: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
	"""(method, name behind which it goes on) of every batch that was queued."""
	found: list[tuple[str, str]] = []

	def enqueue(method: str, after: str | None = None, **_options: Any) -> None:
		if after is not None:
			found.append((method, after))

	monkeypatch.setattr(site, "enqueue", enqueue)
	return found


def test_a_batch_is_its_own_job_and_done_again_it_does_nothing(
	site: Any, monkeypatch: pytest.MonkeyPatch, queued: list[tuple[str, str]]
) -> None:
	"""Whoever writes waits for one batch; one that was killed runs again and finds done what is done."""
	from client_mgmt import scheduled
	from client_mgmt.engagement import actions

	monkeypatch.setattr(scheduled, "BATCH", 2)
	site.db.set_value(actions.ACTION, {"status": "Open"}, "status", "Done")
	project, made = site.get_all("Project Archive", pluck="name", order_by="name asc")[0], []
	for number in range(5):
		values = {"description": f"排程 {number}", "project": project, "owner_user": people.PM.user}
		doc = site.get_doc({"doctype": actions.ACTION, "due_date": "2020-01-01", **values})
		made.append(doc.insert().name)

	def told() -> list[str]:
		about = {"name": ("in", made), "overdue_told": ("is", "set")}
		return sorted(site.get_all(actions.ACTION, filters=about, pluck="name"))

	actions.tell_overdue()
	assert (told(), queued) == (made[:2], [(f"{actions.__name__}.tell_overdue", made[1])])
	actions.tell_overdue(after=made[1])
	assert (told(), queued[1:]) == (made[:4], [(f"{actions.__name__}.tell_overdue", made[3])])
	actions.tell_overdue(after=made[3])
	actions.tell_overdue(after=made[1])
	assert (told(), len(queued)) == (made, 2)
	notices = {"document_type": actions.ACTION, "document_name": ("in", made)}
	assert len(site.get_all("Notification Log", filters=notices)) == len(made)


def test_marks_are_looked_at_together_and_only_stale_ones_written(
	site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The number of questions does not grow with the clients, and without news nobody is kept waiting."""
	from client_mgmt.client_archive.clients import risk

	risk.refresh_all()
	acted: list[Any] = []
	monkeypatch.setattr(risk.scheduled, "each", lambda items, _act, _title: acted.extend(items))
	real, asked = site.get_all, []

	def get_all(*words: Any, **options: Any) -> Any:
		asked.append(words)
		return real(*words, **options)

	monkeypatch.setattr(site, "get_all", get_all)
	risk.refresh_all()
	questions = len(asked)
	for number in range(4):
		client = site.get_doc({"doctype": "Client", "client_name": f"排程客户 {number}"}).insert().name
		values = {"project_name": f"排程 {number}", "client": client}
		site.get_doc({"doctype": "Project Archive", **values}).insert()
	asked.clear()
	risk.refresh_all()
	assert (len(asked), acted) == (questions, [])


def test_the_marks_of_many_clients_take_several_jobs(
	site: Any, monkeypatch: pytest.MonkeyPatch, queued: list[tuple[str, str]]
) -> None:
	from client_mgmt.client_archive.clients import risk

	owned = site.get_all("Project Archive", filters={"client": ("is", "set")}, pluck="client")
	clients = sorted(set(owned))
	monkeypatch.setattr(risk, "AT_ONCE", 1)
	risk.refresh_all()
	for client in clients[:-1]:
		assert queued[-1] == (f"{risk.__name__}.refresh_all", client)
		risk.refresh_all(after=client)
	assert len(queued) == len(clients) - 1 > 0


def test_a_client_that_fails_keeps_no_other_from_its_mark(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	from client_mgmt.client_archive.clients import risk

	clients = sorted(set(site.get_all("Project Archive", filters={"client": ("is", "set")}, pluck="client")))
	assert len(clients) > 1
	real, seen = risk.refresh, []

	def refresh(client: str) -> None:
		if client == clients[0]:
			raise site.ValidationError(client)
		seen.append(client)
		real(client)

	monkeypatch.setattr(risk, "refresh", refresh)
	monkeypatch.setattr(risk, "_stale", lambda found: found)
	risk.refresh_all()
	assert seen == clients[1:]
	assert site.get_all("Error Log", filters={"method": ("like", f"%{clients[0]}%")})


def test_a_pair_that_fails_keeps_no_other_from_being_noted(
	site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from client_mgmt.client_archive.clients import duplicates

	for number in ("一", "二"):
		for _twice in range(2):
			site.get_doc({"doctype": "Client", "client_name": f"排程重复{number}号实业有限公司"}).insert()
	site.db.delete(duplicates.CANDIDATE, {"status": "Open"})
	real, failed = duplicates._insert, []

	def insert(pair: tuple[str, str], match: Any) -> None:
		if not failed:
			failed.append(pair)
			raise site.ValidationError("x")
		real(pair, match)

	monkeypatch.setattr(duplicates, "_insert", insert)
	duplicates.scan()
	noted = site.get_all(duplicates.CANDIDATE, filters={"status": "Open"}, pluck="pair_key")
	assert noted
	assert "|".join(failed[0]) not in noted
	duplicates.scan()
	assert "|".join(failed[0]) in site.get_all(duplicates.CANDIDATE, pluck="pair_key")

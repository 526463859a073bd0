"""What the scheduler runs: a row that fails is logged and stops no other (S004-13, -56, -63, -77, -80)."""

from __future__ import annotations

from typing import Any

import pytest


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

"""Fills a demo site with change requests as a firm would have them after years, straight into its database.

The rows are copies of the demo's own, so that they look as the app writes them: a tenth in the demo's bank
project, the rest over projects of other managers, of which the bank's manager leads some. Changes that were
signed have their two signatures. Nothing here is evidence: it is weight for lists.
"""

from __future__ import annotations

import datetime
import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHANGE, MEMBER, PROJECT, SIGNATURE = "Change Request", "Project Member", "Project Archive", "Signature Record"
PROJECTS, LED, OF_BANK = 2000, 50, 10  # projects, those of the bank's manager, every how many is the bank's
STEP = datetime.timedelta(minutes=7)
Row = dict[str, Any]


def fill(database: Path, changes: int) -> None:
	"""Adds `changes` change requests to the demo site of this file; nobody else may have it open."""
	with sqlite3.connect(database) as site:
		site.row_factory = sqlite3.Row
		first = _first(site)
		_insert(site, PROJECT, _projects(first[PROJECT]))
		_insert(site, MEMBER, _members(first[MEMBER]))
		_insert(site, CHANGE, (row for row, _number in _changes(site, first[PROJECT], changes)))
		_insert(site, SIGNATURE, _signatures(site, first[PROJECT], changes))
	site.close()


def _first(site: sqlite3.Connection) -> dict[str, Row]:
	"""The bank's project and the seat of its manager."""
	project = site.execute(f"SELECT * FROM `tab{PROJECT}` ORDER BY `creation` LIMIT 1").fetchone()
	seat = site.execute(
		f"SELECT * FROM `tab{MEMBER}` WHERE `parent` = ? AND `project_role` = 'Project Manager'",
		(project["name"],),
	).fetchone()
	return {PROJECT: dict(project), MEMBER: dict(seat)}


def _projects(bank: Row) -> Iterator[Row]:
	for number in range(PROJECTS):
		about = {"name": f"PRJ-F-{number:05}", "project_name": f"项目 {number}", "contract_no": None}
		yield {**bank, **about, "owner": "Administrator", "archive_owner": None}


def _members(seat: Row) -> Iterator[Row]:
	for number in range(LED):
		yield {**seat, "name": f"seat-f-{number:05}", "parent": f"PRJ-F-{number:05}"}


def _changes(site: sqlite3.Connection, bank: Row, count: int) -> Iterator[tuple[Row, int]]:
	"""(row, number): the demo's changes of the bank in turn, each a few minutes younger than the last."""
	models = [
		dict(row)
		for row in site.execute(
			f"SELECT * FROM `tab{CHANGE}` WHERE `project` = ? AND `name` NOT LIKE 'CR-F-%' ORDER BY `name`",
			(bank["name"],),
		)
	]
	newest = datetime.datetime.fromisoformat(max(row["modified"] for row in models))
	for number in range(count):
		at = (newest - STEP * (count - number)).isoformat(" ", "microseconds")
		of_bank = number % OF_BANK == 0
		yield (
			{
				**models[number * 7 % len(models)],
				"name": f"CR-F-{number:06}",
				"title": f"变更 {number}：报表导出增加第 {number % 97} 列",
				"project": bank["name"] if of_bank else f"PRJ-F-{number % PROJECTS:05}",
				"owner": models[0]["owner"] if of_bank else "Administrator",
				"creation": at,
				"modified": at,
			},
			number,
		)


def _signatures(site: sqlite3.Connection, bank: Row, count: int) -> Iterator[Row]:
	"""Two a signed change, in the bank's project by its signers."""
	models = [
		dict(row) for row in site.execute(f"SELECT * FROM `tab{SIGNATURE}` ORDER BY `creation` LIMIT 2")
	]
	signed = (row for row, _number in _changes(site, bank, count) if row["round_outcome"] == "Complete")
	for row, model in itertools.product(signed, models):
		key = f"{row['name']}-{model['party']}"
		signer = model["signer"] if row["project"] == bank["name"] else "Administrator"
		about = {"reference_name": row["name"], "project": row["project"], "content": "{}", "signer": signer}
		yield {**model, **about, "name": key, "entry_key": key, "signature_key": key}


def _insert(site: sqlite3.Connection, doctype: str, rows: Iterator[Row]) -> None:
	first = next(rows)
	columns = ", ".join(f"`{column}`" for column in first)
	marks = ", ".join("?" for _column in first)
	sql = f"INSERT INTO `tab{doctype}` ({columns}) VALUES ({marks})"
	site.executemany(sql, (tuple(row.values()) for row in itertools.chain([first], rows)))

"""Past clients like this one, and what went wrong there (S004-105).

Who sees a client reads its name, the figures of the projects that they see, and the lessons of those. Of
every other client only industry and size band are told, with its lessons, where their writers share them:
without project, score or figures, and with the names that we know masked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import frappe
from client_mgmt.domain.clients import similarity
from client_mgmt.domain.clients.similarity import Likeness
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

FACTS = ["name", "client_name", "industry", "client_type", "employees"]
LESSON = ["name", "client", "project", "topic", "what_went_wrong", "why", "what_to_do", "tags", "shared"]
TOLD = ("topic", "what_went_wrong", "why", "what_to_do", "tags")
AGREED = ("Signed", "Scheduled", "Implemented", "Closed")
LIMIT = 10
Rows = dict[str, list[Any]]


def ask_for_lessons(doc: Document) -> None:
	"""For a dossier's `on_update`: who delivers is asked what was learned, where nobody has said so yet."""
	move = doc.flags.move
	if (
		move
		and move.to_state == "Delivered"
		and not frappe.db.exists("Lesson Learned", {"project": doc.name})
	):
		frappe.msgprint(_("What went wrong in this project? Enter it as Lesson Learned for the next one."))


def clients(name: str) -> list[dict[str, Any]]:
	"""See `api.collect.similar_clients`."""
	likes = _alike(name)
	names = list(likes)
	seen = set(_visible("Client", {"name": ("in", names)}))
	lessons = _by_client(frappe.get_all("Lesson Learned", filters={"client": ("in", names)}, fields=LESSON))
	readable = set(_visible("Lesson Learned", {"client": ("in", names)}))
	projects = _projects(list(seen))
	found = []
	for client, (facts, likeness) in likes.items():
		told = [
			_lesson(row, row.name in readable)
			for row in lessons[client]
			if row.name in readable or row.shared
		]
		if client in seen and (told or projects[client]):
			found.append({**_named(facts, likeness), "projects": projects[client], "lessons": told})
		elif client not in seen and told:
			found.append({**_anonymous(facts), "projects": [], "lessons": told})
		if len(found) == LIMIT:
			break
	return found


def _alike(name: str) -> dict[str, tuple[Any, Likeness]]:
	"""Clients of past projects that are like this one, the most alike first."""
	past = frappe.get_all("Project Archive", filters={"archived_on": ("is", "set")}, pluck="client")
	past += frappe.get_all("Lesson Learned", pluck="client")
	rows = frappe.get_all("Client", filters={"name": ("in", [name, *filter(None, past)])}, fields=FACTS)
	tags: dict[str, set[str]] = defaultdict(set)
	links = {"parenttype": "Client", "parent": ("in", [row.name for row in rows])}
	for link in frappe.get_all("Client Tag Link", filters=links, fields=["parent", "tag"]):
		tags[link.parent].add(link.tag)
	for row in rows:
		row.tags = tags[row.name]
	own = next(row for row in rows if row.name == name)
	likes = {row.name: (row, similarity.likeness(own, row)) for row in rows if row.name != name}
	order = sorted(likes.items(), key=lambda item: (-item[1][1].score, item[0]))
	return {client: like for client, like in order if like[1].score >= similarity.ALIKE}


def _visible(doctype: str, filters: dict[str, Any]) -> list[str]:
	return frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0)


def _by_client(rows: list[Any]) -> Rows:
	found: Rows = defaultdict(list)
	for row in rows:
		found[row.client].append(row)
	return found


def _projects(names: list[str]) -> Rows:
	"""The figures of past projects of these clients, of those that the caller sees."""
	fields = ["name", "client", "project_name", "planned_end", "actual_end"]
	past = {"client": ("in", names), "archived_on": ("is", "set")}
	rows = frappe.get_list("Project Archive", filters=past, fields=fields, limit_page_length=0)
	inside = {"parenttype": "Project Archive", "parent": ("in", [row.name for row in rows])}
	columns = ["parent", "due_date", "received_on", "paid"]
	nodes: Rows = defaultdict(list)
	for node in frappe.get_all("Payment Node", filters=inside, fields=columns):
		nodes[node.parent].append(node)
	agreed = {"project": ("in", [row.name for row in rows]), "workflow_state": ("in", AGREED)}
	changes = Counter(frappe.get_all("Change Request", filters=agreed, pluck="project"))
	return _by_client([frappe._dict(_figures(row, nodes[row.name], changes[row.name])) for row in rows])


def _figures(row: Any, nodes: list[Any], changes: int) -> dict[str, Any]:
	return {
		"client": row.client,
		"project": row.name,
		"project_name": row.project_name,
		"changes": changes,
		"overdue_payments": similarity.overdue(nodes, getdate()),
		"days_late": similarity.days_late(row.planned_end, row.actual_end),
	}


def _named(facts: Any, likeness: Likeness) -> dict[str, Any]:
	about = {"client": facts.name, "client_name": facts.client_name, "industry": facts.industry or ""}
	about["size_band"] = similarity.band_label(facts.employees)
	return {**about, "score": likeness.score, "matched": list(likeness.matched)}


def _anonymous(facts: Any) -> dict[str, Any]:
	about = {"client": None, "client_name": None, "industry": facts.industry or ""}
	return {**about, "size_band": similarity.band_label(facts.employees), "score": None, "matched": []}


def _lesson(row: Any, readable: bool) -> dict[str, Any]:
	if readable:
		return {"lesson": row.name, "project": row.project, **{field: row.get(field) or "" for field in TOLD}}
	names = _names(row)
	told = {field: similarity.masked(row.get(field), names) for field in TOLD[1:]}
	return {"lesson": None, "project": None, "topic": row.topic or "", **told}


def _names(row: Any) -> list[str | None]:
	"""What would tell whose lesson it is: client, project, contract and contacts."""
	client = frappe.db.get_value("Client", row.client, "client_name")
	names = [client, row.client, row.project]
	names += frappe.get_all("Client Contact", filters={"client": row.client}, pluck="contact_name")
	project = frappe.get_all(
		"Project Archive", filters={"name": row.project}, fields=["project_name", "contract_no"]
	)
	return names + [value for facts in project for value in facts.values()]

"""The high-risk mark of a client: derived from its payments and changes, or set by a person (S004-05, -63).

A derived mark is cleared by an override with a name and a reason, and comes back with new evidence. Nobody on
a client's side sees any of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import frappe
from client_mgmt import scheduled, values
from client_mgmt.domain.clients import risk
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.people import staff as people
from client_mgmt.settings import setting
from client_mgmt.workflow_policy import ledger
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, getdate, now_datetime

PROJECT, CLIENT = "Project Archive", "Client"
DERIVED, HAND = "Derived", "Hand"
LATE, CHANGES = "Overdue Final Payment", "Frequent Changes"
NODE = ["parent", "node_name", "amount", "due_date", "paid", "received_on", "received_amount"]
NOT_RAISED = ("Draft", "Withdrawn")
MARK = ["high_risk", "high_risk_reason", "high_risk_source", "high_risk_overridden"]
MIN_REASON = 5
AT_ONCE = 200  # clients that the nightly job looks at in one transaction


def found(projects: Iterable[str]) -> list[dict[str, Any]]:
	"""The evidence in these projects: `[{kind, project, documents, figures}]`. Looks at no permission."""
	names = list(projects)
	if not names:
		return []
	where = {"parent": ("in", names), "parenttype": PROJECT, "parentfield": "payment_nodes"}
	nodes = _by("parent", frappe.get_all("Payment Node", filters=where, fields=NODE, order_by="idx asc"))
	raised = {"project": ("in", names), "workflow_state": ("not in", NOT_RAISED)}
	changes = _by(
		"project",
		frappe.get_all("Change Request", filters=raised, fields=["project", "name", "creation"]),
	)
	pieces = [(_late(name, nodes.get(name, [])), _frequent(name, changes.get(name, []))) for name in names]
	return [piece for both in pieces for piece in both if piece]


def _by(column: str, rows: list[Any]) -> dict[str, list[Any]]:
	groups: dict[str, list[Any]] = {}
	for row in rows:
		groups.setdefault(row[column], []).append(row)
	return groups


def _late(project: str, nodes: list[Any]) -> dict[str, Any] | None:
	for node in nodes:
		node.update({day: getdate(node[day]) if node[day] else None for day in ("due_date", "received_on")})
	late = risk.late_final_payment(nodes, getdate())
	if not late:
		return None
	figures = {
		"node": late.node_name,
		"due_date": late.due_date.isoformat(),
		"received_on": late.received_on.isoformat() if late.received_on else None,
		"days": late.days,
		"amount": flt(nodes[-1].amount),
		"received_amount": flt(nodes[-1].received_amount),
	}
	return {"kind": LATE, "project": project, "documents": [project], "figures": figures}


def _frequent(project: str, rows: list[Any]) -> dict[str, Any] | None:
	threshold = setting("risk_changes_per_month")
	many = risk.too_many_changes([(row.name, getdate(row.creation)) for row in rows], threshold)
	if not many:
		return None
	figures = {
		"from": many.first.isoformat(),
		"days": risk.WINDOW_DAYS,
		"changes": len(many.names),
		"above": threshold,
	}
	return {"kind": CHANGES, "project": project, "documents": list(many.names), "figures": figures}


def _key(piece: dict[str, Any]) -> str:
	since = piece["figures"]["due_date" if piece["kind"] == LATE else "from"]
	return risk.key(piece["kind"], piece["project"], since)


def _standing(client: str, overridden: str | None) -> list[dict[str, Any]]:
	"""The evidence against a client that no override has seen."""
	return _unseen(found(frappe.get_all(PROJECT, filters={"client": client}, pluck="name")), overridden)


def _unseen(pieces: list[dict[str, Any]], overridden: str | None) -> list[dict[str, Any]]:
	seen = set(json.loads(overridden or "[]"))
	return [piece for piece in pieces if _key(piece) not in seen]


def refresh(client: str, doc: Document | None = None) -> None:
	"""Brings the mark of a client up to date with the evidence. `doc` is a dossier of it that is being saved.

	A mark set by hand stays; the reason names kinds and counts, since who sees a client need not see all of
	its projects.
	"""
	row = frappe.db.get_value(CLIENT, client, MARK, as_dict=True, for_update=True)
	mark = row and _mark(row, _standing(client, row.high_risk_overridden))
	if not mark:
		return
	frappe.db.set_value(CLIENT, client, mark)
	if mark["high_risk"] != cint(row.high_risk):
		_tell(client, "Mark High Risk" if mark["high_risk"] else "Clear High Risk", mark["high_risk_reason"])
		mirror(client, bool(mark["high_risk"]), doc)


def _mark(row: Any, standing: list[dict[str, Any]]) -> dict[str, Any]:
	"""What the evidence changes in the mark of a client as it is stored; nothing in one set by hand."""
	if row.high_risk and row.high_risk_source != DERIVED:
		return {}
	reason = _reason(standing)
	same = bool(standing) == bool(row.high_risk) and reason == (row.high_risk_reason or "")
	if same or not (standing or row.high_risk):
		return {}
	source = DERIVED if standing else ""
	return {"high_risk": int(bool(standing)), "high_risk_reason": reason, "high_risk_source": source}


def _reason(standing: list[dict[str, Any]]) -> str:
	kinds = [row["kind"] for row in standing]
	words = {LATE: _("Overdue Final Payment"), CHANGES: _("Frequent Changes")}
	return "; ".join(f"{word}: {kinds.count(kind)}" for kind, word in words.items() if kind in kinds)


def _tell(client: str, action: str, reason: str) -> None:
	ledger.append(frappe.get_doc(CLIENT, client), "Risk", action=action, reason=reason)


def mirror(client: str, marked: bool, doc: Document | None = None) -> None:
	"""Shows the mark on the client's dossiers, which staff list and filter by it."""
	for name in frappe.get_all(PROJECT, filters={"client": client}, pluck="name"):
		own = doc if doc and doc.name == name else None
		frappe.db.set_value(PROJECT, name, "client_high_risk", int(marked), update_modified=own is None)
		if own:
			own.client_high_risk = int(marked)


def refresh_all(after: str = "") -> None:
	"""Hook `scheduler_events`, daily: days pass without anybody saving anything. A dossier that came to its
	client by a merge gets its mark too. Looks at `AT_ONCE` clients while others write, and brings those up to
	date that are not; the queue goes on behind the client `after`."""
	rows = frappe.get_all(PROJECT, filters={"client": (">", after)}, pluck="client", order_by="client asc")
	clients = list(dict.fromkeys(rows))
	looked = clients[:AT_ONCE]
	stale = _stale(looked)
	scheduled.each(
		stale[: scheduled.BATCH], refresh, _("The high-risk mark of {0} was not brought up to date")
	)
	if stale[scheduled.BATCH :]:
		looked = looked[: looked.index(stale[scheduled.BATCH])]
	_mirror_all(looked)
	if len(looked) < len(clients):
		path = f"{__name__}.refresh_all"
		frappe.enqueue(path, queue="long", enqueue_after_commit=True, after=looked[-1])


def _stale(clients: list[str]) -> list[str]:
	"""Those of these clients whose mark the evidence changes, in the same order: asked for all together."""
	projects = frappe.get_all(PROJECT, filters={"client": ("in", clients or [""])}, fields=["name", "client"])
	owners = {row.name: row.client for row in projects}
	pieces: dict[str, list[dict[str, Any]]] = {}
	for piece in found(owners):
		pieces.setdefault(owners[piece["project"]], []).append(piece)
	rows = frappe.get_all(CLIENT, filters={"name": ("in", clients or [""])}, fields=["name", *MARK])
	marks = {
		row.name: _mark(row, _unseen(pieces.get(row.name, []), row.high_risk_overridden)) for row in rows
	}
	return [client for client in clients if marks.get(client)]


def _mirror_all(clients: list[str]) -> None:
	"""The dossiers of these clients, and those without one, show what they should."""
	marked = set(
		frappe.get_all(CLIENT, filters={"high_risk": 1, "name": ("in", clients or [""])}, pluck="name")
	)
	about = {"client": ("in", [*clients, ""])}
	for row in frappe.get_all(PROJECT, filters=about, fields=["name", "client", "client_high_risk"]):
		if bool(row.client_high_risk) != (row.client in marked):
			frappe.db.set_value(PROJECT, row.name, "client_high_risk", int(row.client in marked))


def check_mark(doc: Document) -> None:
	"""A person marks with a reason; what evidence stands behind is not simply cleared."""
	before = values.stored(doc)
	if not values.changed(doc, ["high_risk", "high_risk_reason"]):
		return
	if doc.high_risk and not weight(doc.high_risk_reason):
		frappe.throw(_("Say why this client is a high risk."))
	cleared = before and before.high_risk and not doc.high_risk
	derived = before and before.high_risk_source == DERIVED
	if derived or (cleared and _standing(doc.name, doc.high_risk_overridden)):
		frappe.throw(
			_(
				"The mark stands on evidence, and its words are the evidence's: it goes with a reason by "
				"client_mgmt.api.risk.override."
			)
		)


def stamp_mark(doc: Document) -> None:
	"""Who marks by hand is known by it: the daily job leaves that mark alone."""
	if values.changed(doc, ["high_risk"]):
		doc.high_risk_source = HAND if doc.high_risk else ""


def follow_client(doc: Document) -> None:
	"""After a client was saved by a person."""
	if values.changed(doc, ["high_risk"]):
		mirror(doc.name, bool(doc.high_risk))


def stamp_dossier(doc: Document) -> None:
	"""A dossier shows the mark of its client from the start."""
	if doc.is_new() or values.changed(doc, ["client"]):
		doc.client_high_risk = (doc.client and frappe.db.get_value(CLIENT, doc.client, "high_risk")) or 0


def follow_dossier(doc: Document) -> None:
	"""Payments received and days due change what is known of a client."""
	if not doc.client or not values.changed(doc, ["payment_nodes", "client"]):
		return
	derived = frappe.db.get_value(CLIENT, doc.client, "high_risk_source") == DERIVED
	if derived or found([doc.name]):
		refresh(doc.client, doc)


def evidence(client: str) -> dict[str, Any]:
	"""`{high_risk, reason, source, override, evidence}`; evidence of the projects that the caller sees."""
	doc = frappe.get_doc(CLIENT, client)
	seen = set(json.loads(doc.high_risk_overridden or "[]"))
	rows = found(frappe.get_list(PROJECT, filters={"client": client}, pluck="name", limit_page_length=0))
	overridden = {
		"reason": doc.high_risk_override_reason,
		"by": doc.high_risk_override_by,
		"on": str(doc.high_risk_override_on),
	}
	return {
		"high_risk": bool(doc.high_risk),
		"reason": doc.high_risk_reason or "",
		"source": doc.high_risk_source or "",
		"override": overridden if doc.high_risk_override_by else None,
		"evidence": [{**row, "overridden": _key(row) in seen} for row in rows],
	}


def override(client: str, reason: str) -> None:
	"""Clears a mark in spite of the evidence there is now, by name and with a reason.

	Raises frappe.PermissionError for who is neither PMO nor Client Mgmt Manager, and for Administrator, who
	is nobody by name; ValidationError for a short reason or where nothing stands.
	"""
	_check_override(reason)
	row = frappe.db.get_value(
		CLIENT, client, ["high_risk", "high_risk_overridden"], as_dict=True, for_update=True
	)
	standing = _standing(client, row.high_risk_overridden)
	if not standing:
		frappe.throw(
			_("No evidence stands against {0}: clear a mark set by hand on the client.").format(client)
		)
	seen = json.loads(row.high_risk_overridden or "[]")
	seen += [_key(one) for one in standing]
	mark = {
		"high_risk": 0,
		"high_risk_reason": "",
		"high_risk_source": "",
		"high_risk_overridden": json.dumps(seen),
		"high_risk_override_reason": reason.strip(),
		"high_risk_override_by": frappe.session.user,
		"high_risk_override_on": now_datetime(),
	}
	frappe.db.set_value(CLIENT, client, mark)
	_tell(client, "Override High Risk", reason.strip())
	mirror(client, marked=False)


def _check_override(reason: str) -> None:
	named = frappe.session.user != "Administrator"
	if not (named and (people.is_manager() or "PMO" in frappe.get_roles())):
		frappe.throw(_("A mark is overridden by PMO or Client Mgmt Manager."), frappe.PermissionError)
	if weight(reason) < MIN_REASON:
		frappe.throw(_("Say why in at least {0} characters.").format(MIN_REASON))

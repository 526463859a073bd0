"""Somebody's word that a finding of the ambiguity check is none, with a reason (S004-73)."""

from __future__ import annotations

import frappe
from client_mgmt.client_archive.dossiers import dossier, entries
from client_mgmt.client_archive.review import ambiguity
from client_mgmt.domain.workflow.reasons import weight
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

MIN_REASON = 2


class AmbiguityDismissal(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		dismissed_by: DF.Link | None
		dismissed_on: DF.Datetime | None
		phrase: DF.Data | None
		project: DF.Link | None
		reason: DF.SmallText
		reference_doctype: DF.Literal["Requirement", "Project Archive"]
		reference_field: DF.Data
		reference_name: DF.Data
		rule: DF.Data | None
		span_end: DF.Int
		span_start: DF.Int
		text_digest: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		if not self.is_new():
			frappe.throw(_("A dismissal stays as it was given: delete it, and give another."))
		if weight(self.reason) < MIN_REASON:
			frappe.throw(_("Say why this is not ambiguous: a dismissal needs a reason."))
		self.set_finding()
		self.dismissed_by, self.dismissed_on = frappe.session.user, now_datetime()

	def on_trash(self) -> None:
		if dossier.scope_locked(self.project):
			frappe.throw(_("The dossier {0} was reviewed on this dismissal: it stays.").format(self.project))

	def set_finding(self) -> None:
		"""Take project, phrase and rule from the open finding that the request names."""
		if self.reference_doctype not in ambiguity.CHECKED:
			frappe.throw(_("{0} is not checked for ambiguity.").format(_(self.reference_doctype)))
		frappe.has_permission(self.reference_doctype, "read", self.reference_name, throw=True)
		self.project = ambiguity.project_of(self.reference_doctype, self.reference_name)
		self.check_who()
		found = next((row for row in ambiguity.open_findings(self.project) if self.names(row)), None)
		if not found:
			frappe.throw(_("No such finding is open: the text may have changed meanwhile."))
		self.phrase, self.rule = found["phrase"], found["rule"]

	def check_who(self) -> None:
		"""While a dossier is under review its reviewers alone say what is no finding."""
		if not self.project:
			return
		if frappe.db.get_value("Project Archive", self.project, "workflow_state") == "Submitted":
			entries.check_reviewer(self.project, _("Dismiss"))

	def names(self, row: ambiguity.OpenFinding) -> bool:
		"""Whether this dismissal speaks of that finding."""
		return ambiguity.place_of(row) == (
			self.reference_doctype,
			self.reference_name,
			self.reference_field,
			self.text_digest,
			int(self.span_start or 0),
			int(self.span_end or 0),
		)

"""One rule of the ambiguity check, which an administrator edits without code (S004-73)."""

from __future__ import annotations

import frappe
from client_mgmt.domain.language import ambiguity
from client_mgmt.domain.language.ambiguity_phrases import MAX_GAPS, MAX_PHRASE, MAX_PHRASES, PhraseError
from frappe import _
from frappe.model.document import Document


class AmbiguityRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		antecedent: DF.Check
		cleared_by: DF.Text | None
		enabled: DF.Check
		exceptions: DF.Text | None
		kind: DF.Literal[
			"Vague Quality",
			"Open-ended List",
			"Passive without Actor",
			"Unbounded Scope",
			"Weak Modal",
			"Undefined Reference",
		]
		language: DF.Literal["zh", "en"]
		phrases: DF.Text
		position: DF.Literal["", "Sentence Start"]
		rule_name: DF.Data
		suggestion_en: DF.SmallText | None
		suggestion_zh: DF.SmallText | None
		units: DF.SmallText | None
		why_en: DF.SmallText | None
		why_zh: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		self.check_phrases()
		if not (self.suggestion_zh or self.suggestion_en):
			frappe.throw(_("Say what to write instead: a rule needs a suggestion."))

	def check_phrases(self) -> None:
		"""Phrases that could take long, or that find nothing, are refused here and never run."""
		try:
			ambiguity.rule_from({**self.as_dict(), "name": self.rule_name})
		except PhraseError as error:
			frappe.throw(_complaint(error))


def _complaint(error: PhraseError) -> str:
	sentences = {
		"long": _("The phrase “{0}” is too long: {1} characters are the limit."),
		"gaps": _("The phrase “{0}” has too many *: {1} are the limit."),
		"start": _("The phrase “{0}” must begin with a character of its own."),
		"many": _("There are too many lines after “{0}”: {1} are the limit."),
	}
	limits = {"long": MAX_PHRASE, "gaps": MAX_GAPS, "start": 1, "many": MAX_PHRASES}
	return sentences[error.reason].format(error.phrase, limits[error.reason])

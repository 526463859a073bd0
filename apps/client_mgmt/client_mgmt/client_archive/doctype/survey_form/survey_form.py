"""A survey's questions, which an administrator edits without code (S004-104)."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.doctype.survey_question.survey_question import SurveyQuestion
from client_mgmt.client_archive.intake import surveys
from client_mgmt.domain.dossier import survey
from client_mgmt.workflow_policy import owned_fields
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint


class SurveyForm(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.survey_question.survey_question import SurveyQuestion

		enabled: DF.Check
		form_name: DF.Data
		intro_en: DF.SmallText | None
		intro_zh: DF.SmallText | None
		questions: DF.Table[SurveyQuestion]
		title_en: DF.Data | None
		title_zh: DF.Data | None
		valid_days: DF.Int
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		owned_fields.keep_owned(self)
		if not 1 <= len(self.questions) <= survey.MAX_QUESTIONS:
			frappe.throw(_("A survey has 1 to {0} questions.").format(survey.MAX_QUESTIONS))
		if not 1 <= cint(self.valid_days) <= surveys.MAX_DAYS:
			frappe.throw(_("A link is good for 1 to {0} days.").format(surveys.MAX_DAYS))
		for row in self.questions:
			self.check_question(row)

	def before_save(self) -> None:
		before = values.stored(self)
		known = {row.name: row.question_id for row in before.questions} if before else {}
		for row in self.questions:
			row.question_id = known.get(row.name) or "q" + frappe.generate_hash(length=8)
		if before and surveys.frozen(self) != surveys.frozen(before):
			self.version = cint(before.version) + 1

	def check_question(self, row: SurveyQuestion) -> None:
		"""A question has words, choices to choose from, and a field that can take its answers."""
		if not (row.question_zh or row.question_en):
			frappe.throw(_("Question {0}: write it in Chinese or English.").format(row.idx))
		target = surveys.target_of(row.target)
		if row.target and not target:
			frappe.throw(_("Question {0}: no answer goes into {1}.").format(row.idx, row.target))
		if target and surveys.kind_of(target[1]) not in survey.FILLS[row.kind]:
			frappe.throw(
				_("Question {0}: a {1} does not fit the field {2}.").format(
					row.idx, _(row.kind), _(target[1].label)
				)
			)
		if row.kind == survey.CHOICE:
			self.check_choices(row, target)

	def check_choices(self, row: SurveyQuestion, target: tuple[str, Any] | None) -> None:
		"""Choices of a field with its own are among those."""
		own = target[1].options if target and target[1].fieldtype == "Select" else None
		given = {option.value for option in survey.options(row.options)}
		allowed = {option.value for option in survey.options(own)}
		if not (given or allowed) or (own and given - allowed):
			frappe.throw(_("Question {0}: the choices are missing, or the field has others.").format(row.idx))

"""What no API takes away: the bases of evidence, of policies and of delegations."""

from __future__ import annotations

from typing import Any, NoReturn

import frappe
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document


class AppendOnly(Document):
	"""A record that the engine adds and nobody edits, renames or deletes, Administrator included."""

	def before_insert(self) -> None:
		if not engine.is_acting():
			self._refuse()

	def validate(self) -> None:
		if not self.is_new():
			self._refuse()

	def before_change(self) -> None:
		self._refuse()

	def before_rename(self, *_names: Any) -> None:
		self._refuse()

	def on_trash(self) -> None:
		self._refuse()

	def _refuse(self) -> NoReturn:
		frappe.throw(
			_("{0} is append-only: only the engine adds records, and nobody changes or removes one.").format(
				_(self.doctype)
			),
			frappe.PermissionError,
		)


class Kept(Document):
	"""A record that is edited by its own rules, and never renamed, deleted or written past them."""

	def before_change(self) -> None:
		if not engine.is_acting():
			self.refuse_loss()

	def before_rename(self, *_names: Any) -> None:
		self.refuse_loss()

	def on_trash(self) -> None:
		self.refuse_loss()

	def refuse_loss(self) -> None:
		"""Raises frappe.ValidationError that says what to do instead."""
		raise NotImplementedError


class EngineWritten(Document):
	"""A record that the engine alone adds, edits and removes."""

	def validate(self) -> None:
		self._engine_only()

	def before_change(self) -> None:
		self._engine_only()

	def before_rename(self, *_names: Any) -> None:
		self._engine_only()

	def on_trash(self) -> None:
		self._engine_only()

	def _engine_only(self) -> None:
		if not engine.is_acting():
			frappe.throw(
				_("{0} is written by the system alone.").format(_(self.doctype)), frappe.PermissionError
			)

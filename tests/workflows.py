"""A workflow bent by an administrator for a test, and straight again after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.client import Api
from tests.factory import CHANGE, unique

WORKFLOW = "Change Request Control"


@contextmanager
def detour(admin: Api) -> Iterator[Callable[[], tuple[str, str]]]:
	"""`add()` puts a state of its own between Submitted and Under Assessment; answers (state, action)."""
	before = admin.read("Workflow", WORKFLOW)
	state, action = unique("Parked"), unique("Park")

	def add() -> tuple[str, str]:
		admin.create("Workflow State", workflow_state_name=state)
		admin.create("Workflow Action Master", workflow_action_name=action)
		here = {"allowed": "Project Manager", "allow_self_approval": 1}
		moves = [
			{"state": "Submitted", "action": action, "next_state": state, **here},
			{"state": state, "action": "Accept for Assessment", "next_state": "Under Assessment", **here},
		]
		states = [*before["states"], {"state": state, "doc_status": "0", "allow_edit": "Project Manager"}]
		admin.update("Workflow", WORKFLOW, states=states, transitions=[*before["transitions"], *moves])
		return state, action

	yield add
	for name in admin.names(CHANGE, workflow_state=state):
		admin.act(CHANGE, name, "Accept for Assessment")
	admin.update("Workflow", WORKFLOW, states=before["states"], transitions=before["transitions"])

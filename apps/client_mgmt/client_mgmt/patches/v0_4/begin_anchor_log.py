import frappe


def execute() -> None:
	"""The log of anchors begins at once, in the queue, where a large site is not kept waiting; until then the
	anchor of before holds."""
	frappe.enqueue("client_mgmt.workflow_policy.anchor.take", queue="long", enqueue_after_commit=True)

"""Which fields of a dossier are its facts."""

from __future__ import annotations

from client_mgmt import values
from frappe.model.document import Document

NO_FACTS = frozenset(
	"workflow_state revision round round_outcome policy_version chain_head chain_count archived_on "
	"last_update_on next_update_due delivered_on archived_content value_sources client_high_risk".split()
)


def fact_fields(doc: Document) -> list[str]:
	"""The fields that a dossier's review settles, an administrator's own included."""
	return [field for field in values.data_fields(doc.doctype) if field not in NO_FACTS]

"""The hand-over checklist on plain rows (S004-103)."""

from __future__ import annotations

from client_mgmt.domain.dossier import handover

SCAN = {"kind": "Contract Scan", "attachment": "/private/files/a.pdf"}
NOTES = {"kind": "Interview Notes", "not_applicable": 1, "reason": "电话沟通，无纪要"}


def test_both_of_the_source_are_asked_for() -> None:
	"""S004-103: contract scan and interview notes, whether their rows are there or were deleted."""
	wanted = handover.asked(None)
	assert [item.kind for item in handover.still_open([], wanted)] == ["Contract Scan", "Interview Notes"]
	assert handover.still_open([SCAN, NOTES], wanted) == []
	assert handover.still_open([SCAN, {**NOTES, "reason": " "}], wanted) == [wanted[1]]
	assert handover.still_open([{"kind": "Contract Scan"}, NOTES], wanted) == [wanted[0]]


def test_an_administrator_asks_for_more() -> None:
	"""S004-103: a line an item, a star for what is compulsory."""
	wanted = handover.asked("报价单*\n\n竞品资料\n * \n招标文件 ＊")
	assert [(item.item, item.compulsory) for item in wanted[2:]] == [
		("报价单", True),
		("竞品资料", False),
		("招标文件", True),
	]
	rows = [SCAN, NOTES, {"kind": "Other", "item": " 报价单", "attachment": "/private/files/b.pdf"}]
	assert [item.item for item in handover.still_open(rows, wanted)] == ["招标文件"]

"""What a dossier lacks (S004-18, S004-21, S004-28, S004-53)."""

from __future__ import annotations

from client_mgmt.domain.dossier import findings


def test_a_measure_is_a_target_in_a_unit() -> None:
	goals = [{"target": "30", "unit": "%"}, {"target": "30"}, {"unit": "%"}, {"target": " ", "unit": "%"}]
	assert findings.unmeasured(goals) == [2, 3, 4]


def test_orphans() -> None:
	goals = [{"goal": "Faster Approval"}, {"goal": ""}]
	rows = [
		{"name": "1", "goal": " faster approval "},
		{"name": "2", "goal": "copied"},
		{"name": "3"},
		{"name": "4", "serves_background": 1},
	]
	assert findings.orphans(rows, goals) == ["2", "3"]


def test_contacts_and_translators() -> None:
	assert findings.missing_contacts([{"contact_role": "Technical Lead"}, {}]) == ["Decision Maker"]
	manager = {"party": "Vendor", "project_role": "Project Manager"}
	assert findings.needs_translator(1, [manager])
	assert not findings.needs_translator(1, [{**manager, "bilingual": 1}])
	assert findings.needs_translator(1, [{**manager, "party": "Client", "bilingual": 1}])
	assert not findings.needs_translator(1, [{"project_role": "Translator"}])
	assert not findings.needs_translator(0, [])

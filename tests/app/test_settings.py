"""What an administrator sets for the whole site: one record, read by staff, written by the app's manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.client import Api, refuses

from client_mgmt.demo import people

SETTINGS = "Client Mgmt Settings"


def test_what_was_never_saved_is_the_default(site: Any) -> None:
	"""S004-77, S004-80: every 14 days, every 3 months."""
	from client_mgmt.settings import setting

	found = {field: setting(field) for field in ("update_interval_days", "visit_interval_months")}
	assert found == {"update_interval_days": 14, "visit_interval_months": 3}
	assert (setting("kickoff_gate"), setting("reminders_enabled")) == ("Block", 1)


def test_what_was_saved_counts_at_once(site: Any) -> None:
	"""Also a zero; what a request left out keeps its value."""
	from client_mgmt.settings import setting

	settings = site.get_doc(SETTINGS, SETTINGS)
	settings.update({"update_interval_days": 7, "reminders_enabled": 0})
	settings.save()
	assert (setting("update_interval_days"), setting("reminders_enabled")) == (7, 0)
	assert setting("visit_interval_months") == 3
	assert site.db.get_single_value(SETTINGS, "update_interval_days") == 7


def test_the_manager_writes_staff_read_and_clients_see_nothing(api: Callable[..., Api], guest: Api) -> None:
	"""S000-98: settings are records that an administrator edits over REST."""
	manager = api(people.MANAGER)
	assert manager.read(SETTINGS, SETTINGS)["kickoff_gate"] == "Block"
	assert manager.update(SETTINGS, SETTINGS, update_interval_days=21)["update_interval_days"] == 21
	assert api(people.PM).read(SETTINGS, SETTINGS)["update_interval_days"] == 21
	manager.update(SETTINGS, SETTINGS, update_interval_days=14)
	for person in (people.PM, people.QUALITY, people.BUSINESS_OWNER):
		refuses(api(person).try_update(SETTINGS, SETTINGS, kickoff_gate="Warn"), 403)
	refuses(api(people.BUSINESS_OWNER).try_read(SETTINGS, SETTINGS), 403)
	refuses(guest.try_read(SETTINGS, SETTINGS), (401, 403))
	refuses(manager.try_update(SETTINGS, SETTINGS, update_interval_days=0), 417, contains="at least 1")
	refuses(manager.try_update(SETTINGS, SETTINGS, kickoff_gate="Never"), 417)
	turned = {"historic_from": "2026-06-01", "historic_to": "2026-01-31"}
	refuses(manager.try_update(SETTINGS, SETTINGS, **turned), 417, contains="Historic To lies before")

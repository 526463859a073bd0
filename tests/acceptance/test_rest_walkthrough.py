"""Issue 2: "From a clean clone: `make start`, then with demo users over REST: a client contact raises a
change … accepted by signature. `docs/rest.md` has these calls as curl lines that work when pasted."

Issue 3: "A new user's path over REST in `docs/dossier.md`: from a client's name alone to an archived
dossier, with what was refused on the way."

The blocks of both documents are run as they stand (walkthrough.py), against a site that the product's own
command has made in an empty folder."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from tests.acceptance import walkthrough
from tests.acceptance.process import Served
from tests.acceptance.walkthrough import PASSWORD
from tests.client import Api

from client_mgmt.demo import people

DOCUMENTS = ("rest.md", "dossier.md")


def test_start_makes_the_demo_site_and_says_so(fresh: Served) -> None:
	"""One ready line with the URL; the logins printed once, kept for the owner alone, and they work."""
	assert fresh.output().count(f"client_mgmt is ready: {fresh.url} ") == 1
	file = fresh.folder / fresh.site / "demo_logins.json"
	assert stat.S_IMODE(file.stat().st_mode) == 0o600
	logins = json.loads(file.read_text(encoding="utf-8"))
	keys = {"user", "password", "roles", "party", "project", "project_role", "can_sign"}
	assert all(set(login) == keys for login in logins)
	users = {login["user"] for login in logins}
	assert users == {"Administrator", *(person.user for person in people.EVERYBODY)}
	for login in logins:
		assert login["password"] == PASSWORD
		assert login["user"] in fresh.output()
	for login in logins[:: len(logins) // 4]:
		Api(fresh.url, login["user"], login["password"])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_walkthrough(fresh: Served, tmp_path: Path, document: str) -> None:
	"""S004-102: docs/dossier.md begins with a client's name alone and ends with an archived dossier."""
	assert len(walkthrough.blocks(document)) >= 10
	walkthrough.run(document, fresh, tmp_path)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_says_what_to_expect(document: str) -> None:
	"""A block without a `# →` would prove nothing."""
	assert [block.commands for block in walkthrough.blocks(document) if not block.answers] == []


def test_a_second_start_changes_nothing(fresh: Served) -> None:
	"""`make start` is idempotent: the same site, the same logins, nothing printed again."""
	before = (fresh.folder / fresh.site / "demo_logins.json").read_bytes()
	changes = fresh.row("SELECT COUNT(*) AS n FROM `tabChange Request`")["n"]
	said = len(fresh.output())
	fresh.stop()
	fresh.start()
	assert (fresh.folder / fresh.site / "demo_logins.json").read_bytes() == before
	assert fresh.row("SELECT COUNT(*) AS n FROM `tabChange Request`")["n"] == changes
	assert PASSWORD not in fresh.output()[said:]

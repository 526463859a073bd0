"""Issue 2: "From a clean clone: `make start`, then with demo users over REST: a client contact raises a
change … accepted by signature. `docs/rest.md` has these calls as curl lines that work when pasted."

Issue 3: "A new user's path over REST in `docs/dossier.md`: from a client's name alone to an archived
dossier, with what was refused on the way."

Issue 7: "each line of docs/administration.md and docs/dossier/*.md runs as pasted, as docs/rest.md does."

The documents' blocks are run as they stand (walkthrough.py), against a site that the product's own command
has made in an empty folder. Each document has a shell of its own and makes what it needs, so that it runs
alone too."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.acceptance import walkthrough
from tests.acceptance.process import Served
from tests.acceptance.walkthrough import PASSWORD
from tests.client import Api
from tests.conftest import ROOT

from client_mgmt.demo import people

# administration.md changes rules and fields for everybody, so it comes last.
DOCUMENTS = [
	"rest.md",
	"dossier.md",
	*sorted(f"dossier/{path.name}" for path in (ROOT / "docs" / "dossier").glob("*.md")),
	"administration.md",
]
# These two begin with the command that starts the server, for another terminal.
WITH_A_START = ("rest.md", "dossier.md")


@pytest.fixture(scope="module")
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
	"""A site made by `client-mgmt start` in a folder that does not exist yet."""
	if request.config.getoption("--host") == "bench":
		pytest.skip("starts a server of its own; docs/hosts.md says how the walkthrough ran on a bench")
	if not shutil.which("curl") or not shutil.which("bash"):
		pytest.skip("needs bash and curl")
	folder = tmp_path_factory.mktemp("fresh") / "sites"
	served = Served(folder, site="client.localhost", DEMO_PASSWORD=PASSWORD)
	with served.served():
		yield served


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
	assert walkthrough.blocks(document)
	walkthrough.run(document, fresh, tmp_path)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_is_run_and_says_what_to_expect(document: str) -> None:
	"""No commands in a block that is only shown, and none whose answer is not told."""
	shown = {"sh"} if document in WITH_A_START else set()
	assert {language for language, _ in walkthrough.fences(document)} <= {"bash", "json"} | shown
	assert [block.commands for block in walkthrough.blocks(document) if not block.answers] == []


def test_a_wrong_answer_and_a_silent_refusal_are_seen() -> None:
	output = '{"exc_type":"ValidationError","rows":[{"a":1,"b":"x, y"}]}'
	assert walkthrough.promised('{"a": 1, …}', output)
	assert not walkthrough.promised('{"a": 2, …}', output)
	assert not walkthrough.promised("…", output)
	silent, told = walkthrough.Block("", ["x, y"]), walkthrough.Block("", ['"exc_type": "ValidationError"'])
	assert (silent.refusals, told.refusals) == (0, output.count(walkthrough.REFUSAL))


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

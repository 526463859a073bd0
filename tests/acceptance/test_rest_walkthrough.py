"""Issue 2: "From a clean clone: `make start`, then with demo users over REST: a client contact raises a
change … accepted by signature. `docs/rest.md` has these calls as curl lines that work when pasted."

Issue 3: "A new user's path over REST in `docs/dossier.md`: from a client's name alone to an archived
dossier, with what was refused on the way."

The blocks of both documents are run as they stand, each document in one shell, against a site that the
product's own command has made in an empty folder; each line after `# →` must be in its block's output."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.acceptance.process import Served
from tests.client import Api
from tests.conftest import ROOT
from tests.hosts import Embedded, Host

from client_mgmt.demo import people

PASSWORD = "Demo-pass-9x"
DOCUMENTS = ("rest.md", "dossier.md")
MARK = "@@ block {} @@"


def blocks(document: str) -> list[str]:
	"""The ```bash blocks of a document, in order."""
	text = (ROOT / "docs" / document).read_text(encoding="utf-8")
	return re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def expected(block: str) -> list[str]:
	return [line.removeprefix("# →").strip() for line in block.splitlines() if line.startswith("# →")]


@pytest.fixture(scope="module")
def fresh(demo_host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
	"""A site made by `client-mgmt start` in a folder that does not exist yet."""
	if not isinstance(demo_host, Embedded):
		pytest.skip("starts a server of its own; docs/hosts.md says how the walkthrough ran on a bench")
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
	if not shutil.which("curl") or not shutil.which("bash"):
		pytest.skip("needs bash and curl")
	found = blocks(document)
	assert len(found) >= 10
	marked = [f"echo '{MARK.format(number)}'\n{block}" for number, block in enumerate(found)]
	script = tmp_path / "walkthrough.sh"
	script.write_text("exec 2>&1\n" + "\n".join(marked), encoding="utf-8")
	done = subprocess.run(
		["bash", "-euo", "pipefail", str(script)],
		cwd=ROOT,
		env={**fresh.environment, "BASE": fresh.url, "DEMO_PASSWORD": PASSWORD, "TMPDIR": str(tmp_path)},
		capture_output=True,
		encoding="utf-8",
		timeout=90,
	)
	outputs = re.split(r"^@@ block \d+ @@\n", done.stdout, flags=re.MULTILINE)[1:]
	assert done.returncode == 0, f"block {len(outputs) - 1}:\n{outputs[-1]}"
	for block, output in zip(found, outputs, strict=True):
		missing = [text for text in expected(block) if text not in output]
		assert missing == [], f"{block}\nanswered:\n{output}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_says_what_to_expect(document: str) -> None:
	"""A block without a `# →` would prove nothing."""
	assert [block for block in blocks(document) if not expected(block)] == []


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

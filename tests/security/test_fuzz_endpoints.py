"""No 500 by input: lists, documents, paths and bodies that nobody means, through every door of the host."""

from __future__ import annotations

import pytest
from tests.hosts import Host
from tests.security.fuzzing import Answers, Fuzzer

from client_mgmt.demo import people

EACH = 500
#: who asks, and which share of lists, writes and raw requests is answered 200 at least
# The administrator last: what is written may take the roles of the others.
PEOPLE = (
	(people.MANAGER.user, (0.05, 0.0, 0.03)),
	(people.BUSINESS_OWNER.user, (0.0, 0.0, 0.01)),
	("Guest", (0.0, 0.0, 0.03)),
	("Administrator", (0.1, 0.01, 0.03)),
)


@pytest.mark.parametrize(
	("user", "reached", "kind"), [(*one, kind) for one in PEOPLE for kind in ("rows", "write", "raw")]
)
def test_endpoints(host: Host, user: str, reached: tuple[float, ...], kind: str) -> None:
	if not host.embedded:
		pytest.skip("the embedded host alone")
	fuzzer, answers = Fuzzer(host, len(user)), Answers(host)
	client = answers.browser(user)
	for _number in range(EACH):
		answers.send(client, getattr(fuzzer, kind)())
	answers.check(EACH, reached[("rows", "write", "raw").index(kind)])

"""No 500 by input: every whitelisted method, called by everybody with arguments that nobody means."""

from __future__ import annotations

import pytest
from tests.hosts import Host
from tests.security.fuzzing import Answers, Fuzzer, methods

from client_mgmt.demo import people

#: who calls, how often each method, and which share is answered 200 at least
PEOPLE = (
	("Administrator", 5, 0.1),
	(people.MANAGER.user, 5, 0.08),
	(people.BUSINESS_OWNER.user, 3, 0.01),
	("Guest", 2, 0.01),
)


@pytest.mark.parametrize(("user", "rounds", "reached"), PEOPLE)
def test_methods(host: Host, user: str, rounds: int, reached: float) -> None:
	if not host.embedded:
		pytest.skip("the embedded host alone")
	fuzzer, answers = Fuzzer(host, rounds), Answers(host)
	every = [method for method in methods() if not method.path.endswith((".logout", ".login"))]
	client = answers.browser(user)
	for _number in range(rounds):
		for method in every:
			answers.send(client, fuzzer.call(method))
	answers.check(rounds * len(every), reached)

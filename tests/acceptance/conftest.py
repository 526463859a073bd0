"""The acceptance lines of the product, proven on a server in processes of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.acceptance.process import Served
from tests.hosts import Embedded, Host


@pytest.fixture(scope="module")
def host(demo_host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
	"""A copy of the demo site for each module, served by `client-mgmt start`; `api`, `admin` and `make` use
	it."""
	if not isinstance(demo_host, Embedded):
		pytest.skip("kills and starts servers of its own: not for a bench that is there already")
	folder = tmp_path_factory.mktemp("served") / "sites"
	demo_host.copy(folder)
	served = Served(folder)
	with served.sqlite() as database:  # refusals are compared in English
		database.execute("UPDATE `tabUser` SET language = 'en'")
	with served.served():
		yield served

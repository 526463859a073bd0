"""Fixtures for tests on either host (docs/testing.md): `host`, `api`, `admin`, `make`, `site`, `as_user`."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
	sys.path.insert(0, str(ROOT))

from tests import client  # noqa: E402  after the path is set
from tests.client import Api  # noqa: E402
from tests.factory import Factory  # noqa: E402
from tests.hosts import ADMIN_PASSWORD, DEMO_PASSWORD, Bench, Embedded, Host, once_a_run  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
	parser.addoption(
		"--host",
		choices=("embedded", "bench"),
		default="embedded",
		help="embedded: a site made for the run; bench: BENCH_ROOT, BENCH_SITE, BENCH_URL with app and demo",
	)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
	"""How many processes `-n auto` means: none beside this one on a bench, which has one site."""
	return 0 if config.getoption("--host") == "bench" else None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
	client.on_bench = config.getoption("--host") == "bench"
	if client.on_bench and config.getoption("numprocesses", None):
		raise pytest.UsageError("a bench has one site: leave -n away, or say -n auto")


@pytest.fixture(scope="session")
def of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
	"""A folder that the processes of a run have in common."""
	mine = tmp_path_factory.getbasetemp()
	return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine


@pytest.fixture(scope="session")
def demo_host(request: pytest.FixtureRequest, of_this_run: Path) -> Host:
	"""The demo site as it was built, once a run. Tests use `host`, a copy of it."""
	if request.config.getoption("--host") == "bench":
		bench = Bench()
		bench.speak_english()
		return bench
	built = Embedded(of_this_run / "demo")
	once_a_run(built.folder, built.build)
	return built


@pytest.fixture(scope="module")
def host(demo_host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
	"""A served demo site: on the embedded host a copy for each test module, on a bench the same one for
	all."""
	if not isinstance(demo_host, Embedded):
		yield demo_host
		return
	copy = demo_host.copy(tmp_path_factory.mktemp("module") / "sites")
	with copy.served():
		yield copy
	copy.forget()


@pytest.fixture(scope="module")
def api(host: Host) -> Callable[..., Api]:
	"""`api(person)`: a signed-in session of somebody of client_mgmt.demo.people, or of a user by name."""
	sessions: dict[str, Api] = {}

	def signed_in(person: Any, password: str = "") -> Api:
		user = getattr(person, "user", person)
		if user not in sessions:
			usual = ADMIN_PASSWORD if user == "Administrator" else DEMO_PASSWORD
			sessions[user] = Api(host.url, user, password or usual)
		return sessions[user]

	return signed_in


@pytest.fixture(scope="module")
def admin(api: Callable[..., Api]) -> Api:
	return api("Administrator")


@pytest.fixture(scope="module")
def guest(host: Host) -> Api:
	return Api(host.url)


@pytest.fixture(scope="module")
def make(api: Callable[..., Api]) -> Factory:
	"""Documents on demand (tests/factory.py)."""
	return Factory(api)


@pytest.fixture
def site(host: Host) -> Iterator[Any]:
	"""`frappe` inside the process, connected as Administrator; rolled back at the end. Not beside REST
	writes."""
	with host.connected() as frappe:
		yield frappe


@pytest.fixture
def as_user(site: Any) -> Callable[[Any], contextlib.AbstractContextManager[None]]:
	"""`with as_user(person):` the code inside the process runs as this person."""

	@contextlib.contextmanager
	def acting(person: Any) -> Iterator[None]:
		before = site.session.user
		site.set_user(getattr(person, "user", person))
		try:
			yield
		finally:
			site.set_user(before)

	return acting

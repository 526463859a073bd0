"""Clients and their contacts over REST (S004-09 to S004-19, S004-53)."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from stdnum.cn import uscc
from tests.client import Api, refuses
from tests.factory import Factory, unique

from client_mgmt.demo import people

FREE = f"91440300{secrets.randbelow(10**9):09d}"
CODE = FREE + uscc.calc_check_digit(FREE)  # a valid one, another in each run


@pytest.fixture
def sales(api: Callable[..., Api]) -> Api:
	return api(people.SALES)


@pytest.fixture
def manager(api: Callable[..., Api]) -> Api:
	return api(people.MANAGER)


def test_a_client_begins_with_a_name(sales: Api) -> None:
	"""S004-102: the name alone makes a draft; an active client must be complete, and all gaps are named."""
	name = sales.create("Client", client_name=unique("客户"))["name"]
	answer = sales.try_update("Client", name, lifecycle="Active")
	refuses(answer, 417, "MandatoryError", "Client Type, Unified Social Credit Code")
	assert sales.read("Client", name)["lifecycle"] == "Prospect"


def test_credit_codes_are_checked_and_unique(sales: Api) -> None:
	"""S004-10."""
	refuses(
		sales.try_create("Client", client_name="x", uscc="91110000600037342L"), 417, contains="credit code"
	)
	name = sales.create("Client", client_name=unique("客户"), uscc=CODE.lower())["name"]
	assert sales.read("Client", name)["uscc"] == CODE
	refuses(sales.try_create("Client", client_name="x", uscc=CODE), 417, "UniqueValidationError")


@pytest.mark.parametrize(
	"values", [{"client_type": "Individual"}, {"client_type": "Enterprise", "country": "Japan"}]
)
def test_some_clients_need_no_credit_code(sales: Api, values: dict[str, str]) -> None:
	"""S004-10, trap 8: individuals and foreign clients; two without a code do not clash."""
	for _number in range(2):
		assert sales.create("Client", client_name=unique("客户"), lifecycle="Active", **values)["name"]


def test_other_client_types_are_refused(sales: Api) -> None:
	"""S004-19."""
	refuses(sales.try_create("Client", client_name="x", client_type="Charity"), 417, contains="Client Type")


@pytest.mark.parametrize("values", [{"email": "nobody"}, {"phone": "123"}])
def test_contact_means_are_checked(sales: Api, make: Factory, values: dict[str, str]) -> None:
	"""S004-13."""
	refuses(sales.try_create("Client Contact", contact_name="x", client=make.client(), **values), 417)


def test_exactly_one_primary_contact(sales: Api, make: Factory) -> None:
	"""S004-53: the first is primary, the mark moves, and cannot be dropped."""
	client = make.client()
	first = sales.create("Client Contact", contact_name="甲", client=client, email="a@b.cn")
	assert first["is_primary"] == 1
	second = sales.create("Client Contact", contact_name="乙", client=client, phone="95588", is_primary=1)
	assert sales.names("Client Contact", client=client, is_primary=1) == {second["name"]}
	refuses(sales.try_update("Client Contact", second["name"], is_primary=0), 417, contains="the mark moves")


def test_only_the_manager_links_a_login(sales: Api, manager: Api, make: Factory) -> None:
	"""A website user, once, and never one of ours."""
	contact, login = make.contact(make.client()), make.user("Client Contact", user_type="Website User")
	refuses(sales.try_update("Client Contact", contact, user=login.user), 403, "PermissionError")
	refuses(manager.try_update("Client Contact", contact, user=people.PM.user), 417, contains="website user")
	manager.update("Client Contact", contact, user=login.user)
	again = make.contact(make.client())
	refuses(manager.try_update("Client Contact", again, user=login.user), 417, "UniqueValidationError")
	refuses(manager.try_update("Client Contact", contact, client=make.client()), 417, contains="stays with")


def test_a_required_field_of_an_administrator_works_at_once(sales: Api, admin: Api) -> None:
	"""S000-97, S004-61: no restart, and the server asks for it."""
	field = admin.create("Custom Field", dt="Client", fieldname="account_manager", label="Account Manager",
		fieldtype="Data", insert_after="city", reqd=1)  # fmt: skip
	refuses(sales.try_create("Client", client_name="x"), 417, "MandatoryError", "Account Manager")
	assert sales.create("Client", client_name=unique("客户"), account_manager="李明")["name"]
	assert admin.try_delete("Custom Field", field["name"]).ok

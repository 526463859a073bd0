"""Countries and currencies are links: to Frappe's records, by whatever words they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, PROJECT, Factory, unique
from tests.hosts import Host
from tests.workbooks import Book, exported, imported

from client_mgmt.demo import people

CHANGE, BASIC, FINANCE = "Change Request", "Basic Information", "Financial Terms"


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.mark.parametrize(
	("said", "name"),
	[("中国", "China"), ("cn", "China"), ("Germany", "Germany"), ("韩国", "Korea, Republic of")],
)
def test_a_country_in_words_is_its_record(pm: Api, said: str, name: str) -> None:
	"""S004-10: as other systems write it, in a new client and in an edit."""
	client = pm.create("Client", client_name=unique("客户"), country=said)
	assert client["country"] == name
	other = pm.create("Client", client_name=unique("客户"), country="Japan")["name"]
	pm.update("Client", other, country=said)
	assert pm.read("Client", other)["country"] == name


def test_a_currency_in_words_is_its_record(pm: Api, make: Factory) -> None:
	dossier = make.dossier(currency="人民币")
	assert pm.read(PROJECT, dossier)["currency"] == "CNY"
	pm.update(PROJECT, dossier, currency="usd")
	assert pm.read(PROJECT, dossier)["currency"] == "USD"


def test_what_is_no_country_is_refused(pm: Api, make: Factory) -> None:
	refuses(
		pm.try_create("Client", client_name=unique("客户"), country="Atlantis"),
		417,
		"LinkValidationError",
		"Country: Atlantis",
	)
	dossier = make.dossier()
	refuses(pm.try_update(PROJECT, dossier, currency="Taler"), 417, "LinkValidationError", "Currency: Taler")


def test_staff_choose_from_the_lists(pm: Api) -> None:
	"""A form's field offers them, though Frappe opens currencies to administrators and accountants alone."""
	for doctype, name in (("Currency", "CNY"), ("Country", "China")):
		found = pm.query("frappe.desk.search.search_link", doctype=doctype, txt=name)
		assert name in [row["value"] for row in found]


def test_a_workbook_says_them_in_words(host: Host, pm: Api, make: Factory) -> None:
	"""S004-69: 中国 is what stands there already, 德国 and 美元 are edits."""
	client = pm.create("Client", client_name=unique("客户"), country="China")["name"]
	dossier = make.dossier(client=client, team=[], contract_amount=5)
	book = Book(exported(pm, dossier))
	book.put(BASIC, 2, "Country", "中国")
	found = imported(host, pm, book.data())
	assert (found["status"], found["conflicts"], found["rows"]) == ("Done", 0, [])
	book.put(BASIC, 2, "Country", "德国")
	row = next(row["row"] for row in book.rows(FINANCE) if row["Type"] == "Contract")
	book.put(FINANCE, row, "Currency", "美元")
	assert imported(host, pm, book.data())["status"] == "Done"
	assert pm.read("Client", client)["country"] == "Germany"
	assert pm.read(PROJECT, dossier)["currency"] == "USD"


def test_a_workbook_with_an_unknown_country_says_so(host: Host, pm: Api, make: Factory) -> None:
	client = pm.create("Client", client_name=unique("客户"))["name"]
	book = Book(exported(pm, make.dossier(client=client, team=[])))
	book.put(BASIC, 2, "Country", "Atlantis")
	found = imported(host, pm, book.data())
	assert found["errors"] == 1
	assert any("Country: Atlantis" in str(row) for row in found["rows"])
	assert pm.read("Client", client)["country"] == "China"


def test_a_mail_gives_a_currency_in_words(pm: Api) -> None:
	amount = {"value": "9", "currency": "RMB", "source": "body"}
	values = {"project_name": unique("项目"), "contract_amount": amount}
	made = pm.call("client_mgmt.api.dossier.accept_mail", values=values)
	assert pm.read(PROJECT, made["project"])["currency"] == "CNY"


def test_a_signed_currency_keeps_its_name(admin: Api, make: Factory) -> None:
	"""Renaming it would rewrite what was signed."""
	make.change("Signed")
	rename = {"doctype": "Currency", "old_name": "CNY", "new_name": "RMB"}
	answer = admin.try_call("frappe.client.rename_doc", **rename)
	refuses(answer, 417, "ValidationError", "CNY")


def test_old_texts_get_their_records(site: Any) -> None:
	"""The patch: a country's words become its record, a currency's text stays, and nothing is lost."""
	from client_mgmt.patches.v0_3 import link_countries_and_currencies as patch

	texts = {"中国": "China", "CHN": "China", "Korea": "Korea, Republic of", "Atlantis": "Atlantis"}
	clients = {text: site.get_doc({"doctype": "Client", "client_name": text}).insert().name for text in texts}
	for text, name in clients.items():
		site.db.set_value("Client", name, "country", text)
	dossier = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	site.db.set_value(PROJECT, dossier, "currency", "Tlr")
	before = site.db.get_value("Client", clients["中国"], "modified")
	for _run in range(2):
		patch.execute()
	assert {text: site.db.get_value("Client", name, "country") for text, name in clients.items()} == texts
	assert site.db.get_value("Client", clients["中国"], "modified") == before
	assert site.db.get_value(PROJECT, dossier, "currency") == "Tlr"
	assert site.db.exists("Currency", "Tlr") and site.db.exists("Country", "Atlantis")


def test_signed_letters_stay(site: Any, as_user: Any) -> None:
	"""A currency from before there were records may differ in case from its record: what is closed or signed
	keeps its own, and goes on."""
	dossier = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	site.db.set_value(PROJECT, dossier, "currency", "cny")
	with as_user(people.PM):
		doc = site.get_doc(PROJECT, dossier)
		doc.actual_start = "2026-01-02"
		doc.save()
	assert site.db.get_value(PROJECT, dossier, ["currency", "workflow_state"]) == ("cny", "Archived")


def test_empty_json_becomes_none(site: Any, host: Host) -> None:
	"""Empty text is no JSON: a column of that type refuses it on MariaDB and PostgreSQL."""
	if not host.embedded:
		pytest.skip("there the column itself refuses what the patch mends before the column is made")
	from client_mgmt.patches.v0_3 import empty_json

	name = site.get_doc({"doctype": "Client", "client_name": unique("客户")}).insert().name
	kept = site.db.get_value("Client", name, "value_sources")
	other = site.get_doc({"doctype": "Client", "client_name": unique("客户")}).insert().name
	site.db.set_value("Client", other, "value_sources", "")
	empty_json.execute()
	assert site.db.get_value("Client", other, "value_sources") is None
	assert kept and site.db.get_value("Client", name, "value_sources") == kept


def test_a_country_is_read_in_the_readers_language(site: Any) -> None:
	project = site.db.get_value(PROJECT, {"project_name": BANK})
	site.local.lang = "zh"
	answer = site.get_attr("client_mgmt.api.brief.project_brief")(project)
	site.local.lang = "en"
	facts = {fact["key"]: fact for part in answer["sections"] for fact in part.get("facts", [])}
	assert (facts["country"]["label"], facts["country"]["value"]) == ("国家", "中国")

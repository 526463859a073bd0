"""Mail, jobs, logs, limits, and setup code: Custom Fields and Property Setters."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from tests.contract.notes import NOTE, note

pytestmark = pytest.mark.usefixtures("notes")


@pytest.fixture
def outgoing(site: Any, host: Any) -> None:
	"""An account to send from, which a bench needs before it queues anything."""
	if host.embedded:
		return
	account = {"email_account_name": "Contract", "email_id": "noreply@contract.example"}
	server = {"enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "127.0.0.1"}
	doc = site.get_doc({"doctype": "Email Account", **account, **server, "no_smtp_authentication": 1})
	doc.flags.ignore_validate = True  # which would call the server
	doc.insert()


@pytest.mark.contract("frappe.sendmail")
@pytest.mark.usefixtures("outgoing")
def test_mail_waits_in_the_queue(site: Any, as_user: Any) -> None:
	"""A row of this transaction for each call, whoever calls; it is sent after the commit."""
	made = note(site)
	with as_user("Guest"):
		site.sendmail(
			recipients=["a@b.example", "c@d.example"],
			subject="你好",
			message="<p>text</p>",
			reference_doctype=NOTE,
			reference_name=made.name,
		)
	key = {"reference_doctype": NOTE, "reference_name": made.name}
	queued = site.get_all("Email Queue", filters=key, fields=["name", "status"])
	assert [row.status for row in queued] == ["Not Sent"]
	to = site.get_all("Email Queue Recipient", filters={"parent": queued[0].name}, pluck="recipient")
	assert sorted(to) == ["a@b.example", "c@d.example"]
	site.db.rollback()
	assert not site.db.exists("Email Queue", key)


@pytest.mark.contract("frappe.enqueue")
def test_jobs(site: Any) -> None:
	"""Not inside the caller, and not at all when the transaction rolls back."""
	before = site.db.count("Error Log")
	site.enqueue("no_such_app.method", enqueue_after_commit=True, queue="short", timeout=60, text="x")
	assert site.db.count("Error Log") == before
	site.db.rollback()


@pytest.mark.contract("frappe.log_error", "frappe.logger")
def test_logs(site: Any) -> None:
	"""An Error Log with the given text, else the traceback of the error being handled."""
	written = site.log_error("a title", "the text")
	assert (written.doctype, written.method, written.error) == ("Error Log", "a title", "the text")
	try:
		int("no number")
	except ValueError:
		written = site.log_error(title="while reading")
	assert written.method == "while reading"
	assert "ValueError: invalid literal" in site.db.get_value("Error Log", written.name, "error")
	assert isinstance(site.logger("client_mgmt"), logging.Logger)
	site.logger("client_mgmt").warning("contract test, %s", "ignore")


@pytest.mark.contract(
	"frappe.rate_limiter.rate_limit",
	"frappe.request.method",
	"frappe.request.headers",
	"frappe.request.cookies",
)
def test_rate_limit(site: Any) -> None:
	"""So many calls in so many seconds for one value of the form's `key`; outside HTTP none is counted."""
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	from frappe.rate_limiter import rate_limit

	limited = rate_limit(key="whom", limit=2, seconds=60)(lambda: "ok")
	assert [limited() for _call in range(4)] == ["ok"] * 4
	told = EnvironBuilder(method="POST", headers={"User-Agent": "t", "Cookie": "sid=s"})
	site.local.request = Request(told.get_environ())
	assert (site.request.method, site.request.headers.get("User-Agent")) == ("POST", "t")
	assert site.request.cookies.get("sid") == "s"
	site.local.request_ip = "203.0.113.7"
	site.form_dict.cmd = "contract." + site.generate_hash(length=8)
	site.form_dict.whom = "a"
	assert [limited(), limited()] == ["ok", "ok"]
	with pytest.raises(site.RateLimitExceededError):
		limited()
	site.form_dict.whom = "b"
	assert limited() == "ok"
	site.local.request = None


@pytest.fixture
def own_definition(site: Any) -> Iterator[None]:
	"""`Contract Note` is as before: on a bench the change of a table commits whatever is open."""
	yield
	for doctype, key in (("Custom Field", "dt"), ("Property Setter", "doc_type")):
		for name in site.get_all(doctype, filters={key: NOTE}, pluck="name"):
			site.delete_doc(doctype, name)
	site.db.delete(NOTE, {"title": "with a custom field"})
	site.db.commit()
	site.clear_cache(doctype=NOTE)


CUSTOM = "frappe.custom.doctype"


@pytest.mark.contract(f"{CUSTOM}.custom_field.custom_field.create_custom_fields")
@pytest.mark.usefixtures("own_definition")
def test_custom_fields(site: Any) -> None:
	"""For one DocType or several; a second time updates; the field works at once."""
	from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

	extra = {"fieldname": "contract_extra", "label": "Extra", "fieldtype": "Data", "insert_after": "title"}
	create_custom_fields({NOTE: [extra]})
	create_custom_fields({(NOTE,): {**extra, "label": "More", "reqd": 1}})
	df = site.get_meta(NOTE).get_field("contract_extra")
	assert (df.label, df.reqd) == ("More", 1)
	order = [field.fieldname for field in site.get_meta(NOTE).fields]
	assert order[order.index("title") + 1] == "contract_extra"
	with pytest.raises(site.MandatoryError):
		note(site, "with a custom field")
	made = note(site, "with a custom field", contract_extra="kept")
	assert site.db.get_value(NOTE, made.name, "contract_extra") == "kept"

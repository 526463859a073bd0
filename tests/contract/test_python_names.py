"""Names of `frappe` itself: messages, texts, hooks, the context of a call, the exceptions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.contract.lines import exception_names
from tests.contract.notes import NOBODY, WRITER

#: the statuses that are not 417, as v15.41.0 has them
STATUS = {
	**dict.fromkeys(("AuthenticationError", "SessionExpired"), 401),
	**dict.fromkeys(("DoesNotExistError", "PageDoesNotExistError"), 404),
	**dict.fromkeys(("NameError", "DuplicateEntryError"), 409),
	**dict.fromkeys(("RateLimitExceededError", "TooManyRequestsError"), 429),
	**dict.fromkeys(("QueryTimeoutError", "QueryDeadlockError"), 500),
	"CSRFTokenError": 400,
	"PermissionError": 403,
	"UnsupportedMediaType": 415,
	"OutgoingEmailError": 501,
}
pytestmark = pytest.mark.usefixtures("notes")


def said(frappe: Any) -> list[Any]:
	"""The messages collected so far; a bench keeps them as dicts or as JSON."""
	return [frappe.parse_json(entry) for entry in frappe.local.message_log]


@pytest.mark.contract("frappe._", "frappe.local.lang")
def test_texts_are_translated(site: Any) -> None:
	before = site.local.lang
	site.local.lang = "zh"
	assert site._("A GET request may not change {0}.").format("x") == "GET 请求不能改动x。"
	site.local.lang = before
	assert site._("no such text {0}").format(1) == "no such text 1"


@pytest.mark.contract("frappe._dict")
def test_dict_with_attributes(site: Any) -> None:
	values = site._dict(a=1)
	values.b = 2
	assert (values.a, values["b"], values.missing) == (1, 2, None)
	assert values.update({"c": 3}) is values
	assert type(values.copy()) is site._dict


@pytest.mark.contract("frappe.throw", "frappe.msgprint")
def test_messages(site: Any) -> None:
	site.local.message_log = []
	site.msgprint("told", title="News", indicator="green", alert=True)
	with pytest.raises(site.ValidationError, match="refused"):
		site.throw("refused")
	with pytest.raises(site.PermissionError, match="not you"):
		site.throw("not you", site.PermissionError, title="No")
	told, refused, titled = said(site)
	assert (told.message, told.title, told.indicator, told.alert) == ("told", "News", "green", 1)
	assert (refused.message, refused.indicator, refused.raise_exception) == ("refused", "red", 1)
	assert titled.title == "No"


@pytest.mark.contract("frappe.exceptions")
@pytest.mark.parametrize("name", sorted(exception_names()))
def test_exceptions(site: Any, name: str) -> None:
	"""Each is the class of frappe.exceptions, raised with a text, and answered with the same status."""
	import frappe.exceptions

	short = name.rpartition(".")[2]
	found = getattr(site, short)
	assert found is getattr(frappe.exceptions, short)
	assert issubclass(found, Exception)
	assert str(found("why")) == "why"
	assert getattr(found, "http_status_code", 500) == STATUS.get(short, 417)


@pytest.mark.contract("frappe.clear_messages")
def test_messages_are_forgotten(site: Any) -> None:
	site.msgprint("one")
	site.clear_messages()
	site.msgprint("two")
	assert [message["message"] for message in said(site)] == ["two"]


@pytest.mark.contract("frappe.bold", "frappe.scrub", "frappe.generate_hash")
def test_plain_texts(site: Any) -> None:
	assert site.bold("x") == "<strong>x</strong>"
	assert site.scrub("Change Request-Item") == "change_request_item"
	assert (len(site.generate_hash()), len(site.generate_hash(length=9))) == (56, 9)
	assert site.generate_hash() != site.generate_hash()


@pytest.mark.contract("frappe.parse_json", "frappe.as_json")
def test_json(site: Any) -> None:
	parsed = site.parse_json('{"a": [1, null]}')
	assert parsed.a == [1, None]
	assert site.parse_json([1]) == [1]
	assert site.parse_json(None) is None
	moment = site.utils.get_datetime("2025-08-20 01:02:03")
	text = site.as_json({"b": moment, "a": "你"}, indent=None)
	assert json.loads(text) == {"a": "你", "b": "2025-08-20 01:02:03"}
	assert text.index('"a"') < text.index('"b"')


@pytest.mark.contract("frappe.get_attr")
def test_dotted_paths(site: Any) -> None:
	from client_mgmt.demo import people

	assert site.get_attr("client_mgmt.demo.people.PM") is people.PM
	with pytest.raises((ImportError, AttributeError)):
		site.get_attr("client_mgmt.demo.people.NOPE")
	with pytest.raises(site.ValidationError):
		site.get_attr("no_such_app.thing")


@pytest.mark.contract("frappe.get_site_path")
def test_paths(site: Any) -> None:
	assert Path(site.get_site_path("site_config.json")).is_file()


@pytest.mark.contract("frappe.get_hooks")
def test_hooks(site: Any) -> None:
	assert site.get_hooks("app_name", app_name="client_mgmt") == ["client_mgmt"]
	assert "client_mgmt" in site.get_hooks("app_name")
	assert site.get_hooks("no_such_hook") == []
	assert site.get_hooks("no_such_hook", {}) == {}
	assert site.get_hooks()["app_title"][-1] == "Client Management"
	assert site.get_hooks("client_portal_methods")[0].startswith("client_mgmt.")


@pytest.mark.contract(
	"frappe.session.user",
	"frappe.session.sid",
	"frappe.session.data",
	"frappe.set_user",
	"frappe.get_roles",
	"frappe.only_for",
)
def test_who_is_acting(site: Any) -> None:
	assert site.session.user == "Administrator"
	site.only_for("Nobody Has This")
	site.set_user(WRITER)
	assert site.session.user == WRITER
	assert {"Contract Writer", "All", "Guest"} <= set(site.get_roles())
	assert "Contract Writer" not in site.get_roles(NOBODY)
	site.only_for(["Contract Writer", "System Manager"])
	for roles in ("System Manager", ("System Manager", "Contract Reader")):
		with pytest.raises(site.PermissionError):
			site.only_for(roles)
	assert site.session.sid == site.session.user  # no session is open
	site.session.data.mark = 1
	assert site.session.data.mark == 1


@pytest.mark.contract(
	"frappe.local.site",
	"frappe.local.request_ip",
	"frappe.form_dict",
	"frappe.flags",
	"frappe.response.filename",
	"frappe.response.filecontent",
	"frappe.response.type",
)
def test_context_outside_http(site: Any, host: Any) -> None:
	assert site.local.site == host.site
	assert not site.request
	assert getattr(site.local, "request_ip", None) is None
	site.form_dict.given = "x"
	assert site.local.form_dict.given == "x"
	assert site.form_dict.missing is None
	site.response.filename, site.response.type, site.response.filecontent = "a.txt", "download", b"x"
	assert (site.local.response.filename, site.local.response["type"]) == ("a.txt", "download")
	assert site.flags.something is None
	site.flags.something = 1
	assert site.local.flags.something == 1


@pytest.mark.contract("frappe.init", "frappe.connect", "frappe.destroy")
def test_a_context_begins_and_ends(host: Any) -> None:
	with host.connected() as frappe:
		assert (frappe.local.site, frappe.session.user) == (host.site, "Administrator")
		assert frappe.db.exists("User", "Administrator")
	assert getattr(frappe.local, "site", None) is None


@pytest.mark.contract("frappe.conf")
def test_site_config(site: Any) -> None:
	config = json.loads(Path(site.get_site_path("site_config.json")).read_text(encoding="utf-8"))
	assert site.conf.db_name == config.get("db_name")
	assert site.conf.no_such_key is None


@pytest.mark.contract("frappe.whitelist")
def test_whitelist(site: Any) -> None:
	"""The decorator gives the function back; who may call what is tested over HTTP."""

	def plain(text: str) -> str:
		return text * 2

	assert site.whitelist()(plain)("x") == "xx"
	assert site.whitelist(allow_guest=True, methods=["POST"])(plain)("y") == "yy"


@pytest.mark.contract("frappe.whitelist")
def test_whitelist_over_http(api: Any, guest: Any) -> None:
	"""Not for guests unless `allow_guest`, and with the verbs of `methods` alone."""
	method = "client_mgmt.api.desk.get_count"
	admin = api("Administrator")
	assert admin.try_query(method, doctype="Role").status_code == 200
	assert admin.put(f"/api/method/{method}", json={"doctype": "Role"}).status_code == 403
	assert guest.try_query(method, doctype="Role").status_code == 403
	assert guest.try_query("frappe.ping").status_code == 200


@pytest.mark.contract("frappe.cache.get_value", "frappe.cache.set_value", "frappe.cache.delete_value")
def test_cache(site: Any) -> None:
	"""What was set with a time to live is read with `expires` (a bench remembers misses for the request)."""
	key = "contract-" + site.generate_hash(length=8)
	cache = site.cache
	assert cache.get_value(key, expires=True) is None
	cache.set_value(key, {"a": [1]}, expires_in_sec=60)
	assert cache.get_value(key, expires=True) == {"a": [1]}
	cache.delete_value(key)
	assert cache.get_value(key, expires=True) is None


@pytest.mark.contract("frappe.clear_cache")
def test_clear_cache(site: Any) -> None:
	"""What was read of metadata is read again; the document layer goes on."""
	assert site.get_meta("Contract Note").has_field("title")
	site.clear_cache(doctype="Contract Note")
	site.clear_cache()
	assert site.get_meta("Contract Note").has_field("title")


@pytest.mark.contract("frappe.safe_eval")
def test_conditions(site: Any) -> None:
	doc = site._dict(amount=11, title="x")
	assert site.safe_eval("doc.amount > 10 and doc.title == 'x'", None, {"doc": doc}) is True
	assert site.safe_eval("a + b", {"a": 1}, {"b": 2}) == 3
	for text in ("__import__('os')", "doc.__class__", "open('x')", "x = 1"):
		with pytest.raises((SyntaxError, NameError, AttributeError, TypeError, ImportError)):
			site.safe_eval(text, None, {"doc": doc})

"""The change file: everything about a change in one document, for a dispute."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import requests
from pypdf import PdfReader
from tests.client import Api, errors, refuses, some
from tests.factory import CHANGE, FREIGHT, Factory, unique

from client_mgmt.demo import people, texts

FILE = "/api/method/client_mgmt.api.requirements.change_file"
PAPER = "附件内容".encode()
SCRIPT = '<script>alert("x")</script><img src="http://127.0.0.1:9/x.png" onerror=alert(1)>'


def fetched(session: Api, change: str, **arguments: str) -> requests.Response:
	return session.get(FILE, params={"change_request": change, **arguments})


def page(session: Api, change: str, **arguments: str) -> str:
	answer = fetched(session, change, **arguments)
	assert answer.ok, errors(answer)
	return answer.content.decode()


def has_pdf() -> bool:
	"""Whether PDF can be made on this machine: Pango is a library of the system."""
	try:
		import weasyprint  # noqa: F401
	except (ImportError, OSError):
		return False
	return True


@pytest.fixture(scope="module")
def closed(api: Callable[..., Api], make: Factory) -> str:
	"""A change with an attachment, returned once, signed by both parties, accepted by the client."""
	contact, name = api(people.BUSINESS_OWNER), make.change()
	contact.ok(contact.upload(CHANGE, name, PAPER))
	make.bring(name, "Submitted")
	api(people.PM).act(CHANGE, name, "Return", "请补充说明")
	contact.act(CHANGE, name, "Submit", description="补充后的说明")
	for state in ("Under Assessment", "Awaiting Signatures", "Signed", "Scheduled", "Implemented", "Closed"):
		make.step(name, state)
	return name


def test_it_holds_what_a_dispute_asks(api: Callable[..., Api], admin: Api, closed: str) -> None:
	"""S004-39, S004-32: content, impact, all signatures with times and hashes, history, verification."""
	record, text = admin.read(CHANGE, closed), page(api(people.PM), closed, language="en")
	assert all(record[field] in text for field in ("title", "description", "reason", "scope_impact"))
	for entry in some(admin.list("Signature Record", filters={"reference_name": closed}, fields=["*"])):
		facts = ("signer", "signer_name", "digest", "hash", "party", "decision", "method", "role")
		assert [field for field in facts if entry[field] not in text] == []
		assert entry["signed_at"][:19].replace("T", " ") + " UTC" in text
	events = admin.list("Workflow Event", filters={"reference_name": closed}, fields=["hash", "reason"])
	for entry in some(events):
		assert entry["hash"] in text
		assert (entry["reason"] or "") in text
	assert record["chain_head"] in text and "The evidence holds." in text
	assert hashlib.sha256(PAPER).hexdigest() in text
	assert f"{admin.read('User', people.PM.user)['full_name']} ({people.PM.user})" in text
	item = record["change_items"][0]
	assert f"<ins>{item['proposed_feature']}</ins>" in text


def test_old_and_new_values_are_in_it(api: Callable[..., Api], closed: str) -> None:
	"""S004-38: what was edited on the way, with both values."""
	assert f"{texts.CHANGE_DESCRIPTION} → 补充后的说明" in page(api(people.PM), closed, language="en")


def test_a_modified_requirement_shows_the_difference(
	api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	added = make.change("Scheduled")
	(name,) = admin.names("Requirement", last_change=added)
	item = {"operation": "Modify", "requirement": name, "proposed_acceptance": "可以在三秒内演示"}
	text = page(api(people.PM), make.change(change_items=[item]), language="zh")
	assert "可以<ins>在三秒内</ins>演示" in text


def test_it_speaks_chinese_and_english(api: Callable[..., Api], closed: str) -> None:
	"""Whatever its reader's language; labels and states translated, people's words as they are."""
	chinese, english = (page(api(people.PM), closed, language=code) for code in ("zh", "en"))
	assert "变更档案" in chinese and '<html lang="zh">' in chinese and "证据成立" in chinese
	assert "Change File" in english and "变更档案" not in english
	assert page(api(people.PM), closed).count("Change File") == english.count("Change File")


def test_it_stands_alone(api: Callable[..., Api], closed: str) -> None:
	"""S004-39: a page for A4 that loads nothing, and is saved rather than opened on our own address."""
	answer = fetched(api(people.PM), closed)
	assert answer.headers["Content-Disposition"].startswith("attachment")
	text = answer.content.decode()
	assert "size: A4" in text and "default-src 'none'" in text
	assert not [word for word in ("http://", "https://", "<script", "<link", "url(") if word in text]


def test_a_watermark_is_on_it(api: Callable[..., Api], closed: str) -> None:
	"""S004-44: our own PDF export can carry a watermark."""
	assert "仅供内部" not in page(api(people.PM), closed)
	assert page(api(people.PM), closed, watermark="仅供内部").count("<span>仅供内部</span>") > 1
	refuses(fetched(api(people.PM), closed, watermark="x" * 61), 417, contains="at most 60")


def test_an_administrator_sets_a_standing_watermark(api: Callable[..., Api], admin: Api, closed: str) -> None:
	"""S004-44: without code; a print may ask for another one."""
	place = ("Client Mgmt Settings", "Client Mgmt Settings")
	admin.update(*place, change_file_watermark="受控文件")
	try:
		assert "<span>受控文件</span>" in page(api(people.BUSINESS_OWNER), closed)
		assert "受控文件" not in page(api(people.PM), closed, watermark="副本")
	finally:
		admin.update(*place, change_file_watermark="")
	refuses(api(people.PM).try_update(*place, change_file_watermark="x"), 403)


def test_as_pdf_or_a_clear_error(api: Callable[..., Api], admin: Api, closed: str) -> None:
	"""S004-39, S004-44: PDF with signatures, hashes and a watermark, where its library is installed."""
	answer = fetched(api(people.PM), closed, format="pdf", watermark="机密", language="zh")
	if not has_pdf():
		refuses(answer, 417, contains="pip install weasyprint")
		return
	assert answer.headers["Content-Type"] == "application/pdf"
	pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
	assert pages and all("机密" in text for text in pages)
	text = "".join("".join(pages).split())
	for entry in some(admin.list("Signature Record", filters={"reference_name": closed}, fields=["*"])):
		assert [field for field in ("signer_name", "digest", "hash") if entry[field] not in text] == []


def test_other_formats_are_refused(api: Callable[..., Api], closed: str) -> None:
	refuses(fetched(api(people.PM), closed, format="docx"), 417, contains="html or pdf")
	refuses(fetched(api(people.PM), closed, language="fr"), 417, contains="zh or en")
	answer = api(people.PM).try_call("client_mgmt.api.requirements.change_file", change_request=closed)
	assert answer.ok and answer.text.startswith("<!doctype html>"), "it reads, by POST too"


def test_what_people_wrote_is_text(api: Callable[..., Api], make: Factory) -> None:
	"""Markup in titles, reasons, items and watermarks is shown, never run and never fetched."""
	item = {
		"operation": "Add",
		"proposed_feature": SCRIPT,
		"proposed_priority": "Low",
		"proposed_acceptance": SCRIPT,
	}
	name = make.change(title=SCRIPT, description=SCRIPT, reason=SCRIPT, change_items=[item])
	api(people.BUSINESS_OWNER).act(CHANGE, name, "Submit")
	api(people.PM).act(CHANGE, name, "Return", SCRIPT)
	for session in (api(people.PM), api(people.BUSINESS_OWNER)):
		text = page(session, name, watermark="</span><b onclick=x>")
		assert "alert(" in text
		assert not [word for word in ("<script", "<img", "<b onclick", "onerror=alert(1)>") if word in text]
		if has_pdf():
			assert fetched(session, name, format="pdf").content.startswith(b"%PDF")


def test_the_printer_fetches_nothing(site: Any) -> None:
	"""No request leaves the server for a page, whatever it names: neither addresses nor files."""
	if not has_pdf():
		with pytest.raises(site.ValidationError, match="pip install weasyprint"):
			_print("<p>x</p>")
		return
	import socket

	with socket.create_server(("127.0.0.1", 0)) as server:
		server.settimeout(0.2)
		here = f"http://127.0.0.1:{server.getsockname()[1]}/x"
		for markup in (
			f'<img src="{here}">',
			f'<link rel="stylesheet" href="{here}">',
			f"<style>@import url({here}); p {{ background: url({here}) }}</style><p>x",
			f'<object data="{here}"></object>',
			'<link rel="attachment" href="file:///etc/hostname">',
		):
			try:
				assert b"hostname" not in _print(markup)
			except site.ValidationError as refusal:
				assert "outside itself" in str(refusal)
			with pytest.raises(TimeoutError):
				server.accept()
	with pytest.raises(site.ValidationError, match="too long"):
		_print("x" * 60_001)


def _print(markup: str) -> bytes:
	from client_mgmt import printing

	return printing.pdf(markup)


def test_the_clients_people_get_it_without_what_is_internal(
	api: Callable[..., Api], admin: Api, make: Factory, closed: str
) -> None:
	"""Of their own project: no estimate, no comment, no address or browser of a signer."""
	secret = unique("内部成本机密")
	lead = api(people.PM)
	lead.create("Internal Estimate", change_request=closed, internal_cost=98765, notes=secret)
	comment = {"reference_doctype": CHANGE, "reference_name": closed, "comment_type": "Comment"}
	admin.create("Comment", content=secret, **comment)
	text = page(api(people.BUSINESS_OWNER), closed, language="en")
	assert "The evidence holds." in text
	hidden = [secret, "98765", "python-requests", "127.0.0.1"]
	assert [word for word in hidden if word in text] == []


def test_others_do_not_get_it(api: Callable[..., Api], guest: Api, make: Factory, closed: str) -> None:
	"""Another project's people, on either side, and nobody."""
	for session in (api(people.OTHER_CONTACT), api(people.OTHER_PM), guest):
		for kind in ("html", "pdf"):
			refuses(fetched(session, closed, format=kind), 403)
	theirs = make.change(project=FREIGHT)
	refuses(fetched(api(people.BUSINESS_OWNER), theirs), 403)
	refuses(fetched(api(people.PM), theirs), 403)


def test_printing_changes_nothing(api: Callable[..., Api], admin: Api, closed: str) -> None:
	"""What was signed still holds."""
	before = admin.read(CHANGE, closed)
	page(api(people.BUSINESS_OWNER), closed)
	assert admin.read(CHANGE, closed) == before
	assert admin.verdict(CHANGE, closed)["valid"]

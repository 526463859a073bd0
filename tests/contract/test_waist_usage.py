"""The checker of the waist is seen to fail: source with a planted breach, and source without."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.contract import lines, usage

SOUND = """
import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate


class Thing(Document):
	kind: str

	def validate(self) -> None:
		self.check_kind()
		self.reason = self.reason.strip()
		self.flags.thing_settled = True

	def check_kind(self) -> None:
		df = self.meta.get_field("kind")
		before = self.get_doc_before_save()
		if before and before.as_dict() != self.as_dict():
			frappe.throw(_("Changed: {0}").format(df.label), title="No")


def several(doc, values: dict) -> list:
	rows = frappe.get_all("Thing", filters={"kind": "x"}, pluck="name", limit=3)
	made = frappe.new_doc("Thing", kind="x").insert(ignore_permissions=True)
	frappe.enqueue("app.run", queue="long", anything=json.dumps(values))
	frappe.flags.app_mark = [meta.fields for meta in map(frappe.get_meta, rows)]
	frappe.db.after_commit.add(lambda: frappe.cache.delete_value("x"))
	return [cint(values.get(row)) for row in rows if made.name and getdate(row) in frappe.flags.app_mark]
"""
BREACHES = {
	"frappe.db.sql('select 1')": "frappe.db.sql",
	"frappe.qb.from_('Client')": "frappe.qb.from_",
	"frappe.get_cached_doc('Client', 'x')": "frappe.get_cached_doc",
	"from frappe.utils import fmt_money": "frappe.utils.fmt_money",
	"import frappe.email.queue": "frappe.email.queue",
	"import frappe as f; f.publish_realtime('x')": "frappe.publish_realtime",
	"from frappe import utils; utils.random_string(5)": "frappe.utils.random_string",
	"from frappe import db; db.sql('x')": "frappe.db.sql",
	"frappe.get_list('Client', ignore_permissions=True)": "frappe.get_list(ignore_permissions)",
	"frappe.get_all('Client', distinct=True, pluck='name')": "frappe.get_all(distinct)",
	"frappe.db.get_value('Client', 'x', 'name', cache=True)": "frappe.db.get_value(cache)",
	"frappe.sendmail('a@b.co', cc='c@d.co')": "frappe.sendmail(cc)",
	"frappe.get_doc('Client', 'x').queue_action('submit')": "Document.queue_action",
	"doc = frappe.get_doc('Client', 'x')\ndoc.save(ignore_version=True)": "Document.save(ignore_version)",
	"doc = frappe.new_doc('Client')\ndoc.flags.ignore_mandatory = True": "Document.flags.ignore_mandatory",
	"frappe.get_doc('A', 'x').insert().notify_update()": "Document.notify_update",
	"def f(doc): return doc.get_all_children()": "Document.get_all_children",
	"def f(doc: 'Document | None'): doc.get_doc_before_save().lock()": "Document.lock",
	"def f(doc):\n\tif (old := doc.get_doc_before_save()):\n\t\told.unlock()": "Document.unlock",
	"class A(frappe.model.document.Document):\n\tdef f(self): super().lock()": "Document.lock",
	"[frappe.get_doc('A', n).set_title() for n in ('a',)]": "Document.set_title",
	"frappe.get_meta('Client').get_select_fields()": "Meta.get_select_fields",
	"def f(doc): return doc.meta.columns": "Meta.columns",
	"meta = frappe.get_meta('Client')\nlist(meta.data_fields)": "Meta.data_fields",
	"def f(meta): return meta.get_title_field()": "Meta.get_title_field",
	"def f(anything): anything.add_fetch('x')": "?.add_fetch",
	"frappe.cache.hset('a', 'b', 1)": "frappe.cache.hset",
	"frappe.cache.set_value('a', 1, user='x')": "frappe.cache.set_value(user)",
	"frappe.local.db.execute('x')": "frappe.local.db",
	"frappe.session.csrf_token": "frappe.session.csrf_token",
	"frappe.db.after_commit.run()": "frappe.db.after_commit.run",
}


def breaches(*texts: str) -> list[str]:
	files = {Path(f"planted_{number}.py"): text for number, text in enumerate(texts)}
	return [breach for _path, breach in usage.beyond(files, lines.contract())]


def test_sound_source_passes() -> None:
	assert breaches(SOUND) == []


@pytest.mark.parametrize("planted", BREACHES)
def test_a_breach_is_found(planted: str) -> None:
	text = planted if "import frappe" in planted else f"import frappe\n{planted}"
	found = [breach.partition(": ")[2].removesuffix("()") for breach in breaches(SOUND, text)]
	assert BREACHES[planted] in found


def test_a_controller_of_another_file_is_a_document() -> None:
	heir = "from app.thing import Thing\nclass Other(Thing):\n\tdef run(self):\n\t\tself.queue_action('x')"
	assert breaches(SOUND, heir) == ["4: Document.queue_action()"]


def test_a_name_that_is_given_another_value_is_let_go() -> None:
	assert breaches("import frappe\ndoc = frappe.get_doc('A', 'b')\ndoc = str(doc)\ndoc.casefold()") == []


def test_lines_are_told() -> None:
	assert breaches("import frappe\n\n\nfrappe.db.sql('x')")[0].startswith("4: ")

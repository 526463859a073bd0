"""Every string that people read is there in Chinese, for both ways in which hosts read translations."""

from __future__ import annotations

import json
import re

import polib

from client_mgmt.locale import build


def test_nothing_is_left_untranslated() -> None:
	assert sorted(build.messages() - set(build.translated())) == []


def test_nothing_is_translated_that_is_gone() -> None:
	assert sorted(set(build.translated()) - build.messages()) == []


def test_placeholders_survive() -> None:
	wrong = {
		text: chinese
		for text, chinese in build.translated().items()
		if sorted(set(re.findall(r"\{\d\}", text))) != sorted(set(re.findall(r"\{\d\}", chinese)))
	}
	assert wrong == {}


def test_both_files_agree() -> None:
	"""`make translations` writes the table of Frappe v15 out of zh.po."""
	assert build.CSV.read_text(encoding="utf-8") == build.as_csv(build.translated())


def test_the_template_holds_the_sources_strings() -> None:
	"""`make translations` writes it; what Frappe's own tools begin a language with."""
	assert build.POT.read_text(encoding="utf-8") == build.as_pot(build.messages())
	assert {entry.msgid for entry in polib.pofile(str(build.POT))} == build.messages()


def test_chinese_has_each_string_of_the_template_once() -> None:
	"""None is left out or doubled, kept as obsolete, or marked fuzzy, which gettext leaves untranslated."""
	template, chinese = polib.pofile(str(build.POT)), polib.pofile(str(build.PO))
	assert sorted(entry.msgid for entry in chinese) == sorted(entry.msgid for entry in template)
	assert [entry.msgid for entry in chinese if entry.obsolete or entry.fuzzy] == []


def test_strings_of_a_template_are_found() -> None:
	page = "{{ _('One') }} {{ _(\"Two {0}\").format(count) }} {{ _(label) }} {% if _('Three') %}{% endif %}"
	assert list(build._of_template(page)) == ["One", "Two {0}", "Three"]


def test_messages_arrive_in_the_users_language(site: object) -> None:
	from frappe import _

	assert _("Change Request", "zh") == "变更请求"
	assert _("Awaiting Signatures", "zh") == "待签字"
	assert _("{0} signs for nobody.", "zh").format("Administrator") == "Administrator 不代表任何一方签字。"


def test_the_web_apps_strings_are_listed() -> None:
	"""`make translations` writes the list; in both kinds of quotes, and none of the tests' own."""
	listed = json.loads(build.CLIENT.read_text(encoding="utf-8"))
	assert listed == sorted(build.client_messages())
	assert {"Sign in", "The client's side", "Show {0} more"} <= set(listed)
	assert "{0} and {1}" not in listed

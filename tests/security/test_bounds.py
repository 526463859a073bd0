"""How much one document holds, on either host: too much is refused at once, what firms really write is
not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people

MANY, LONG = 20_000, 160_000
#: texts that took a parser or a regular expression the square of their length
SLOW = ("<ul><li>", "<", "<!-- >", "<b><i>", "<div>", "((", "a@", " \t", "，。", "1,", "[[", "%")


def item(number: int) -> dict[str, Any]:
	return {
		"operation": "Add",
		"proposed_feature": f"导出 {number}",
		"proposed_priority": "Medium",
		"proposed_acceptance": "可以演示",
	}


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"change_items": [{}] * MANY}, "2000"),
		({"description": "<ul><li>" * (LONG // 8)}, "100"),
		({"description": "长" * 30_000}, "65535"),
		({"change_items": [{**item(1), "proposed_acceptance": "<div>" * 200}]}, "100"),
	],
)
def test_too_much_is_refused(
	api: Callable[..., Api], make: Factory, values: dict[str, Any], said: str
) -> None:
	name = make.change()
	answer = api(people.BUSINESS_OWNER).try_update(CHANGE, name, **values)
	refuses(answer, 417, "ValidationError", said)


def test_what_firms_write_is_not(api: Callable[..., Api], make: Factory) -> None:
	"""Long minutes and a long list of items."""
	name = make.change()
	text = "会议逐条讨论了需求，结论如下。" * 1000
	stored = api(people.BUSINESS_OWNER).update(
		CHANGE, name, description=text, change_items=[item(number) for number in range(300)]
	)
	assert (stored["description"], len(stored["change_items"])) == (text, 300)


@pytest.mark.parametrize("piece", SLOW)
def test_no_text_takes_the_square_of_its_length(site: Any, piece: str) -> None:
	"""Processor time of a save in the process, with every text as long as its field takes."""
	project = site.get_all("Project Archive", pluck="name", limit=1)[0]
	doc = site.get_doc("Project Archive", project)
	fields = [df.fieldname for df in doc.meta.fields if df.fieldtype in ("Small Text", "Text", "Text Editor")]
	assert fields
	text = piece * (65_000 // len(piece.encode()))
	for field in fields[:3]:
		doc.set(field, text)
	began = time.thread_time()
	try:
		doc.run_method("before_validate")
		doc.run_method("validate")
	except site.ValidationError as refusal:
		assert str(refusal)
	assert time.thread_time() - began < 2

"""The shapes of the answers. Times are in the site's zone, values as REST sends them, labels translated."""

from __future__ import annotations

from typing import Any, TypedDict


class Choice(TypedDict):
	"""One option of a Select field."""

	value: str
	label: str


class Field(TypedDict, total=False):
	"""A field of a form; properties that are empty or 0 are left out, but for name, label and type."""

	fieldname: str
	label: str
	fieldtype: str
	options: str
	choices: list[Choice]
	reqd: int
	read_only: int
	hidden: int
	default: str
	description: str
	depends_on: str
	mandatory_depends_on: str
	read_only_depends_on: str
	in_list: int
	in_filter: int
	precision: str
	length: int
	permlevel: int
	no_copy: int


class Form(TypedDict, total=False):
	"""A DocType as its forms and lists need it; `tables` and `can` of main DocTypes alone."""

	name: str
	label: str
	title_field: str
	state_field: str
	is_child: bool
	is_single: bool
	track_changes: bool
	max_attachments: int
	fields: list[Field]
	tables: dict[str, Any]
	can: dict[str, bool]


class FieldState(TypedDict, total=False):
	"""What a document says of one of its fields beyond its form, and `why`: the sentence that a save would
	answer. Of a column of rows the key is `table.column`."""

	read_only: bool
	required: bool
	hidden: bool
	why: str


class Action(TypedDict):
	"""A step out of the state. `fields`: those still empty that it needs. `min_length` in characters."""

	action: str
	label: str
	next_state: str
	next_state_label: str
	allowed: bool
	why_not: list[str]
	reason_needed: bool
	min_length: int
	fields: list[str]
	primary: bool


class Step(TypedDict):
	"""A state on the document's path; `seconds` is how long it stood there, None ahead."""

	state: str
	label: str
	colour: str
	status: str
	at: str | None
	by: str
	seconds: float | None


class Waiting(TypedDict):
	"""Whose turn it is: `who` names people, "" where nobody of the team can."""

	who: str
	party: str
	what: str
	since: str | None
	until: str | None
	overdue: bool


class Item(TypedDict):
	"""One line of the inbox. `kind`: sign, confirm, answer, act, action, overdue, frozen."""

	doctype: str
	doctype_label: str
	name: str
	title: str
	what: str
	kind: str
	since: str | None
	until: str | None
	overdue: bool
	project: str
	project_title: str


class Cell(TypedDict, total=False):
	"""A value of a list and its words."""

	value: Any
	text: str
	colour: str


class Column(TypedDict):
	"""A column of a list."""

	fieldname: str
	label: str
	fieldtype: str


class Line(TypedDict):
	"""A row of a list."""

	name: str
	title: str
	modified: str
	cells: dict[str, Cell]


class Group(TypedDict):
	"""How many rows have a value of the field that the list is grouped by."""

	value: str
	label: str
	colour: str
	count: int


class Listing(TypedDict):
	"""A page of a list; `total` counts all rows that the same question shows the reader."""

	columns: list[Column]
	rows: list[Line]
	total: int
	has_next: bool
	groups: list[Group]
	order_by: str


class Hit(TypedDict):
	"""A document found."""

	name: str
	title: str
	text: str


class Hits(TypedDict):
	"""What was found among the documents of one DocType."""

	doctype: str
	label: str
	hits: list[Hit]


class Changes(TypedDict):
	"""`now` is the `since` of the next question; `unread` counts the reader's notices."""

	now: str
	changed: list[dict[str, str]]
	unread: int


class NoticeLine(TypedDict):
	"""A line of the bell; without a document where the reader no longer sees it, or there is none."""

	name: str
	text: str
	doctype: str
	doctype_label: str
	document: str
	at: str
	read: bool


class Notices(TypedDict):
	"""The newest first; `unread` counts all."""

	unread: int
	notices: list[NoticeLine]
	has_next: bool

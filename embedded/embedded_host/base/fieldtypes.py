"""Columns that every table has, and field types by what they hold."""

from __future__ import annotations

#: columns of every table, in the order of a document's dict
STANDARD_COLUMNS = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
CHILD_COLUMNS = ("parent", "parentfield", "parenttype")
#: columns of main tables that hold what people hang on a document
OPTIONAL_COLUMNS = ("_user_tags", "_comments", "_assign", "_liked_by")

TABLE_TYPES = frozenset(("Table", "Table MultiSelect"))
LAYOUT_TYPES = frozenset(
	("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Image", "Fold", "Heading")
)
NO_VALUE_TYPES = LAYOUT_TYPES | TABLE_TYPES
INTEGER_TYPES = frozenset(("Int", "Check", "Long Int"))
FLOAT_TYPES = frozenset(("Float", "Currency", "Percent", "Rating", "Duration"))
DATE_TYPES = frozenset(("Date", "Datetime", "Time"))
#: text types whose column holds 140 characters unless `length` says another number
SHORT_TEXT_TYPES = frozenset(
	(
		"Data",
		"Link",
		"Dynamic Link",
		"Select",
		"Read Only",
		"Password",
		"Color",
		"Barcode",
		"Phone",
		"Autocomplete",
		"Icon",
		"Attach Image",
		"Attach",
	)
)
LONG_TEXT_TYPES = frozenset(
	("Small Text", "Text", "Long Text", "Code", "Text Editor", "Markdown Editor", "HTML Editor", "JSON")
)

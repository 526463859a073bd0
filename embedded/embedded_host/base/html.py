"""HTML that people send: made harmless, stripped, escaped."""

from __future__ import annotations

import re
from typing import Any

import nh3

_TAGS = frozenset(
	"""a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup
	dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins
	kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table
	tbody td tfoot th thead time tr tt u ul var wbr""".split()
)
_ATTRIBUTES = {
	"*": set("align class dir height id lang style title valign width role".split()),
	"a": {"href", "target", "name"},
	"img": {"src", "alt", "border"},
	"ol": {"start", "type", "reversed"},
	"td": {"colspan", "rowspan", "bgcolor", "nowrap"},
	"th": {"colspan", "rowspan", "bgcolor", "nowrap", "scope"},
	"table": {"border", "cellpadding", "cellspacing", "bgcolor"},
	"font": {"color", "face", "size"},
	"time": {"datetime"},
}
_STYLES = set(
	"""background-color border border-bottom border-collapse border-color border-left border-radius
	border-right border-spacing border-style border-top border-width color display font font-family font-size
	font-style font-weight height letter-spacing line-height list-style list-style-type margin margin-bottom
	margin-left margin-right margin-top max-height max-width min-height min-width padding
	padding-bottom padding-left padding-right padding-top text-align text-decoration text-indent
	text-transform vertical-align white-space width word-break word-wrap""".split()
)
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_FOREIGN_TAG = re.compile(rf"<(?!!--|/?(?:{'|'.join(sorted(_TAGS))})(?![\w:-]))", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z/!?]", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
#: elements that hold nothing, and those that the next of their kind ends
_ENDS_ITSELF = frozenset("br col hr img wbr p li dt dd tr td th tbody thead tfoot colgroup".split())
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}


def sanitize_html(html: Any, always_sanitize: bool = False) -> Any:
	"""`html` without anything that runs or loads by itself; an unknown tag stays readable, as text.

	Text without markup and what is no text come back as they are. Cleaning twice changes nothing.
	"""
	if not isinstance(html, str) or not (always_sanitize or is_html(html)):
		return html
	return nh3.clean(
		_FOREIGN_TAG.sub("&lt;", html),
		tags=set(_TAGS),
		attributes=_ATTRIBUTES,
		generic_attribute_prefixes={"data-"},
		filter_style_properties=_STYLES,
		url_schemes=_SCHEMES,
		link_rel=None,
	)


def is_html(text: str) -> bool:
	"""Whether a browser could take some of `text` for markup."""
	return bool(_MARKUP.search(text))


def strip_html(text: str) -> str:
	"""`text` without its tags and comments; entities stay."""
	if "<" not in text:
		return text
	kept, position, comments = [], 0, True
	while (start := text.find("<", position)) >= 0:
		end = -1
		if comments and text.startswith("<!--", start):
			end = text.find("-->", start + 4)
			comments = end >= 0  # else there is none further on either
		end = end + 3 if end >= 0 else text.find(">", start) + 1
		if not end:
			break
		kept.append(text[position:start])
		position = end
	return "".join((*kept, text[position:]))


def is_deeper(text: str, most: int) -> bool:
	"""Whether more than `most` elements of `text` lie within each other, as far as its tags say."""
	depth = 0
	for closing, name in _TAG.findall(text):
		if name.lower() not in _ENDS_ITSELF:
			depth = max(depth - 1, 0) if closing else depth + 1
			if depth > most:
				return True
	return False


def escape_html(text: Any) -> Any:
	"""Text with `& < > " '` as entities; what is no text comes back as it is."""
	return "".join(_ENTITIES.get(char, char) for char in text) if isinstance(text, str) else text

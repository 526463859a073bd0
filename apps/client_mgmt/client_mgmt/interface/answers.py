"""Answers that a browser keeps and asks about again: with an ETag, and 304 while nothing has changed."""

from __future__ import annotations

import hashlib
from typing import Any

from werkzeug.wrappers import Response

import frappe


def tagged(answer: Any, lasting: bool = False) -> Any:
	"""The answer, within a request as a response with a weak ETag over content, reader and language; 304
	without content where the request names it. `lasting`: the address changes with the content, so that
	nobody asks again. Outside a request (jobs, code) it is the plain value."""
	request = frappe.request
	if not request:
		return answer
	body = frappe.as_json({"message": answer}, indent=None)
	about = f"{frappe.session.user}\n{frappe.local.lang}\n{body}"
	response = Response(body, mimetype="application/json")
	response.set_etag(hashlib.sha256(about.encode()).hexdigest()[:32], weak=True)
	lasts = "public, max-age=31536000, immutable"
	response.headers["Cache-Control"] = lasts if lasting else "private, no-cache"
	return response.make_conditional(request)

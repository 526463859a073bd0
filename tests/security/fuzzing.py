"""Requests that nobody means: seeded, of every method and endpoint, straight to the embedded host's
application.

A run answers two questions: was any answer a 5xx, and did any take longer than two seconds. The second is
asked of the processor time of the thread that answers, which other work on the machine does not lengthen.
"""

from __future__ import annotations

import ast
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from tests.hosts import ADMIN_PASSWORD, DEMO_PASSWORD, SITE, Host
from tests.security.hostile import BODIES, TEXTS, VALUES
from werkzeug.test import Client

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2.0
#: what a field of a type may well hold
PLAIN = {
	"Data": "text",
	"Small Text": "text",
	"Int": 5,
	"Date": "2026-01-02",
	"Check": 1,
	"Currency": 100,
	"Percent": 5,
}


class Request(NamedTuple):
	"""What is sent; `body` wins over `form`."""

	verb: str
	path: str
	query: dict[str, Any] = {}
	form: dict[str, Any] | None = None
	body: bytes | None = None
	kind: str = "application/json"


class Method(NamedTuple):
	"""A whitelisted function, as its source says."""

	path: str
	verbs: tuple[str, ...]
	parameters: tuple[str, ...]


def methods() -> list[Method]:
	"""Every whitelisted function of the framework's part and of the app."""
	found = []
	for root, package in (
		(ROOT / "embedded" / "frappe", "frappe"),
		(ROOT / "apps/client_mgmt/client_mgmt", "client_mgmt"),
	):
		for path in sorted(root.rglob("*.py")):
			parts = path.relative_to(root).with_suffix("").parts
			module = ".".join((package, *parts)).removesuffix(".__init__")
			tree = ast.parse(path.read_text(encoding="utf-8"))
			found += [method for node in tree.body for method in _whitelisted(module, node)]
	assert len(found) > 120
	return found


def _whitelisted(module: str, node: ast.AST) -> Iterator[Method]:
	if not isinstance(node, ast.FunctionDef):
		return
	for mark in node.decorator_list:
		if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "frappe.whitelist":
			said = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
			named = (*node.args.args, *node.args.kwonlyargs)
			usual = ("doctype", "fields", "filters", "order_by", "start") if node.args.kwarg else ()
			names = (*(argument.arg for argument in named), *usual)
			yield Method(f"{module}.{node.name}", tuple(said.get("methods") or ("GET", "POST")), names)


class Fuzzer:
	"""Makes requests of a seed; what it names is there on the site, or nearly."""

	def __init__(self, host: Host, seed: int) -> None:
		self.random = random.Random(seed)
		with host.connected() as frappe:
			self.doctypes = frappe.get_all("DocType", pluck="name", order_by="name")
			self.names = {
				doctype: frappe.get_all(doctype, pluck="name", limit_page_length=3, order_by="name")
				for doctype in self.doctypes
				if not frappe.get_meta(doctype).issingle
			}
			self.fields = {
				doctype: [
					(df.fieldname, df.fieldtype, df.options, df.reqd)
					for df in frappe.get_meta(doctype).fields
				]
				for doctype in self.doctypes
			}

	def one(self, of: Any) -> Any:
		return self.random.choice(of)

	def likely(self) -> bool:
		return self.random.random() < 0.6

	def doctype(self) -> Any:
		return self.one(self.doctypes) if self.likely() else self.hostile()

	def name(self, doctype: Any) -> Any:
		known = self.names.get(doctype) if isinstance(doctype, str) else None
		return self.one(known) if known and self.likely() else self.hostile()

	def hostile(self) -> Any:
		return self.one(TEXTS) if self.likely() else self.one(VALUES)

	def column(self, doctype: Any) -> Any:
		known = self.fields.get(doctype) if isinstance(doctype, str) else None
		return self.one(known)[0] if known and self.likely() else self.one(TEXTS)

	def listing(self, doctype: Any) -> dict[str, Any]:
		"""Parameters of a list."""
		operators = ("=", "!=", "like", "in", "not in", "between", "is", ">", "<=", "nope", 5)
		made: dict[str, Callable[[], Any]] = {
			"fields": lambda: [self.column(doctype) for _number in range(3)],
			"filters": lambda: [[self.column(doctype), self.one(operators), self.hostile()]],
			"or_filters": lambda: {self.column(doctype): self.hostile()},
			"order_by": lambda: f"{self.column(doctype)} desc",
			"group_by": lambda: self.column(doctype),
			"limit_start": self.hostile,
			"limit_page_length": lambda: 5,
			"as_dict": self.hostile,
			"parent": self.doctype,
		}
		keys = self.random.sample(sorted(made), 3)
		return {key: made[key]() if self.likely() else self.hostile() for key in keys}

	def document(self, doctype: Any) -> dict[str, Any]:
		"""Values of a document."""
		known = self.fields.get(doctype) if isinstance(doctype, str) else None
		values: dict[str, Any] = {"doctype": doctype} if self.likely() else {}
		chosen = self.random.sample(known, min(8, len(known))) if known else []
		for name, kind, options, _reqd in (*chosen, *(field for field in known or () if field[3])):
			values[name] = self.value(kind, options)
		if not self.likely():
			values[self.one(("name", "owner", "docstatus", "flags", "idx", "modified", "__islocal"))] = (
				self.hostile()
			)
		return values

	def value(self, kind: str, options: Any) -> Any:
		if kind in ("Table", "Table MultiSelect") and self.likely():
			return [self.document(options) for _number in range(self.random.randrange(3))]
		if kind == "Link" and self.likely():
			return self.name(options)
		if kind == "Select" and self.likely():
			return self.one((options or "").split("\n"))
		return PLAIN[kind] if kind in PLAIN and self.likely() else self.hostile()

	def argument(self, name: str, doctype: Any) -> Any:
		"""What a parameter of this name is likely to be."""
		kinds: dict[str, Callable[[], Any]] = {
			**dict.fromkeys(("doctype", "dt", "reference_doctype", "parent", "parenttype"), lambda: doctype),
			**dict.fromkeys(
				("name", "dn", "docname", "reference_name", "document"), lambda: self.name(doctype)
			),
			**dict.fromkeys(("doc", "docs", "values"), lambda: self.document(doctype)),
			**dict.fromkeys(("fieldname", "field", "order_by", "group_by"), lambda: self.column(doctype)),
			"project": lambda: self.name("Project Archive"),
			"client": lambda: self.name("Client"),
			"requirement": lambda: self.name("Requirement"),
			"user": lambda: self.name("User"),
		}
		value = kinds[name]() if name in kinds and self.likely() else self.hostile()
		return json.dumps(value) if isinstance(value, dict | list) and not self.likely() else value

	def call(self, method: Method) -> Request:
		"""A call of a whitelisted function."""
		doctype = self.doctype()
		form = {
			name: self.argument(name, doctype) for name in method.parameters if self.random.random() < 0.85
		}
		path = f"/api/method/{method.path}" if self.likely() else f"/api/v2/method/{method.path}"
		verb = self.one(method.verbs)
		return Request(verb, path, query=form) if verb == "GET" else Request(verb, path, form=form)

	def rows(self) -> Request:
		"""A list, or a document, by any door."""
		doctype = self.doctype()
		doors = (
			f"/api/resource/{doctype}",
			f"/api/v1/resource/{doctype}",
			f"/api/v2/document/{doctype}",
			f"/api/resource/{doctype}/{self.name(doctype)}",
			f"/api/v2/document/{doctype}/{self.name(doctype)}",
			f"/api/v2/doctype/{doctype}/{self.one(('meta', 'count', 'x'))}",
		)
		return Request("GET", self.one(doors), query=self.listing(doctype))

	def write(self) -> Request:
		"""A document that is made, changed, deleted or called."""
		doctype, version = self.doctype(), self.one(("resource", "v2/document"))
		door = f"/api/{version}/{doctype}"
		verb = self.one(("POST", "POST", "PUT", "PUT", "DELETE", "PATCH"))
		path = door if verb == "POST" and self.likely() else f"{door}/{self.name(doctype)}"
		if verb == "DELETE" and not isinstance(doctype, str):
			path = door
		return Request(verb, path, form=self.document(doctype))

	def raw(self) -> Request:
		"""A path or a body that is not what it says."""
		parts = (
			"api",
			"resource",
			"method",
			"v2",
			"document",
			"files",
			"private",
			"assets",
			"app",
			"..",
			"client-mgmt",
		)
		path = "/" + "/".join(
			str(self.one((*parts, self.hostile()))) for _number in range(self.random.randrange(1, 5))
		)
		if self.likely():
			path = self.one(
				("/", "/api/resource/Client", "/api/method/ping", "/api/method/frappe.client.insert", path)
			)
		kinds = (
			"application/json",
			"application/x-www-form-urlencoded",
			"multipart/form-data; boundary=a",
			"text/xml",
			"",
		)
		body = self.one(BODIES) if self.likely() else None
		verb = self.one(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"))
		query = {"cmd": self.hostile(), "x": self.hostile()} if self.likely() else {}
		return Request(verb, path, query=query, body=body, kind=self.one(kinds))


class Answers:
	"""Sends requests as somebody and remembers what was wrong with an answer; from an address of its own."""

	FROM = {"REMOTE_ADDR": "192.0.2.7"}

	def __init__(self, host: Any) -> None:
		from embedded_host.services.sites import update_site_config
		from embedded_host.web.app import create_application

		with host.connected():
			for limit in ("guest_requests", "guest_reads", "failed_sign_ins"):
				update_site_config(SITE, f"{limit}_per_minute", 10**9)
		self.application = create_application(SITE, str(host.folder))
		self.statuses: dict[int, int] = {}
		self.wrong: list[str] = []

	def browser(self, user: str) -> Client:
		client = Client(self.application)
		if user != "Guest":
			password = ADMIN_PASSWORD if user == "Administrator" else DEMO_PASSWORD
			data = {"usr": user, "pwd": password}
			answer = client.post("/api/method/login", data=data, environ_base=self.FROM)
			assert answer.status_code == 200, answer.text
		return client

	def send(self, client: Client, request: Request) -> None:
		options: dict[str, Any] = {
			"query_string": {k: _plain(v) for k, v in request.query.items() if v is not None}
		}
		if request.body is not None:
			options |= {"data": request.body, "content_type": request.kind}
		elif request.form is not None:
			options["data"] = json.dumps(request.form)
			options["content_type"] = "application/json"
		began = time.thread_time()
		options |= {"method": request.verb, "environ_base": self.FROM}
		answer = client.open(quote(request.path, safe="/%"), **options)
		took = time.thread_time() - began
		self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
		if answer.status_code // 100 == 5 or took > SECONDS:
			self.wrong.append(f"{answer.status_code} {took:.1f} s {str(request)[:1500]} {answer.text[:300]}")

	def check(self, most: int, reached: float = 0.05) -> None:
		"""Nothing was wrong; of `most` requests and more a share got past the first door."""
		assert not self.wrong, f"{len(self.wrong)}: " + "\n".join(self.wrong[:5])
		assert sum(self.statuses.values()) >= most
		assert sum(n for status, n in self.statuses.items() if status in (200, 202)) >= most * reached, (
			self.statuses
		)


def _plain(value: Any) -> str:
	return value if isinstance(value, str) else json.dumps(value)

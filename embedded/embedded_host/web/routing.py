"""Which handler answers a path. Matched by hand: a name may hold "/", and a map costs more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from embedded_host.web import admission, app_pages, files, login, pages, rest_v1, rest_v2, rpc
from embedded_host.web.responses import Reply

Handler = Callable[..., Reply]


class Route(NamedTuple):
	"""`version`: 1 or 2 of REST, 0 for a page; `own_transaction`: the handler begins them itself;
	`admission`: what to call with `asked` before a verb that writes waits for its turn."""

	handler: Handler
	args: tuple[Any, ...]
	version: int
	own_transaction: bool = False
	admission: Callable[..., None] | None = None
	asked: tuple[str, ...] = ()


#: the right that a verb needs on some document of the DocType, by whether the path names one
_RIGHTS = {
	(False, "POST"): "create",
	(True, "PUT"): "write",
	(True, "PATCH"): "write",
	(True, "DELETE"): "delete",
}
#: more characters are the path of nothing
_LONGEST_PATH = 2000
#: (number of path parts below the collection, verb) -> handler
_V1: dict[tuple[int, str], Handler] = {
	(1, "GET"): rest_v1.get_list,
	(1, "POST"): rest_v1.create,
	(2, "GET"): rest_v1.read,
	(2, "PUT"): rest_v1.update,
	(2, "DELETE"): rest_v1.delete,
	(2, "POST"): rest_v1.run_method,
}
_V2: dict[tuple[int, str], Handler] = {
	(1, "GET"): rest_v2.get_list,
	(1, "POST"): rest_v2.create,
	(2, "GET"): rest_v2.read,
	(2, "PUT"): rest_v2.update,
	(2, "PATCH"): rest_v2.update,
	(2, "DELETE"): rest_v2.delete,
}
_PAGES = {
	"login": pages.login,
	"app": pages.app,
	"update-password": pages.update_password,
	"favicon.ico": pages.favicon,
}


def match(method: str, path: str, command: str = "") -> Route:
	"""The route of a request; `command` is its `cmd` parameter, which `/` alone admits."""
	verb = "GET" if method == "HEAD" else method
	if len(path) > _LONGEST_PATH or "\0" in path:
		return Route(rest_v1.no_route if path.startswith("/api/") else pages.not_found, (), 0)
	if path.startswith("/api/"):
		return _api(verb, path[5:].removesuffix("/"))
	if path == "/" and command:
		return _rpc(verb, 1, command)
	return _page(verb, path)


def _api(verb: str, rest: str) -> Route:
	version = 1
	if rest.startswith(("v1/", "v2/")):
		version, rest = int(rest[1]), rest[3:]
	kind, _, rest = rest.partition("/")
	if kind == "method" and rest:
		return _rpc(verb, version, rest)
	if version == 1 and kind == "resource" and rest:
		return _resource(_V1, verb, rest, version)
	if version == 2 and kind == "document" and rest:
		return _document_method(verb, rest) or _resource(_V2, verb, rest, version)
	if version == 2 and kind == "doctype" and verb == "GET":
		return _doctype(rest)
	return Route(rest_v1.no_route, (), version)


def _rpc(verb: str, version: int, rest: str) -> Route:
	if rest == "login" and verb == "POST":
		return Route(login.login, (version,), version, own_transaction=True)
	if version == 1:
		return Route(rpc.call, (rest,), 1, admission=admission.check_method, asked=(rest,))
	doctype, _, method = rest.partition("/")
	if method:
		return Route(rest_v2.call_of_doctype, (doctype, method), 2)
	return Route(rest_v2.call, (rest,), 2, admission=admission.check_method, asked=(rest,))


def _resource(table: dict[tuple[int, str], Handler], verb: str, rest: str, version: int) -> Route:
	doctype, _, name = rest.partition("/")
	handler = table.get((2 if name else 1, verb))
	if not handler:
		return Route(rest_v1.no_route, (), version)
	args = (doctype, name) if name else (doctype,)
	right = _RIGHTS.get((bool(name), verb))
	if right is None:
		return Route(handler, args, version)
	return Route(handler, args, version, admission=admission.check_resource, asked=(right, doctype))


def _document_method(verb: str, rest: str) -> Route | None:
	head, found, method = rest.rpartition("/method/")
	doctype, _, name = head.partition("/")
	if not (found and name and method and verb in ("GET", "POST")):
		return None
	return Route(rest_v2.run_method, (doctype, name, method), 2)


def _doctype(rest: str) -> Route:
	doctype, _, what = rest.partition("/")
	handler = {"meta": rest_v2.meta, "count": rest_v2.count}.get(what)
	return Route(handler, (doctype,), 2) if handler else Route(rest_v1.no_route, (), 2)


def _page(verb: str, path: str) -> Route:
	if verb != "GET":
		return Route(pages.not_found, (), 0)
	if path == "/":
		return Route(pages.home, (), 0)
	if path.startswith(("/files/", "/private/files/")):
		return Route(files.download, (path,), 0)
	if path.startswith("/assets/"):
		return Route(files.asset, (path,), 0)
	handler = _PAGES.get(path[1:].partition("/")[0])
	if handler:
		return Route(handler, (), 0, own_transaction=handler is pages.app)
	file = app_pages.find(path)
	return (
		Route(app_pages.serve, (str(file),), 0, own_transaction=True)
		if file
		else Route(pages.not_found, (), 0)
	)

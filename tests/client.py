"""Signed-in people over REST, and what their calls are expected to answer."""

from __future__ import annotations

import json
from collections.abc import Sized
from typing import Any, TypeVar

import requests

Rows = TypeVar("Rows", bound=Sized)


#: set by conftest.py
on_bench = False


def some(rows: Rows) -> Rows:
	"""What a site has answered; fails where it is nothing, and a loop over it would prove nothing."""
	assert rows, "no rows to look at"
	return rows


def errors(response: requests.Response) -> str:
	"""The error's type and text of an answer, v1 or v2, as one string."""
	try:
		body = response.json()
	except ValueError:
		return response.text
	if not isinstance(body, dict):
		return response.text
	return " ".join(
		str(body.get(key) or "") for key in ("exc_type", "exception", "_server_messages", "errors")
	)


def refuses(
	response: requests.Response,
	status: int | tuple[int, ...] = 403,
	exc_type: str = "",
	contains: str = "",
	broken: tuple[str, ...] = (),
) -> None:
	"""Asserts that a call was refused with this status, exception type and text (each where given).

	A 500 is a crash and no refusal. `broken` names the exceptions by which Frappe itself breaks off before
	any rule is asked: on a bench, and there alone, a 500 with one of them passes.
	"""
	text = errors(response)
	if broken and on_bench and response.status_code == 500:
		assert any(name in text for name in broken), text
		return
	expected = (status,) if isinstance(status, int) else status
	assert response.status_code in expected, (
		f"{response.request.method} {response.url}: {response.status_code} {text}"
	)
	assert exc_type in text, text
	assert contains.lower() in text.lower(), text


class Api(requests.Session):
	"""A session of one person at one site; paths instead of URLs."""

	def __init__(self, base: str, user: str | None = None, password: str = "") -> None:
		super().__init__()
		self.base, self.user, self.password = base, user, password
		self.headers["Accept"] = "application/json"
		if user:
			answer = self.post("/api/method/login", data={"usr": user, "pwd": password})
			assert answer.ok, f"{user}: {answer.status_code} {errors(answer)}"

	def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:
		kwargs.setdefault("timeout", 60)
		answer = super().request(method, self.base + url, *args, **kwargs)
		if (
			url.endswith("api.ui.boot")
			and answer.ok
			and (token := answer.json()["message"].get("csrf_token"))
		):
			self.headers["X-Frappe-CSRF-Token"] = token
		return answer

	def ok(self, response: requests.Response) -> Any:
		"""The answer's content; fails with the error's text when there is one."""
		assert response.ok, (
			f"{response.request.method} {response.url}: {response.status_code} {errors(response)}"
		)
		body = response.json()
		return body.get("data", body.get("message"))

	# Documents
	def read(self, doctype: str, name: str) -> dict[str, Any]:
		return self.ok(self.try_read(doctype, name))

	def try_read(self, doctype: str, name: str) -> requests.Response:
		return self.get(f"/api/resource/{doctype}/{name}")

	def list(self, doctype: str, **arguments: Any) -> list[dict[str, Any]]:
		return self.ok(self.try_list(doctype, **arguments))

	def try_list(self, doctype: str, **arguments: Any) -> requests.Response:
		arguments.setdefault("limit_page_length", 0)
		plain = {k: v if isinstance(v, str | int) else json.dumps(v) for k, v in arguments.items()}
		return self.get(f"/api/resource/{doctype}", params=plain)

	def names(self, doctype: str, /, **filters: Any) -> set[str]:
		return {row["name"] for row in self.list(doctype, filters=filters)}

	def create(self, doctype: str, /, **values: Any) -> dict[str, Any]:
		return self.ok(self.try_create(doctype, **values))

	def try_create(self, doctype: str, /, **values: Any) -> requests.Response:
		return self.post(f"/api/resource/{doctype}", json=values)

	def update(self, doctype: str, name: str, /, **values: Any) -> dict[str, Any]:
		return self.ok(self.try_update(doctype, name, **values))

	def try_update(self, doctype: str, name: str, /, **values: Any) -> requests.Response:
		return self.put(f"/api/resource/{doctype}/{name}", json=values)

	def try_delete(self, doctype: str, name: str) -> requests.Response:
		return self.delete(f"/api/resource/{doctype}/{name}")

	# Methods
	def call(self, method: str, /, **arguments: Any) -> Any:
		return self.ok(self.try_call(method, **arguments))

	def try_call(self, method: str, /, **arguments: Any) -> requests.Response:
		return self.post(f"/api/method/{method}", json=arguments)

	def query(self, method: str, /, **arguments: Any) -> Any:
		return self.ok(self.try_query(method, **arguments))

	def try_query(self, method: str, /, **arguments: Any) -> requests.Response:
		plain = {k: v if isinstance(v, str | int) else json.dumps(v) for k, v in arguments.items()}
		return self.get(f"/api/method/{method}", params=plain)

	def upload(self, doctype: str, name: str, content: bytes = b"x", **more: Any) -> requests.Response:
		data = {"doctype": doctype, "docname": name, "is_private": 1, **more}
		return self.post("/api/method/upload_file", files={"file": ("paper.txt", content)}, data=data)

	# The app's own methods
	def act(self, doctype: str, name: str, action: str, reason: str = "", **values: Any) -> dict[str, Any]:
		return self.ok(self.try_act(doctype, name, action, reason, **values))

	def try_act(
		self, doctype: str, name: str, action: str, reason: str = "", **values: Any
	) -> requests.Response:
		return self.try_call(
			"client_mgmt.api.workflow.act",
			doctype=doctype,
			name=name,
			action=action,
			reason=reason,
			values=values,
		)

	def package(self, doctype: str, name: str) -> dict[str, Any]:
		return self.query("client_mgmt.api.signing.get_package", doctype=doctype, name=name)

	def sign(self, doctype: str, name: str) -> dict[str, Any]:
		return self.ok(self.try_sign(doctype, name))

	def try_sign(self, doctype: str, name: str, digest: str = "", password: str = "") -> requests.Response:
		digest = digest or self.package(doctype, name)["digest"]
		return self.try_call(
			"client_mgmt.api.signing.sign",
			doctype=doctype,
			name=name,
			digest=digest,
			password=password or self.password,
		)

	def verdict(self, doctype: str, name: str) -> dict[str, Any]:
		return self.query("client_mgmt.api.signing.verify", doctype=doctype, name=name)

	def history(self, doctype: str, name: str) -> list[dict[str, Any]]:
		return self.query("client_mgmt.api.workflow.history", doctype=doctype, name=name)

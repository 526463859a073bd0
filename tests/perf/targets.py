"""What is measured: a host started for it on a demo site of its own, or a bench that is there already."""

from __future__ import annotations

import http.cookiejar
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from load import Connection, Failed, request

PERSON = "perf@vendor.example"
ROLES = ("Client Sales", "Project Manager")


class Target:
	"""A served site with the app, and the token of somebody who sells and manages one project on it."""

	def __init__(self, name: str, url: str, token: str = "", user: str = PERSON) -> None:
		self.name, self.url, self.token, self.user = name, url.rstrip("/"), token, user
		self.connection = Connection(self.url)

	def prepare(self, administrator: str, password: str) -> None:
		"""Makes the user with an API key, clients for a list, and a project with the user as its manager."""
		if not self.token:
			self.token = token_of(self.url, administrator, password, PERSON)
		clients = [self.create("Client", client_name=unique("客户"))["name"] for _number in range(25)]
		self.project = self.create(
			"Project Archive",
			project_name=unique("性能测试项目"),
			client=clients[0],
			team=[{"party": "Vendor", "user": self.user, "project_role": "Project Manager"}],
		)["name"]

	def create(self, doctype: str, **values: Any) -> dict[str, Any]:
		"""Inserts a document and returns it; raises Failed with the answer's text."""
		path = f"/api/resource/{doctype.replace(' ', '%20')}"
		status, body = self.connection.ask(request("POST", self.url, path, self.token, values))
		if status != 200:
			raise Failed(f"{doctype} on {self.name}: {status} {body[:600].decode()}")
		found: dict[str, Any] = json.loads(body)["data"]
		return found

	def draft(self) -> str:
		"""A change request that can be submitted."""
		item = {"operation": "Add", "proposed_feature": "导出", "proposed_priority": "Medium"}
		values = {
			"title": unique("变更"),
			"project": self.project,
			"description": "报表导出增加 Excel 格式。",
			"reason": "财务每月需要复核清算报表。",
			"change_items": [{**item, "proposed_acceptance": "可以演示"}],
		}
		return str(self.create("Change Request", **values)["name"])


def unique(word: str) -> str:
	"""A text that no other run has used."""
	return f"{word} {secrets.token_hex(5)}"


def token_of(url: str, administrator: str, password: str, user: str) -> str:
	"""`key:secret` of a person, who is made with our roles where there is none."""
	opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

	def call(method: str, path: str, body: Any = None) -> Any:
		data = None if body is None else json.dumps(body).encode()
		headers = {"Accept": "application/json", "Content-Type": "application/json"}
		wanted = urllib.request.Request(url + path, data, headers, method=method)
		with opener.open(wanted, timeout=60) as answer:
			return json.load(answer)

	call("POST", "/api/method/login", {"usr": administrator, "pwd": password})
	try:
		call("GET", f"/api/resource/User/{user}")
	except urllib.error.HTTPError:
		values = {"email": user, "first_name": "Perf", "send_welcome_email": 0, "user_type": "System User"}
		call("POST", "/api/resource/User", {**values, "roles": [{"role": role} for role in ROLES]})
	keys = "/api/method/frappe.core.doctype.user.user.generate_keys"
	secret = call("POST", keys, {"user": user})["message"]["api_secret"]
	return f"{call('GET', f'/api/resource/User/{user}')['data']['api_key']}:{secret}"


class EmbeddedHost:
	"""`client-mgmt start` on a site in `folder`."""

	def __init__(self, folder: Path) -> None:
		self.folder, self.port = folder, _free_port()
		self.url = f"http://127.0.0.1:{self.port}"

	@contextmanager
	def served(self) -> Iterator[float]:
		"""Starts the host, yields the seconds until its first answer, and ends it."""
		env = {**os.environ, "SITES": str(self.folder), "PORT": str(self.port), "SITE": "perf.localhost"}
		for name in ("HOST", "DEMO", "DEMO_PASSWORD", "ADMIN_PASSWORD"):
			env.pop(name, None)
		command = [sys.executable, "-m", "embedded_host.launch", "start"]
		began = time.perf_counter()
		self.process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
		try:
			yield self._first_answer(began)
		finally:
			self.process.terminate()
			self.process.wait(30)

	def _first_answer(self, began: float) -> float:
		while True:
			try:
				with urllib.request.urlopen(f"{self.url}/api/method/ping", timeout=5):
					return time.perf_counter() - began
			except OSError:
				if self.process.poll() is not None or time.perf_counter() - began > 600:
					raise
				time.sleep(0.005)

	def administrator_password(self) -> str:
		"""As the site's list of logins has it."""
		return self.password_of("Administrator")

	def password_of(self, user: str) -> str:
		"""The password of one of the demo's people, as the site's list of logins has it."""
		logins = json.loads((self.folder / "perf.localhost" / "demo_logins.json").read_text(encoding="utf-8"))
		return next(str(login["password"]) for login in logins if login["user"] == user)

	def resident(self) -> dict[str, float]:
		"""Resident megabytes of the server and of the supervisor above it."""
		listing = subprocess.run(
			["ps", "-o", "rss=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=True
		)
		own = subprocess.run(
			["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True
		)
		return {
			"server": round(sum(int(line) for line in listing.stdout.split()) / 1024, 1),
			"supervisor": round(int(own.stdout) / 1024, 1),
		}


def _free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return int(probe.getsockname()[1])

"""Clients for the tests of duplicates and merges, and the calls that merge them."""

from __future__ import annotations

import json
import secrets
from typing import Any

import requests
from stdnum.cn import uscc
from tests.client import Api, errors
from tests.factory import PROJECT, unique

API = "client_mgmt.api.clients."
REASON = "同一客户录入了两次"
CANDIDATE = "Duplicate Candidate"
SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥春夏秋冬梅兰竹菊"


def brand() -> str:
	"""A name that no other test uses, without region, trade or number."""
	return "".join(secrets.choice(SIGNS) for _number in range(6))


def code() -> str:
	"""A valid credit code."""
	body = f"91440300{secrets.randbelow(10**9):09d}"
	return body + uscc.calc_check_digit(body)


def mobile() -> str:
	return f"139{secrets.randbelow(10**8):08d}"


def told(answer: requests.Response) -> str:
	"""What a successful call said beside its answer."""
	assert answer.ok, errors(answer)
	return " ".join(
		json.loads(text)["message"] for text in json.loads(answer.json().get("_server_messages", "[]"))
	)


def pairs(admin: Api, *clients: str) -> list[dict[str, Any]]:
	fields = ["name", "client_a", "client_b", "score", "signs", "status"]
	rows = admin.list(CANDIDATE, fields=fields)
	return [row for row in rows if {row["client_a"], row["client_b"]} == set(clients)]


def preview(manager: Api, source: str, target: str, **take: str) -> dict[str, Any]:
	return manager.query(API + "merge_preview", source=source, target=target, take=take)


def try_merge(
	manager: Api, source: str, target: str, digest: str = "", reason: str = REASON, **take: str
) -> requests.Response:
	digest = digest or preview(manager, source, target)["digest"]
	return manager.try_call(
		API + "merge", source=source, target=target, digest=digest, reason=reason, take=take
	)


def merged(manager: Api, source: str, target: str, **take: str) -> dict[str, Any]:
	return manager.ok(try_merge(manager, source, target, **take))


def twins(sales: Api, **values: Any) -> tuple[str, str]:
	"""A client twice; the second with `values`, and both with an own name."""
	name = brand()
	first = sales.create("Client", client_name=name)["name"]
	return first, sales.create("Client", client_name=f"{name}有限公司", **values)["name"]


def draft(pm: Api, client: str) -> str:
	return pm.create(PROJECT, project_name=unique("项目"), client=client)["name"]

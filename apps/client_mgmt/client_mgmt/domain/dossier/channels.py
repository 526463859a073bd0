"""What a message to a project's group looks like in DingTalk, Feishu, WeCom, Teams and Slack (S004-55)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

# A host that begins with a dot stands for all below it.
HOSTS: dict[str, tuple[str, ...]] = {
	"DingTalk": ("oapi.dingtalk.com", "api.dingtalk.com"),
	"Feishu": ("open.feishu.cn", "open.larksuite.com"),
	"WeCom": ("qyapi.weixin.qq.com",),
	"Teams": (".webhook.office.com", "outlook.office.com", ".logic.azure.com", ".api.powerplatform.com"),
	"Slack": ("hooks.slack.com",),
}
MAX_TEXT = 1200  # characters: below what the strictest of them takes (WeCom, 4096 bytes)
RETRY_MINUTES = (1, 5, 30, 120)


class Post(NamedTuple):
	"""One HTTP POST: to `url` with `query` added, `body` as JSON."""

	url: str
	query: str
	body: dict[str, Any]


def post(tool: str, url: str, secret: str, title: str, text: str, now_ms: int) -> Post:
	"""The request that brings `title` and `text` to a group of `tool`.

	`secret` signs it where the tool can (DingTalk, Feishu), "" for none; `now_ms`: milliseconds since 1970,
	UTC. Raises KeyError for an unknown tool.
	"""
	title, text = title[:100], text[:MAX_TEXT]
	query, stamp = "", {}
	if tool == "DingTalk" and secret:
		query = f"timestamp={now_ms}&sign={quote(_dingtalk_sign(secret, now_ms), safe='')}"
	if tool == "Feishu" and secret:
		stamp = {"timestamp": str(now_ms // 1000), "sign": _feishu_sign(secret, now_ms // 1000)}
	return Post(url, query, {**stamp, **BODIES[tool](title, text)})


def _dingtalk_sign(secret: str, now_ms: int) -> str:
	digest = hmac.new(secret.encode(), f"{now_ms}\n{secret}".encode(), hashlib.sha256).digest()
	return base64.b64encode(digest).decode()


def _feishu_sign(secret: str, now: int) -> str:
	return base64.b64encode(hmac.new(f"{now}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def _dingtalk(title: str, text: str) -> dict[str, Any]:
	return {"msgtype": "markdown", "markdown": {"title": title, "text": f"#### {title}\n\n{text}"}}


def _feishu(title: str, text: str) -> dict[str, Any]:
	return {"msg_type": "text", "content": {"text": f"{title}\n{text}"}}


def _wecom(title: str, text: str) -> dict[str, Any]:
	return {"msgtype": "markdown", "markdown": {"content": f"**{title}**\n{text}"}}


def _teams(title: str, text: str) -> dict[str, Any]:
	blocks = [
		{"type": "TextBlock", "text": title, "weight": "Bolder", "wrap": True},
		{"type": "TextBlock", "text": text, "wrap": True},
	]
	card = {"type": "AdaptiveCard", "version": "1.4", "body": blocks}
	kind = "application/vnd.microsoft.card.adaptive"
	return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


def _slack(title: str, text: str) -> dict[str, Any]:
	safe = f"*{title}*\n{text}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
	return {"text": safe}


BODIES = {"DingTalk": _dingtalk, "Feishu": _feishu, "WeCom": _wecom, "Teams": _teams, "Slack": _slack}


def accepted(tool: str, status: int, body: str) -> bool:
	"""Whether the tool took the message: three of them answer 200 to a refusal too, and say so inside."""
	if not 200 <= status < 300:
		return False
	if tool not in ("DingTalk", "WeCom", "Feishu"):
		return True
	try:
		answer = json.loads(body)
	except ValueError:
		return False
	code = (
		answer.get("errcode", answer.get("code", answer.get("StatusCode")))
		if isinstance(answer, Mapping)
		else 1
	)
	return code == 0


def url_fault(tool: str, url: str, more_hosts: Iterable[str] = (), local: Iterable[str] = ()) -> str | None:
	"""Why nothing is sent to `url`: "form", "scheme", "host", or None.

	https to a host of the tool's own, or of `more_hosts`. `local` names receivers as host:port, which may
	also be plain http and private: the site's config says so, no request does.
	"""
	try:
		parts = urlsplit(url)
		host, port = (parts.hostname or "").lower(), parts.port
	except ValueError:
		return "form"
	if not host or parts.username or parts.password or any(ord(char) <= 32 for char in url):
		return "form"
	if f"{host}:{port}" in local:
		return None if parts.scheme in ("http", "https") else "scheme"
	if parts.scheme != "https" or port not in (None, 443):
		return "scheme"
	return None if any(_is_of(host, known) for known in (*HOSTS.get(tool, ()), *more_hosts)) else "host"


def _is_of(host: str, known: str) -> bool:
	return host.endswith(known) if known.startswith(".") else host == known


NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
	"""Whether an IP address belongs to the open Internet: neither private, local, shared nor multicast."""
	found = ipaddress.ip_address(address)
	carried = _carried(found) if isinstance(found, ipaddress.IPv6Address) else None
	leads_to = carried or found
	return leads_to.is_global and not leads_to.is_multicast


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
	"""The IPv4 address that an IPv6 address leads to: mapped, by 6to4, Teredo or NAT64 (RFC 6052)."""
	teredo = address.teredo[1] if address.teredo else None
	nat64 = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
	return address.ipv4_mapped or address.sixtofour or teredo or nat64

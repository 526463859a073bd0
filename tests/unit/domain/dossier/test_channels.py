"""Messages to groups, and where they may go (S004-55)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs

import pytest

from client_mgmt.domain.dossier import channels

NOW = 1_700_000_000_123


@pytest.mark.parametrize("tool", sorted(channels.HOSTS))
def test_every_tool_gets_title_and_text(tool: str) -> None:
	body = channels.post(tool, "https://x", "", "标题", "正文" * 5000, NOW).body
	sent = json.dumps(body, ensure_ascii=False)
	assert "标题" in sent
	assert sent.count("正文") == channels.MAX_TEXT // 2
	assert len(sent.encode()) < 4096


def test_dingtalk_is_signed() -> None:
	"""HMAC-SHA256 over timestamp and secret, in the query."""
	query = parse_qs(channels.post("DingTalk", "https://x", "SECabc", "t", "x", NOW).query)
	expected = hmac.new(b"SECabc", f"{NOW}\nSECabc".encode(), hashlib.sha256).digest()
	assert (query["timestamp"], base64.b64decode(query["sign"][0])) == ([str(NOW)], expected)
	assert channels.post("DingTalk", "https://x", "", "t", "x", NOW).query == ""


def test_feishu_is_signed() -> None:
	"""The key is timestamp and secret, the message is empty; both stand in the body."""
	body = channels.post("Feishu", "https://x", "abc", "t", "x", NOW).body
	expected = hmac.new(b"1700000000\nabc", b"", hashlib.sha256).digest()
	assert (body["timestamp"], base64.b64decode(body["sign"])) == ("1700000000", expected)


def test_slack_reads_no_markup_of_ours() -> None:
	assert channels.post("Slack", "https://x", "", "t", "<!channel> & co", NOW).body["text"] == (
		"*t*\n&lt;!channel&gt; &amp; co"
	)


@pytest.mark.parametrize(
	("tool", "status", "body", "taken"),
	[
		("DingTalk", 200, '{"errcode":0}', True),
		("DingTalk", 200, '{"errcode":310000}', False),
		("Feishu", 200, '{"code":0}', True),
		("Feishu", 200, '{"StatusCode":0}', True),
		("Feishu", 200, '{"code":19021}', False),
		("WeCom", 200, "no json", False),
		("WeCom", 200, "[]", False),
		("Teams", 202, "", True),
		("Slack", 200, "ok", True),
		("Slack", 302, "ok", False),
	],
)
def test_answers(tool: str, status: int, body: str, taken: bool) -> None:
	assert channels.accepted(tool, status, body) is taken


@pytest.mark.parametrize(
	("tool", "url", "fault"),
	[
		("DingTalk", "https://oapi.dingtalk.com/robot/send?access_token=x", None),
		("Teams", "https://firm.webhook.office.com/webhookb2/x", None),
		("Teams", "https://webhook.office.com.evil.example/x", "host"),
		("Slack", "https://oapi.dingtalk.com/x", "host"),
		("Slack", "http://hooks.slack.com/x", "scheme"),
		("Slack", "https://hooks.slack.com:8443/x", "scheme"),
		("Slack", "https://hooks.slack.com@evil.example/x", "form"),
		("Slack", "https://evil.example#@hooks.slack.com/x", "host"),
		("Slack", "https://127.0.0.1/x", "host"),
		("Slack", "https://[::1]/x", "host"),
		("Slack", "file:///etc/passwd", "form"),
		("Slack", "https://hooks.slack.com/x\r\nHost: evil", "form"),
		("Slack", "https://hooks.slack.com:x/", "form"),
		("Slack", "https://chat.firm.cn/x", None),
		("Slack", "http://127.0.0.1:9/x", None),
		("Slack", "http://127.0.0.1:10/x", "scheme"),
	],
)
def test_addresses(tool: str, url: str, fault: str | None) -> None:
	assert channels.url_fault(tool, url, ["chat.firm.cn"], ["127.0.0.1:9"]) == fault


@pytest.mark.parametrize(
	("address", "public"),
	[
		("8.8.8.8", True),
		("10.0.0.1", False),
		("127.0.0.1", False),
		("169.254.169.254", False),
		("100.64.0.1", False),
		("224.0.0.1", False),
		("::1", False),
		("::ffff:10.0.0.1", False),
		("fd00::1", False),
		("2606:4700:4700::1111", True),
	],
)
def test_private_addresses(address: str, public: bool) -> None:
	assert channels.is_public(address) is public

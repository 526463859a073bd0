"""Messages to a project's groups, sent to a receiver beside the test (S004-55, S000-98)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.factory import BANK, PROJECT

from client_mgmt.demo import people

SECRET = "SEC0123456789abcdef"
ANSWERS = {
	"DingTalk": '{"errcode":0}',
	"Feishu": '{"code":0}',
	"WeCom": '{"errcode":0}',
	"Teams": "",
	"Slack": "ok",
}


class Receiver:
	"""An HTTP server on this machine that keeps what it gets and answers as it is told."""

	def __init__(self) -> None:
		self.got: list[tuple[str, dict[str, Any]]] = []
		self.status, self.answer = 200, ""
		receiver = self

		class Handler(BaseHTTPRequestHandler):
			def do_POST(self) -> None:
				length = int(self.headers["Content-Length"])
				receiver.got.append((self.path, json.loads(self.rfile.read(length))))
				self.send_response(receiver.status)
				self.send_header("Location", "http://127.0.0.1:1/elsewhere")
				self.end_headers()
				self.wfile.write(receiver.answer.encode())

			def log_message(self, *_arguments: Any) -> None:
				pass

		self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
		self.place = f"127.0.0.1:{self.server.server_port}"
		threading.Thread(target=self.server.serve_forever, daemon=True).start()


def attempt(webhooks: Any, name: str) -> None:
	"""What the two jobs of a message do."""
	if webhooks.claim(name):
		webhooks.send(name)


@pytest.fixture
def receiver(site: Any) -> Iterator[Receiver]:
	"""The site's config names it: nothing else beside this machine is ever called."""
	started = Receiver()
	site.conf["client_mgmt_local_receivers"] = [started.place]
	yield started
	del site.conf["client_mgmt_local_receivers"]
	started.server.shutdown()
	started.server.server_close()


@pytest.fixture
def channel(site: Any, receiver: Receiver, as_user: Callable[..., Any]) -> Callable[..., Any]:
	"""`channel(tool)`: one of the bank's project, switched on by its manager."""

	def made(tool: str = "DingTalk", **values: Any) -> Any:
		facts = {
			"project": site.db.get_value(PROJECT, {"project_name": BANK}, "name"),
			"tool": tool,
			"enabled": 1,
			"owner_user": people.PM.user,
			"webhook_url": f"http://{receiver.place}/hook?key=verysecret",
			"signing_secret": SECRET,
		}
		with as_user(people.PM):
			return site.get_doc({"doctype": "Project Channel", **facts, **values}).insert()

	return made


def send(site: Any, as_user: Callable[..., Any], channel: Any, text: str = "网关超时") -> Any:
	from client_mgmt.api import channels
	from client_mgmt.integrations import webhooks

	with as_user(people.PM):
		name = channels.send(channel.name, "告警", text)
	attempt(webhooks, name)
	return site.get_doc("Channel Message", name)


@pytest.mark.parametrize("tool", sorted(ANSWERS))
def test_each_tool_is_told(
	site: Any, receiver: Receiver, channel: Callable[..., Any], as_user: Any, tool: str
) -> None:
	"""S004-55: DingTalk, Feishu, WeCom, Teams and Slack; signed where the tool can; logged."""
	receiver.answer = ANSWERS[tool]
	message = send(site, as_user, channel(tool))
	assert (message.status, message.attempts, message.sent_by) == ("Sent", 1, people.PM.user)
	((path, body),) = receiver.got
	assert path.startswith("/hook?key=verysecret")
	assert ("sign=" in path, "sign" in body) == (tool == "DingTalk", tool == "Feishu")
	assert "网关超时" in json.dumps(body, ensure_ascii=False)


def test_what_fails_comes_again_and_ends(
	site: Any, receiver: Receiver, channel: Callable[..., Any], as_user: Any, monkeypatch: Any
) -> None:
	"""Four attempts more, ever later; then it has failed, and nothing is sent twice."""
	from client_mgmt.integrations import webhooks

	made = channel()
	monkeypatch.setattr(site, "enqueue", lambda _method, name, **_more: attempt(webhooks, name))

	receiver.answer = '{"errcode":310000,"errmsg":"sign not match"}'
	message = send(site, as_user, made)
	assert (message.status, message.attempts) == ("Queued", 1)
	assert "sign not match" in message.answer
	for _attempt in range(6):
		site.db.set_value("Channel Message", message.name, "next_attempt_on", "2020-01-01 00:00:00")
		webhooks.retry_due()
	message.reload()
	assert (message.status, message.attempts, len(receiver.got)) == ("Failed", 5, 5)


def test_two_jobs_send_a_message_once(
	site: Any, receiver: Receiver, channel: Callable[..., Any], as_user: Any
) -> None:
	"""A second job that was queued for the same attempt finds it claimed; what a worker lost is due again."""
	from client_mgmt.integrations import webhooks

	message = send(site, as_user, channel())
	site.db.set_value("Channel Message", message.name, {"status": "Queued", "attempts": 0})
	assert (webhooks.claim(message.name), webhooks.claim(message.name)) == (True, False)
	site.db.set_value("Channel Message", message.name, "next_attempt_on", "2020-01-01 00:00:00")
	assert webhooks.claim(message.name)
	webhooks.send(message.name)
	webhooks.send(message.name)
	assert len(receiver.got) == 2


def test_a_redirect_is_not_followed(
	site: Any, receiver: Receiver, channel: Callable[..., Any], as_user: Any
) -> None:
	receiver.status = 302
	message = send(site, as_user, channel("Slack"))
	assert (message.status, message.answer.split()[0]) == ("Queued", "302")


def test_a_name_of_a_private_address_is_not_called() -> None:
	"""The address that the name stands for is looked at, and the connection goes to that very one."""
	from client_mgmt.domain.dossier.channels import Post
	from client_mgmt.integrations import transport

	with pytest.raises(transport.NotSent, match="private address"):
		transport.send(Post("https://localhost/x", "", {}))


def test_a_host_taken_from_the_config_is_not_called_any_more(
	site: Any, receiver: Receiver, channel: Callable[..., Any], as_user: Any
) -> None:
	made = channel("Slack")
	site.conf["client_mgmt_local_receivers"] = []
	message = send(site, as_user, made)
	assert (message.status, receiver.got) == ("Queued", [])


def test_switched_off_means_off(
	site: Any, receiver: Receiver, channel: Callable[..., Any], as_user: Any
) -> None:
	"""S000-98: a switch, a sender, a preview."""
	from client_mgmt.api import channels
	from client_mgmt.integrations import webhooks

	made = channel("WeCom", enabled=0)
	with as_user(people.PM):
		preview = channels.preview(made.name, "告警", "网关超时")
		with pytest.raises(site.ValidationError, match="switched off"):
			channels.send(made.name, "告警", "x")
	assert (preview["sender"], preview["body"]["markdown"]["content"]) == (
		people.PM.user,
		"**告警**\n网关超时",
	)
	assert webhooks.announce(made.project, "告警", "x") == []
	made.db_set("enabled", 1)
	(waiting,) = webhooks.announce(made.project, "告警", "x")
	made.db_set("enabled", 0)
	attempt(webhooks, waiting)
	assert site.db.get_value("Channel Message", waiting, "status") == "Failed"
	assert receiver.got == []


def test_the_address_is_kept_encrypted(site: Any, channel: Callable[..., Any], as_user: Any) -> None:
	"""No column holds it; saving the form as it is shown keeps it; another one replaces it."""
	made = channel()
	stored = site.db.get_value("Project Channel", made.name, "*", as_dict=True)
	assert "verysecret" not in str(stored)
	assert SECRET not in str(stored)
	with as_user(people.PM):
		again = site.get_doc("Project Channel", made.name)
		again.enabled = 0
		again.save()
		assert again.secret("webhook_url").endswith("=verysecret")
		assert again.secret("signing_secret") == SECRET
		again.webhook_url = "https://oapi.dingtalk.com/robot/send?access_token=another"
		again.save()
	changed = site.get_doc("Project Channel", made.name)
	assert (changed.secret("webhook_url")[-8:], changed.host) == ("=another", "oapi.dingtalk.com")


def test_nothing_internal_is_in_an_automatic_message(
	site: Any, receiver: Receiver, channel: Callable[..., Any], as_user: Any
) -> None:
	"""Marks about a client reach no group: neither high risk nor tags (trap 10)."""
	from client_mgmt.api import escalation
	from client_mgmt.integrations import webhooks

	made = channel("Slack")
	with as_user(people.PM):
		escalation.trigger(made.project, "支付网关超时")
	for name in site.get_all("Channel Message", filters={"channel": made.name}, pluck="name"):
		attempt(webhooks, name)
	((_path, body),) = receiver.got
	client = site.get_doc("Client", site.db.get_value(PROJECT, made.project, "client"))
	assert client.high_risk_reason
	for internal in (client.high_risk_reason, *(row.tag for row in client.client_tags), client.client_name):
		assert internal not in body["text"]

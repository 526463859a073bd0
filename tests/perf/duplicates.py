"""`make perf-duplicates`: the duplicate check and the nightly scan at 10,000 clients, on a site of its own.

Prints both sides: creating a client with the check and without it, and the scan against comparing each client
with each (measured on a part, since it grows with the square). Exits with 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from embedded_host.cli.installer import new_site

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

CHECK_MS, SCAN_S = 50.0, 120.0  # promised
SAMPLE = 1000
PLACES = "北京 上海 广州 深圳 杭州 南京 苏州 武汉 成都 西安 重庆 天津 宁波 青岛".split()
SIGNS = (
	"恒泰华兴盛达隆昌德宏远信诚中联东方金鼎万通海天博瑞康源新锐嘉和润丰正大同济永安瑞祥凯旋腾飞卓越鸿运立群"
	"启明星辰云帆宇航创维智汇广联众合优品乐购美佳易百顺民生国泰君安长城长江黄河泰山昆仑珠峰南山北斗西湖东海"
)
TRADES = (
	"科技 物流 贸易 信息技术 软件 网络科技 实业 供应链管理 医药 能源 建筑工程 文化传媒 教育咨询 机械制造"
).split()
FORMS = "有限公司 有限责任公司 股份有限公司 集团有限公司 (集团)有限公司".split()


def names(count: int, chance: random.Random) -> Iterator[str]:
	"""Names of firms; every 30th is an earlier one written otherwise."""
	brands: list[tuple[str, str]] = []
	for number in range(count):
		if number % 30 == 29:
			brand, trade = chance.choice(brands)
		else:
			brand, trade = (
				"".join(chance.choices(SIGNS, k=chance.choice((2, 2, 3, 4)))),
				chance.choice(TRADES),
			)
			brands.append((brand, trade))
		yield f"{chance.choice([*PLACES, ''])}{brand}{trade}{chance.choice(FORMS)}"


@contextmanager
def demo_site() -> Iterator[object]:
	"""A new site without demo data; yields `frappe` in a write transaction."""
	with tempfile.TemporaryDirectory(prefix="client-mgmt-perf-") as folder:
		(Path(folder) / "apps.txt").write_text("frappe\nclient_mgmt\n", encoding="utf-8")
		os.environ["SITES"] = folder
		new_site("perf.test", "admin", ["client_mgmt"])
		import frappe

		frappe.init(site="perf.test", sites_path=folder)
		frappe.connect()
		frappe.local.db.begin(write=True)
		frappe.set_user("Administrator")
		try:
			yield frappe
		finally:
			frappe.db.rollback()
			frappe.destroy()


def milliseconds(work: Callable[[], object]) -> float:
	began = time.perf_counter()
	work()
	return (time.perf_counter() - began) * 1000


def fill(frappe: object, titles: list[str], chance: random.Random) -> None:
	"""Clients with a contact each, entered without the check."""
	from client_mgmt.client_archive.clients import duplicates

	quiet = {"note_client": mock.DEFAULT, "note_contact": mock.DEFAULT}
	with mock.patch.multiple(duplicates, **quiet):
		for title in titles:
			client = frappe.get_doc({"doctype": "Client", "client_name": title}).insert()
			phone = f"13{chance.randrange(10**9):09d}"
			person = {"contact_name": "联系人", "client": client.name, "phone": phone}
			frappe.get_doc({"doctype": "Client Contact", **person}).insert()
	frappe.db.commit()
	frappe.local.db.begin(write=True)


def creating(frappe: object, titles: list[str]) -> dict[str, list[float]]:
	"""Milliseconds of an insert without the check, with it, and of the check alone."""
	from client_mgmt.client_archive.clients import duplicates

	found: dict[str, list[float]] = {"create without the check": [], "create with it": [], "the check": []}
	check = duplicates.note_client

	def timed(client: object) -> None:
		found["the check"].append(milliseconds(lambda: check(client)))

	for number, title in enumerate(titles):
		insert = frappe.get_doc({"doctype": "Client", "client_name": title}).insert
		with mock.patch.object(duplicates, "note_client", timed if number % 2 else lambda client: None):
			found["create with it" if number % 2 else "create without the check"].append(milliseconds(insert))
	return found


def scanning(frappe: object) -> tuple[float, float, int]:
	"""Seconds of a whole scan, of its rules alone, and the pairs found."""
	from client_mgmt.client_archive.clients import duplicates
	from client_mgmt.domain.clients import duplicate_scan

	whole = milliseconds(duplicates.scan) / 1000
	clients = duplicates.all_facts()
	rules = milliseconds(lambda: duplicate_scan.pairs(clients)) / 1000
	return whole, rules, len(frappe.get_all("Duplicate Candidate", pluck="name"))


def squared(clients: list[object], all_clients: int) -> tuple[float, int, int]:
	"""Seconds that comparing each with each would take for all, from a part; the pairs in that part, and how
	many of them the scan finds."""
	from client_mgmt.domain.clients import duplicate_scan
	from client_mgmt.domain.clients.duplicates import compare

	sample, wanted = clients[:SAMPLE], set()
	began = time.perf_counter()
	for one, other in itertools.combinations(sample, 2):
		if compare(one, other):
			wanted.add(tuple(sorted((one.name, other.name))))
	seconds = (time.perf_counter() - began) * (all_clients / len(sample)) ** 2
	return seconds, len(wanted), len(wanted & set(duplicate_scan.pairs(sample)))


def measure(label: str, titles: list[str], more: list[str], chance: random.Random) -> bool:
	"""Prints one table; whether the promises hold."""
	from client_mgmt.client_archive.clients import duplicates

	with demo_site() as frappe:
		fill(frappe, titles, chance)
		times = creating(frappe, more)
		whole, rules, count = scanning(frappe)
		slow, wanted, both = squared(duplicates.all_facts(), len(titles))
	print(f"\n{label}: {len(titles):,} clients with a contact each")
	for what, values in times.items():
		p95 = statistics.quantiles(values, n=20)[-1]
		print(f"  {what:26} median {statistics.median(values):6.2f} ms   95th percentile {p95:6.2f} ms")
	print(f"  nightly scan               {whole:6.1f} s, of that comparing {rules:.1f} s; {count:,} pairs")
	print(
		f"  comparing each with each   {slow:6.0f} s (from {SAMPLE:,}); the scan finds {both} of its {wanted}"
	)
	return statistics.quantiles(times["the check"], n=20)[-1] < CHECK_MS and whole < SCAN_S


def main() -> int:
	"""Measures names as they are, and the worst ones: all alike but for a number."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--clients", type=int, default=10_000)
	options = parser.parse_args()
	chance = random.Random(3)
	titles = list(names(options.clients + 200, chance))
	alike = [f"Client {number:05}" for number in range(options.clients + 200)]
	kept = [
		measure("names of firms", titles[:-200], titles[-200:], chance),
		measure("names alike but for a number", alike[:-200], alike[-200:], chance),
	]
	return 0 if all(kept) else 1


if __name__ == "__main__":
	sys.exit(main())

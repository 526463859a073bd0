"""`make perf-hostile`: what another person meets while 100 slow connections and a stream of hostile bodies
are under way, and without them. Prints a table of both sides; exits with 1 where a bound is not kept."""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from pathlib import Path

from attack import SLOW, under_attack
from benchmark import PREPARE, ROOT
from load import Failed, measure
from targets import EmbeddedHost, Target, token_of

ATTACKER = "liu.fang@bank.example"
READ_MS, WRITE_MS, MEGABYTES = 200.0, 1000.0, 250.0
Side = dict[str, float]


def main() -> int:
	"""Measures both sides and prints them; the exit code."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--seconds", type=float, default=15.0, help="of each measurement")
	seconds = parser.parse_args().seconds
	try:
		with tempfile.TemporaryDirectory(prefix="client-mgmt-hostile-") as folder:
			alone, attacked, said = _both(Path(folder), seconds)
	except (Failed, OSError) as error:
		print(f"make perf-hostile: {error}", file=sys.stderr)
		return 1
	print(said)
	return _report(alone, attacked)


def _both(sites: Path, seconds: float) -> tuple[Side, Side, str]:
	for name in ("apps.txt", "common_site_config.json"):
		(sites / name).write_bytes((ROOT / "sites" / name).read_bytes())
	host = EmbeddedHost(sites)
	with host.served():
		password = host.administrator_password()
		target = Target("the embedded host", host.url)
		target.prepare("Administrator", password)
		token = token_of(host.url, "Administrator", password, ATTACKER)
		alone = _side(host, target, seconds)
		with under_attack(host.port, token, seconds * 2 + 2) as pipe:
			attacked = _side(host, target, seconds)
		opened, dropped, answers = pipe.recv()
	told = ", ".join(f"{count} × {status or 'cut off'}" for status, count in sorted(answers.items()))
	return alone, attacked, f"{SLOW} slow connections ({opened} opened, {dropped} dropped); bodies: {told}"


def _side(host: EmbeddedHost, target: Target, seconds: float) -> Side:
	"""One person who reads, then writes, without a pause; the most memory that the server had."""
	most, over = [0.0], threading.Event()

	def watch() -> None:
		while not over.wait(0.2):
			most.append(host.resident()["server"])

	watcher = threading.Thread(target=watch)
	watcher.start()
	target.connection.close()  # the server has let it go meanwhile
	try:
		read = measure(target.url, PREPARE["get"](target, 1, seconds), 1, seconds)
		written = measure(target.url, PREPARE["insert"](target, 1, seconds), 1, seconds)
	finally:
		over.set()
		watcher.join()
	return {"read": read.p95, "write": written.p95, "memory": max(most)}


def _report(alone: Side, attacked: Side) -> int:
	bounds = {"read": READ_MS, "write": WRITE_MS, "memory": MEGABYTES}
	names = {"read": "reads, p95 (ms)", "write": "writes, p95 (ms)", "memory": "server, at most (MB)"}
	print("| another person's | alone | under attack | bound |\n| --- | --- | --- | --- |")
	for key, bound in bounds.items():
		print(f"| {names[key]} | {alone[key]} | {attacked[key]} | {bound:g} |")
	return int(any(attacked[key] > bound for key, bound in bounds.items()))


if __name__ == "__main__":
	sys.exit(main())

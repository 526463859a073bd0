"""`make perf-workbook`: a workbook of 1,000 dossiers imported, and such dossiers made one by one over REST.

Prints seconds, dossiers a second and the peak of resident memory of the server, and the ratio of the two
ways. Exits with 1 when the import takes 60 s or more, 200 MB or more, or refuses anything.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import dossiers
from load import Failed, request
from targets import EmbeddedHost, Target

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS, MOST_MB = 60.0, 200.0
METHOD = "/api/method/client_mgmt.api.dossier."
TEAM = ("Business Owner", "Architect")


def main() -> int:
	"""Measures and prints; the exit code."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--dossiers", type=int, default=1000)
	parser.add_argument("--rest", type=int, default=100, help="dossiers made one by one")
	parser.add_argument("--on-error", choices=("refuse", "skip"), default="skip")
	options = parser.parse_args()
	with tempfile.TemporaryDirectory(prefix="client-mgmt-perf-") as folder:
		sites = Path(folder)
		for name in ("apps.txt", "common_site_config.json"):
			(sites / name).write_bytes((ROOT / "sites" / name).read_bytes())
		host = EmbeddedHost(sites)
		with host.served():
			target = Target("the embedded host", host.url)
			target.prepare("Administrator", host.administrator_password())
			before = cpu_of(host)
			report, seconds, peak = imported(host, target, sites, options.dossiers, options.on_error)
			cpu = cpu_of(host) - before
			began = time.perf_counter()
			for number in range(1, options.rest + 1):
				over_rest(target, number)
			each = (time.perf_counter() - began) / options.rest
	print(json.dumps({key: value for key, value in report.items() if key != "rows"}, ensure_ascii=False))
	for line in report["rows"][:5]:
		print(line)
	rate = options.dossiers / seconds
	print(f"import: {seconds:.1f} s, of processor {cpu:.1f} s; {rate:.1f} dossiers/s; peak {peak:.0f} MB")
	print(f"REST one by one: {1000 * each:.0f} ms each; the import is {each * rate:.1f} times as fast")
	clean = report["status"] == "Done" and not report["errors"] and report["done"] == options.dossiers
	return 0 if clean and seconds < MOST_SECONDS and peak < MOST_MB else 1


def imported(
	host: EmbeddedHost, target: Target, folder: Path, count: int, on_error: str
) -> tuple[dict[str, Any], float, float]:
	"""(report, seconds from the call to the end, peak megabytes of the server)."""
	path = folder / "dossiers.xlsx"
	total = dossiers.write(path, count)
	print(f"{count} dossiers, {total} rows, {path.stat().st_size // 1024} KB", file=sys.stderr)
	url = upload(target, path)
	before = host.resident()["server"]
	began = time.perf_counter()
	job = ask(target, "import_workbook", {"file_url": url, "mode": "apply", "on_error": on_error})["job"]
	while True:
		time.sleep(0.5)
		report = ask(target, f"import_report?job={job}")
		if report["status"] not in ("Queued", "Checking", "Applying"):
			break
		print(f"\r{report['status']} {report['done']}/{report['total']}", end="", file=sys.stderr)
	seconds = time.perf_counter() - began
	print(f"\nresident before: {before} MB", file=sys.stderr)
	return report, seconds, peak_of(host)


def servers(host: EmbeddedHost) -> list[Path]:
	"""What the system tells of the server's processes."""
	listing = subprocess.run(
		["ps", "-o", "pid=", "--ppid", str(host.process.pid)], capture_output=True, text=True, check=True
	)
	return [Path("/proc") / pid for pid in listing.stdout.split()]


def peak_of(host: EmbeddedHost) -> float:
	"""The most megabytes that the server has had resident."""
	texts = [(folder / "status").read_text(encoding="ascii") for folder in servers(host)]
	lines = [line for text in texts for line in text.splitlines() if line.startswith("VmHWM")]
	return sum(int(line.split()[1]) for line in lines) / 1024


def cpu_of(host: EmbeddedHost) -> float:
	"""Seconds of processor that the server has taken."""
	ticks = [
		(folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split() for folder in servers(host)
	]
	return sum(int(fields[11]) + int(fields[12]) for fields in ticks) / os.sysconf("SC_CLK_TCK")


def ask(target: Target, method: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
	verb = "GET" if values is None else "POST"
	status, body = target.connection.ask(request(verb, target.url, METHOD + method, target.token, values))
	if status != 200:
		raise Failed(f"{method}: {status} {body[:600].decode()}")
	return json.loads(body)["message"]


def upload(target: Target, path: Path) -> str:
	"""Uploads a private file; its URL."""
	mark = uuid.uuid4().hex
	head = f'--{mark}\r\nContent-Disposition: form-data; name="is_private"\r\n\r\n1\r\n--{mark}\r\n'
	head += 'Content-Disposition: form-data; name="file"; filename="dossiers.xlsx"\r\n\r\n'
	body = head.encode() + path.read_bytes() + f"\r\n--{mark}--\r\n".encode()
	headers = {
		"Authorization": f"token {target.token}",
		"Content-Type": f"multipart/form-data; boundary={mark}",
		"Accept": "application/json",
	}
	wanted = urllib.request.Request(f"{target.url}/api/method/upload_file", body, headers, method="POST")
	with urllib.request.urlopen(wanted, timeout=120) as answer:
		return str(json.load(answer)["message"]["file_url"])


def over_rest(target: Target, number: int) -> None:
	"""One dossier with what belongs to it, a call a document."""
	bodies = dossiers.documents(number)
	client = target.create("Client", **bodies["client"])["name"]
	names = [target.create("Client Contact", client=client, **one)["name"] for one in bodies["contacts"]]
	team = [
		{"party": "Client", "contact": name, "project_role": role}
		for name, role in zip(names, TEAM, strict=True)
	]
	project = target.create("Project Archive", client=client, team=team, **bodies["project"])["name"]
	for one in bodies["requirements"]:
		target.create("Requirement", project=project, **one)


if __name__ == "__main__":
	sys.exit(main())

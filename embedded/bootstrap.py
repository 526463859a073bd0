"""Makes `.venv` with what the product needs; called by the Makefile, and harmless to call again.

usage: python3 embedded/bootstrap.py [EXTRA …]      (extras of pyproject.toml: test, pdf, bench)
Installs only when a pyproject.toml, the Python or the extras have changed since the last time.
This file must also load on an old Python, so that it can say that it is too old.
"""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).absolute().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PROJECTS = (ROOT / "pyproject.toml", ROOT / "apps" / "client_mgmt" / "pyproject.toml")
MINIMUM = (3, 10)


def main(extras):
	"""Checks, creates and fills the environment; exits with a sentence where something is missing."""
	if sys.version_info[:2] < MINIMUM:
		stop(
			f"Python 3.10 or later is needed; {sys.executable} is {sys.version.split()[0]}.\n"
			"Install a newer one, then say which: make start PYTHON=/path/to/python3"
		)
	marker = VENV / (".installed-" + ("-".join(sorted(extras)) or "base"))
	wanted = fingerprint()
	if marker.exists() and marker.read_text() == wanted and works():
		return
	if not works():
		create_venv()
	install(extras)
	marker.write_text(wanted)


def create_venv():
	"""Creates `.venv`, or says which module of the Python is missing."""
	missing = [name for name in ("venv", "ensurepip", "sqlite3") if importlib.util.find_spec(name) is None]
	if missing:
		stop(
			f"{sys.executable} lacks the module(s) {', '.join(missing)}.\n"
			"On Debian or Ubuntu: apt install python3-venv. Elsewhere: install the complete Python."
		)
	say(f"creating .venv with Python {sys.version.split()[0]}")
	run([sys.executable, "-m", "venv", "--clear", VENV], "The virtual environment could not be created.")


def install(extras):
	"""Installs the host with its extras, and the app, both editable."""
	say("installing from the package index (once; again only when a pyproject.toml changes)")
	host = f"{ROOT}[{','.join(sorted(extras))}]" if extras else str(ROOT)
	pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
	run(
		[*pip, "-e", host, "-e", PROJECTS[1].parent],
		"A package could not be installed: see above. Is the package index within reach?",
	)


def fingerprint():
	"""A digest of what decides what is installed and where."""
	digest = hashlib.sha256(f"{sys.version} {VENV}".encode())
	for path in PROJECTS:
		digest.update(path.read_bytes())
	return digest.hexdigest()


def works():
	"""Whether `.venv` has a Python of this version that runs; a copied or moved one does not."""
	if not PYTHON.exists():
		return False
	check = f"import pip, sys; sys.exit(sys.version != {sys.version!r})"
	return subprocess.call([str(PYTHON), "-c", check], stderr=subprocess.DEVNULL) == 0


def run(command, complaint):
	"""Runs, and stops with the complaint when that fails."""
	if subprocess.call([str(part) for part in command], cwd=ROOT) != 0:
		stop(complaint)


def say(text):
	"""One line for the person at the terminal."""
	sys.stderr.write(f"client_mgmt: {text}\n")


def stop(text):
	"""Says why, and ends with a failure."""
	say(text)
	sys.exit(1)


if __name__ == "__main__":
	main(sys.argv[1:])

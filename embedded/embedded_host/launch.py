"""The entry of `client-mgmt`.

makes sure that `frappe` is this repository's own before anything imports it.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from embedded_host.cli.private import UMASK
from embedded_host.server.supervisor import supervise

OURS = Path(__file__).resolve().parent.parent / "frappe" / "__init__.py"


def foreign_frappe() -> str | None:
	"""Why the host must not start: where `frappe` would be imported from instead; None when all is well."""
	spec = importlib.util.find_spec("frappe")
	origin = spec.origin if spec else None
	if origin and Path(origin).resolve() == OURS:
		return None
	found = origin or (list(spec.submodule_search_locations or []) if spec else "nowhere")
	return (
		f"client-mgmt does not start: `frappe` would be imported from {found}, not from {OURS}.\n"
		"The embedded host brings its own `frappe`. On a bench use the bench's commands; else remove the "
		"other package (pip uninstall frappe) or take its folder out of PYTHONPATH."
	)


def main() -> None:
	"""Runs the command line, or says why it cannot and exits with 1."""
	problem = foreign_frappe()
	if problem:
		sys.exit(problem)
	os.umask(UMASK)
	if sys.argv[1:2] == ["start"] and "CLIENT_MGMT_SUPERVISED" not in os.environ:
		sys.exit(supervise([sys.executable, "-m", "embedded_host.launch", *sys.argv[1:]]))
	from embedded_host.cli.main import cli  # imports frappe: the guard comes first

	cli(prog_name="client-mgmt")


if __name__ == "__main__":
	main()

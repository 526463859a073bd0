"""Specification documents: their Git references, and whether a file is a text."""

from __future__ import annotations

import re

from client_mgmt.domain.evidence.verify_evidence import Problem

HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"
PATH = r"[A-Za-z0-9._~/\-一-鿿]+"
HTTPS = re.compile(rf"https://{HOST}(?::\d{{1,5}})?/{PATH}")
SSH = re.compile(rf"(?:ssh://)?[A-Za-z0-9][A-Za-z0-9._-]*@{HOST}(?::\d{{1,5}}/|[:/]){PATH}")
COMMIT = re.compile(r"[0-9a-f]{7,40}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def git_problem(repository: str, commit: str) -> Problem | None:
	"""What is wrong with a reference to a Git repository (https or ssh, no password in it) and a commit of it
	(7 to 40 hexadecimal digits); None where both are right or empty (S004-37)."""
	if repository and not (HTTPS.fullmatch(repository) or SSH.fullmatch(repository)):
		return Problem(
			"{0} is no address of a Git repository: give it over https or ssh, without user and password.",
			(repository,),
		)
	if commit and not COMMIT.fullmatch(commit):
		return Problem("{0} is no Git commit: it has 7 to 40 hexadecimal digits.", (commit,))
	if commit and not repository:
		return Problem("A Git commit needs its repository.", ())
	return None


def as_text(content: bytes) -> str | None:
	"""The text of a file in UTF-8 or GB18030; None for what is no text."""
	for encoding in ("utf-8-sig", "gb18030"):
		try:
			text = content.decode(encoding)
		except UnicodeDecodeError:
			continue
		return None if CONTROL.search(text) else text
	return None

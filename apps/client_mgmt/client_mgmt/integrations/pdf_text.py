"""The text layer of a PDF, read in a process of its own: `pdf_text.py FILE PAGES BYTES SECONDS CHARACTERS`.

Writes the text to standard output and exits with 0; 3: encrypted, 4: too many pages, 5: no text.
"""

from __future__ import annotations

import importlib
import sys

ENCRYPTED, TOO_LONG, NO_TEXT = 3, 4, 5


def main(file: str, pages: int, memory: int, seconds: int, characters: int) -> int:
	"""Reads `file` within `memory` bytes and `seconds` of processor time; returns the exit code."""
	_limit(memory, seconds)
	pypdf = importlib.import_module("pypdf")
	reader = pypdf.PdfReader(file)
	if reader.is_encrypted and not reader.decrypt(""):
		return ENCRYPTED
	if len(reader.pages) > pages:
		return TOO_LONG
	text = ""
	for page in reader.pages:
		text += page.extract_text() + "\n"
		if len(text) > characters:
			break
	sys.stdout.buffer.write(text[:characters].encode("utf-8", "replace"))
	return 0 if text.strip() else NO_TEXT


def _limit(memory: int, seconds: int) -> None:
	"""Held by the operating system where it can; elsewhere the caller's time limit is left."""
	try:
		resource = importlib.import_module("resource")
	except ImportError:
		return
	resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
	resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
	sys.exit(main(sys.argv[1], *map(int, sys.argv[2:6])))

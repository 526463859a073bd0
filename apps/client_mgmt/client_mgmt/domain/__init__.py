"""Rules on plain values: no framework import (a test enforces it)."""

from __future__ import annotations

from typing import Any, Protocol


class Readable(Protocol):
	"""What answers for its fields: a mapping, or a document of the framework."""

	def get(self, field: str, /) -> Any: ...

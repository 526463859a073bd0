"""Names as every database compares them: MariaDB finds `Internal Estimate` by `internal estimate ` too."""

from __future__ import annotations

import unicodedata
from typing import Any


def folded(name: Any) -> str:
	"""A name without what MariaDB's collation does not tell apart: case, accents, blanks around it, width."""
	text = unicodedata.normalize("NFKD", str(name or ""))
	return "".join(sign for sign in text if not unicodedata.combining(sign)).casefold().strip()

"""The turn of a running request. Few requests run at once (`server/crew.py`); one that has to wait for
something else, the write lock, gives its turn away meanwhile and does without one afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

_of_thread = threading.local()


def take(give_back: Callable[[], None]) -> None:
	"""This thread runs a request from here on; `give_back` is called once, when it leaves its turn."""
	_of_thread.give_back = give_back


def leave() -> None:
	"""Gives the turn away. Nothing happens where there is none: in jobs, commands and tests."""
	give_back = _of_thread.__dict__.pop("give_back", None)
	if give_back is not None:
		give_back()

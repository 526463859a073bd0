"""Restricted Python for expressions that administrators write (workflow conditions).

RestrictedPython compiles them: no import, no underscore names, no statements. Compiled code is kept by its
text.
"""

from __future__ import annotations

from functools import lru_cache
from types import CodeType
from typing import Any

from RestrictedPython.compile import compile_restricted
from RestrictedPython.Eval import default_guarded_getitem, default_guarded_getiter
from RestrictedPython.Guards import guarded_iter_unpack_sequence, safe_builtins, safer_getattr

from embedded_host.base.html import escape_html
from embedded_host.base.messages import throw
from embedded_host.base.translate import _

_MAX_LENGTH = 5000
_BUILTINS = {
	**safe_builtins,
	"all": all,
	"any": any,
	"dict": dict,
	"enumerate": enumerate,
	"filter": filter,
	"list": list,
	"map": map,
	"max": max,
	"min": min,
	"reversed": reversed,
	"set": set,
	"sum": sum,
}
for _name in ("setattr", "delattr", "_getattr_", "__build_class__"):
	_BUILTINS.pop(_name, None)


def check_syntax(code: str, label: str) -> None:
	"""Raises ValidationError, naming `label`, for what is no expression."""
	try:
		_compiled(code.strip())
	except SyntaxError as error:
		text = _("{0}: Invalid python code on line {1}").format(_(label), error.lineno or 1)
		throw(f"{text}<br><pre>{escape_html(code)}</pre>", title=_("Syntax Error"))


def evaluate(
	code: str, eval_globals: dict[str, Any] | None = None, eval_locals: dict[str, Any] | None = None
) -> Any:
	"""The value of an expression; raises SyntaxError, NameError or whatever it raises itself."""
	names = {**_GUARDS, **(eval_globals or {}), **(eval_locals or {})}
	names["__builtins__"] = _BUILTINS
	return eval(_compiled(code.strip()), names)


@lru_cache(maxsize=2048)
def _compiled(code: str) -> CodeType:
	if len(code) > _MAX_LENGTH:
		raise SyntaxError(f"expression of more than {_MAX_LENGTH} characters")
	return compile_restricted(code, filename="<expression>", mode="eval")


_GUARDS: dict[str, Any] = {
	"_getattr_": safer_getattr,
	"_getitem_": default_guarded_getitem,
	"_getiter_": default_guarded_getiter,
	"_iter_unpack_sequence_": guarded_iter_unpack_sequence,
}

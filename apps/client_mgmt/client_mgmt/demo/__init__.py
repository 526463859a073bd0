"""The demo site: the bank project of S000 as a client in full work, and a second client beside it.

`install` builds it through the same rules that everybody works under: each step is taken as the person whose
step it is, by the app's own methods.
"""

from __future__ import annotations

from client_mgmt.demo.build import install

__all__ = ["install"]

"""One connection to a place that people have typed: the name is resolved once, and what was looked at is what
is connected to, so that no second answer of a name server leads elsewhere."""

from __future__ import annotations

import socket

from client_mgmt.domain.dossier import channels


class Inside(OSError):
	"""The name leads into a network: to a private, loopback, link-local or otherwise reserved address."""


def connect(host: str, port: int, local: bool, seconds: float) -> socket.socket:
	"""A connection to the first address of `host` that answers. Every one must be public, unless the site's
	config allows this place by name (`local`).

	Raises Inside, and OSError where nothing answers within `seconds` each.
	"""
	found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
	addresses = list(dict.fromkeys(found))
	if not local and not all(map(channels.is_public, addresses)):
		raise Inside("private address")
	failed: OSError = OSError("no address")
	for address in addresses:
		try:
			return socket.create_connection((address, port), timeout=seconds)
		except OSError as error:
			failed = error
	raise failed

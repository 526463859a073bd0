from client_mgmt.setup import ambiguity


def execute() -> None:
	"""Gives a site the rules of today, but for those that somebody edited or disabled."""
	ambiguity.refresh()

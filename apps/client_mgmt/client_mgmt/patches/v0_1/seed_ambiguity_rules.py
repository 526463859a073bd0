from client_mgmt.setup import ambiguity


def execute() -> None:
	"""Gives a site from before the ambiguity check its rules."""
	ambiguity.seed()

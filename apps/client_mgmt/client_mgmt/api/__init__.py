"""Whitelisted methods, one file a topic: typed, one verb each, permission check first."""

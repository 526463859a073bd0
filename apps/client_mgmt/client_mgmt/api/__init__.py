"""Whitelisted methods, one file a topic: typed, one verb each, permission check first.

None of these files imports `annotations` from `__future__`: Frappe checks arguments by annotations that are
types, and passes over text. Unchecked, a dict sent as `name` would be a filter on any column.
"""

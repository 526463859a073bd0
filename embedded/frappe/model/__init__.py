"""Documents and workflow."""

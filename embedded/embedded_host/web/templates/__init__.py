"""The host's own few pages, as Jinja templates."""

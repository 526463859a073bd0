"""`Document`, which controllers inherit from."""

from embedded_host.services.document import Document

__all__ = ["Document"]

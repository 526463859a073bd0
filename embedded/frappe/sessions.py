"""Sessions, as far as an app or a controller has to do with them."""

from embedded_host.services.sessions import clear_sessions

__all__ = ["clear_sessions"]

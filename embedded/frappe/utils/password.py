"""Passwords of users."""

from embedded_host.services.passwords import check_password, update_password

__all__ = ["check_password", "update_password"]

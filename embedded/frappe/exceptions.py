"""The exceptions, each with the HTTP status that answers it."""

from embedded_host.base.exceptions import *  # noqa: F403

"""`dossier.findings` under the path by which it was published first."""

from client_mgmt.api.dossier import findings

__all__ = ["findings"]

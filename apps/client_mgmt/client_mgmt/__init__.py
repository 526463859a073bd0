"""Client management and client dossiers for software projects, on Frappe."""

__version__ = "0.3.3"

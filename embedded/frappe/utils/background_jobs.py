"""`frappe.enqueue`."""

from embedded_host.services.jobs import enqueue

__all__ = ["enqueue"]

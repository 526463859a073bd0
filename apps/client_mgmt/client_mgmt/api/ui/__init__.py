"""What the web app asks: one call a page, for staff and clients, each of whom sees what is theirs.

All but `save` change nothing; they answer to GET, and to POST since frappe-ui posts everything. A document
that is not the caller's answers exactly as one that is not there.
"""

from client_mgmt.api.ui.documents import form, page, save
from client_mgmt.api.ui.overview import changes, export, inbox, list, notices, search
from client_mgmt.api.ui.session import boot, messages

__all__ = [
	"boot",
	"changes",
	"export",
	"form",
	"inbox",
	"list",
	"messages",
	"notices",
	"page",
	"save",
	"search",
]

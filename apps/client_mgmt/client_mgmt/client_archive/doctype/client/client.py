from frappe.model.document import Document


class Client(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.client_tag_link.client_tag_link import ClientTagLink

		annual_revenue: DF.Currency
		city: DF.Data | None
		client_name: DF.Data
		client_tags: DF.TableMultiSelect[ClientTagLink]
		client_type: DF.Literal["", "Government", "Enterprise", "Individual"]
		country: DF.Data | None
		cross_border: DF.Check
		employees: DF.Int
		high_risk: DF.Check
		high_risk_reason: DF.SmallText | None
		industry: DF.Literal["", "Manufacturing", "Finance", "Education", "Government", "Healthcare", "Retail", "Logistics", "Energy", "Information Technology", "Other"]
		language: DF.Literal["zh", "en"]
		lifecycle: DF.Literal["Prospect", "Active", "Delivered", "Inactive"]
		referred_by: DF.Link | None
		region: DF.Data | None
		time_zone: DF.Data | None
		uscc: DF.Data | None
	# end: auto-generated types

	pass

from frappe.model.document import Document


class AttachmentRule(Document):
	pass

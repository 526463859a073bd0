"""Exceptions of Frappe's public interface, each with the HTTP status that answers it.

Statuses measured on v15.41 (tests/contract): every ValidationError answers 417, a missing document 404,
a duplicate name 409, a person who may not 403, a failed sign-in 401, a wrong CSRF token 400.
"""


class ValidationError(Exception):
	"""A rule refused; the message says which and what would satisfy it."""

	http_status_code = 417


class AuthenticationError(Exception):
	http_status_code = 401


class CSRFTokenError(Exception):
	http_status_code = 400


class PermissionError(Exception):
	http_status_code = 403


class DoesNotExistError(ValidationError):
	http_status_code = 404


class NameError(Exception):
	http_status_code = 409


class DuplicateEntryError(NameError):
	pass


class OutgoingEmailError(Exception):
	http_status_code = 501


class DataError(ValidationError):
	pass


class MandatoryError(ValidationError):
	pass


class LinkValidationError(ValidationError):
	pass


class LinkExistsError(ValidationError):
	pass


class CancelledLinkError(LinkValidationError):
	pass


class UniqueValidationError(ValidationError):
	pass


class TimestampMismatchError(ValidationError):
	pass


class UpdateAfterSubmitError(ValidationError):
	pass


class DocstatusTransitionError(ValidationError):
	pass


class CannotChangeConstantError(ValidationError):
	pass


class CharacterLengthExceededError(ValidationError):
	pass


class NonNegativeError(ValidationError):
	pass


class InvalidEmailAddressError(ValidationError):
	pass


class InvalidPhoneNumberError(ValidationError):
	pass


class InvalidNameError(ValidationError):
	pass


class InvalidColumnName(ValidationError):
	pass


class QueryTimeoutError(Exception):
	http_status_code = 500


class QueryDeadlockError(Exception):
	http_status_code = 500


class RateLimitExceededError(ValidationError):
	http_status_code = 429


class TooManyRequestsError(Exception):
	http_status_code = 429


class FrappeTypeError(ValidationError, TypeError):
	"""An argument of a whitelisted method has another type than its annotation."""


class AppNotInstalledError(ValidationError):
	pass


for _published in list(vars().values()):
	if isinstance(_published, type):
		_published.__module__ = "frappe.exceptions"  # the path under which apps and REST know it

"""What to say of a value that does not fit its field, in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


def sentence_of(error: Mapping[str, Any]) -> str:
    """The sentence for one error of validation, with the limits it names.

    Raised by our own checks, the text is already ours. Kinds: pydantic, "Validation Errors".
    """
    kind = str(error["type"])
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    given = error.get("ctx", {})
    facts = {name: str(value).replace(" or ", ", ") for name, value in given.items()}
    limit = given.get(_LIMITS.get(kind, ""))
    text = _OF_DAYS[kind] if isinstance(limit, str) else _SENTENCES.get(kind, _OTHER)
    return _(text) % facts


_SENTENCES: Mapping[str, str] = {
    "missing": gettext_noop("This is needed."),
    "extra_forbidden": gettext_noop("There is no such field here."),
    "string_too_long": gettext_noop("Use at most %(max_length)s characters."),
    "string_too_short": gettext_noop("Use at least %(min_length)s characters."),
    "too_long": gettext_noop("Give at most %(max_length)s."),
    "too_short": gettext_noop("Give at least %(min_length)s."),
    "greater_than_equal": gettext_noop("Give a number of at least %(ge)s."),
    "greater_than": gettext_noop("Give a number above %(gt)s."),
    "less_than_equal": gettext_noop("Give a number of at most %(le)s."),
    "less_than": gettext_noop("Give a number below %(lt)s."),
    "literal_error": gettext_noop("Choose one of: %(expected)s."),
    "enum": gettext_noop("Choose one of: %(expected)s."),
    "string_type": gettext_noop("Give a text."),
    "list_type": gettext_noop("Give a list."),
    "int_type": gettext_noop("Give a whole number."),
    "int_parsing": gettext_noop("Give a whole number."),
    "int_from_float": gettext_noop("Give a whole number."),
    "float_parsing": gettext_noop("Give a number."),
    "float_type": gettext_noop("Give a number."),
    "bool_parsing": gettext_noop("Give true or false."),
    "bool_type": gettext_noop("Give true or false."),
    "json_invalid": gettext_noop("This is no valid JSON."),
    "uuid_parsing": gettext_noop("This is no identifier (UUID)."),
    "model_type": gettext_noop("Give an object with fields."),
    "model_attributes_type": gettext_noop("Give an object with fields."),
    "dict_type": gettext_noop("Give an object with fields."),
    "date_from_datetime_parsing": gettext_noop("Give a day, such as 2026-03-10."),
    "date_parsing": gettext_noop("Give a day, such as 2026-03-10."),
    "date_type": gettext_noop("Give a day, such as 2026-03-10."),
    "datetime_parsing": gettext_noop("Give a moment, such as 2026-03-10T14:30:00+01:00."),
    "datetime_from_date_parsing": gettext_noop("Give a moment, such as 2026-03-10T14:30:00+01:00."),
    "timezone_aware": gettext_noop("Give a moment, such as 2026-03-10T14:30:00+01:00."),
    "datetime_type": gettext_noop("Give a moment, such as 2026-03-10T14:30:00+01:00."),
}
# By what the limit of a number or day is named; that of a day comes as text.
_LIMITS: Mapping[str, str] = {
    "greater_than_equal": "ge",
    "greater_than": "gt",
    "less_than_equal": "le",
    "less_than": "lt",
}
_OF_DAYS: Mapping[str, str] = {
    "greater_than_equal": gettext_noop("Give a day from %(ge)s on."),
    "greater_than": gettext_noop("Give a day after %(gt)s."),
    "less_than_equal": gettext_noop("Give a day up to and including %(le)s."),
    "less_than": gettext_noop("Give a day before %(lt)s."),
}
_OTHER = gettext_noop("This value does not fit here.")

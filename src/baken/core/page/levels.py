"""Severity and risk levels as a person sees them: a tone (colour and shape) and a word."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SEVERITY_TONES = ("none", "low", "low", "medium", "high", "extreme")
SEVERITY_WORDS = (
    _("No injury"),
    _("First aid"),
    _("Medical treatment"),
    _("Lost time"),
    _("Permanent injury or one death"),
    _("Several deaths"),
)
CATEGORY_TONES = ("none", "low", "medium", "high", "extreme")
CLASS_WORDS = {
    "none": pgettext_lazy("risk class", "None"),
    "low": pgettext_lazy("risk class", "Low"),
    "medium": pgettext_lazy("risk class", "Medium"),
    "high": pgettext_lazy("risk class", "High"),
    "extreme": pgettext_lazy("risk class", "Extreme"),
}
UNKNOWN_WORD = _("Not yet assessed")


@dataclass(frozen=True)
class Level:
    """One level to show: `tone` picks shape and colour, `word` says it, `code` is the short mark
    before it.
    """

    tone: str
    word: str | Promise
    code: str = ""


def level_of(value: object, scale: str, label: str = "") -> Level:
    """The level to show for a stored value.

    `value`: a class code (low, medium, high, extreme, none) or a number on `scale`;
    `scale`: class, severity (0-5) or category (0-4); `label`: word that replaces the default.
    Anything unknown or empty becomes the grey "not yet assessed": missing is never green.
    """
    if str(value) in CLASS_WORDS:
        return Level(str(value), label or CLASS_WORDS[str(value)])
    number = int(str(value)) if str(value).isdecimal() else -1
    if scale == "severity" and 0 <= number < len(SEVERITY_TONES):
        return Level(SEVERITY_TONES[number], label or SEVERITY_WORDS[number], str(number))
    if scale == "category" and 0 <= number < len(CATEGORY_TONES):
        return Level(CATEGORY_TONES[number], label or _("Category %(number)s") % {"number": number})
    return Level("unknown", label or UNKNOWN_WORD)

"""Sentences of the register that more than one place says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "not_scored": _("Score the risk as it is now first."),
    "not_over": _("The time of this slice is not over yet. End it by hand, with a reason."),
}

# Why a slice of exposure is none, by the code of the rule: which field, and what is said there.
NO_SLICE = {
    "no_group": ("group", _("Say who are exposed together.")),
    "no_task_or_place": ("task", _("Say what they do or where: the same task or the same place.")),
    "ends_before_start": ("to_at", _("This is not later than when it begins.")),
    "longer_than_a_shift": (
        "to_at",
        _("A slice is at most one shift of %(hours)s hours. Make one for every shift."),
    ),
    "whole_unit": (
        "group",
        _("A slice is never a whole unit. Name the people who do this together."),
    ),
    "unknown_circumstance": ("circumstances", _("Choose one of the options shown.")),
}
QUANTITY_KINDS = {
    "noise": _("Noise"),
    "substance": _("Substances"),
    "hand_arm_vibration": _("Vibration of hand and arm"),
    "body_vibration": _("Vibration of the whole body"),
    "radiation": _("Ionising radiation"),
    "hours": _("Working hours"),
    "chance": _("Chance that it happens"),
}
# Why a quantity is none, by the code of the rule.
NO_QUANTITY = {
    "unknown_kind": _("Choose what kind of quantity it is."),
    "unknown_unit": _("Choose a unit that belongs to this kind."),
    "no_amount": _("Give a number from 0 on (noise: at most 250 dB, a chance: at most 1)."),
    "no_limit": _("A limit is a number above 0."),
    "limit_needed": _("A substance needs its limit, in the same unit."),
    "no_source": _("Say where the number comes from: who measured it, or which document."),
}
HIDDEN_RISK = _("a risk you may not read")
# Why a risk in a slice does not count there now.
LEFT_OUT = {
    "gone": _("Does not count: it is avoided or closed."),
    "not_scored": _("Does not count yet: it is not scored as it is now."),
}

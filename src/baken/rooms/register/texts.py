"""Sentences of the register that more than one place says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {"not_scored": _("Score the risk as it is now first.")}

# What a barrier's status is called: shape and colour say the same.
STATUSES = {
    "green": _("holds"),
    "amber": _("weakened"),
    "red": _("fails"),
    "grey": _("not known"),
}
DOUBTS = {
    "only_support": _(
        "Training or a rule alone holds nothing back; it helps people to use a barrier."
    ),
    "not_independent": _("Nobody said that it does not fail together with something else."),
    "no_owner": _("Nobody sees to it."),
    "no_standard": _("It does not say when it is good enough."),
    "no_evidence_named": _("It does not say what can show that it works."),
}

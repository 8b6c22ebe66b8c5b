"""Says no to a signature: beside the field that mends it, else as a refusal of the step."""

from __future__ import annotations

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.table import Refusal
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.rules.posts import Post
from baken.rooms.register.rules.resolution import Resolution
from baken.rooms.register.rules.signing import Verdict

# The field that mends a refusal.
FIELD_OF = {
    "stack_not_seen": "stack_seen",
    "reason_missing": "against_advice",
    "alternatives_missing": "alternatives_rejected",
    "activity_end_missing": "activity_ends_on",
    "too_long": "ends_on",
    "legal_basis_missing": "legal_basis",
    "interim_control_missing": "interim_control",
    "interim_term_missing": "interim_until",
    "interim_term_over": "interim_until",
}


def signing_post(step: str, verdict: Verdict, found: Resolution, case: Case) -> Post:
    """The post by which somebody signs.

    Raises StepRefused for who they are and how the case stands, FieldsRefused for what lacks.
    """
    if verdict.post is not None:
        return verdict.post
    sentences = case.sentences(verdict, found)
    theirs = [one for one in sentences if one.code not in FIELD_OF]
    if theirs:
        raise StepRefused(step, [*theirs, *_for_these_days(theirs, case)])
    raise FieldsRefused({FIELD_OF[one.code]: str(one) for one in sentences})


def _for_these_days(refusals: list[Refusal], case: Case) -> list[Refusal]:
    """That it is the length of the period that takes it out of somebody's hands, where that is so."""
    if not case.earlier or all(one.code != "level_too_low" for one in refusals):
        return []
    text = _("Earlier periods for which the risk was let go on count along.")
    return [Refusal("periods_add_up", text)]

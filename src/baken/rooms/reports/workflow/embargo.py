"""Setting and lifting an information embargo: the same steps for a report and for an occurrence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField
from baken.rooms.reports.permits import EMBARGO

_NO_NAMES = _("Without names.")
_INFORMED = (
    StepField("informed_at", _("When were they informed?"), "moment", required=True),
    StepField(
        "by_whom",
        _("Who informed them?"),
        "text",
        required=True,
        help=_("A post or a service is enough, such as the duty officer. No names."),
    ),
)
_SET = (
    StepField("reason", _("Why?"), "long_text", required=True, help=_NO_NAMES),
    StepField(
        "persons",
        _("Of how many persons must the next of kin be informed?"),
        "integer",
        help=_("Leave it empty when nobody knows yet."),
    ),
)
_KIN = (
    StepField("persons", _("Next of kin of how many persons?"), "integer", required=True),
    *_INFORMED,
    StepField(
        "still",
        _("Of how many persons must the next of kin still be informed?"),
        "integer",
        help=_("Only when that is not what follows from what was noted before."),
    ),
)
_LIFT = (
    StepField(
        "everybody",
        _("The next of kin of everybody involved have been informed"),
        "boolean",
        required=True,
        help=_("Below: when the last of them were informed, and by whom."),
    ),
    *_INFORMED,
    StepField("reason", _("What else is good to know?"), "long_text", help=_NO_NAMES),
)
_WITHDRAW = (
    StepField(
        "reason",
        _("Why need no next of kin be informed?"),
        "long_text",
        required=True,
        help=_NO_NAMES,
    ),
)
# Name, label, trail code, guards and fields.
_ROWS: tuple[tuple[str, Any, str, tuple[str, ...], tuple[StepField, ...]], ...] = (
    ("set_embargo", _("Set an information embargo"), "embargo_set", ("no_embargo_yet",), _SET),
    ("note_kin", _("Next of kin informed"), "kin_informed", ("embargo_is_on",), _KIN),
    (
        "lift_embargo",
        _("Lift the information embargo"),
        "embargo_lifted",
        ("embargo_is_on", "last_kin_left"),
        _LIFT,
    ),
    (
        "withdraw_embargo",
        _("The information embargo is not needed"),
        "embargo_withdrawn",
        ("embargo_is_on",),
        _WITHDRAW,
    ),
)

EMBARGO_STEPS = tuple(row[0] for row in _ROWS)


def embargo_steps(
    table: str, sources: tuple[str, ...], *, over: tuple[str, ...] = ()
) -> tuple[Step, ...]:
    """The steps of the duty officer on a table, from states in which somebody handles the record.

    An embargo that comes along with something else can be ended in the states of ``over`` as well.

    Source: domain reference, reporting, sections 3 and 16.
    """
    return tuple(
        Step(
            name=name,
            label=label,
            sources=sources if name == "set_embargo" else (*sources, *over),
            target="",
            permit=EMBARGO,
            guards=guards,
            fields=fields,
            trail=f"{table}.{trail}",
            notice="embargo",
        )
        for name, label, trail, guards, fields in _ROWS
    )

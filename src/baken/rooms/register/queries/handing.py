"""To whom a decision is handed up, and who may answer what was handed up to a level."""

from __future__ import annotations

from django.utils.translation import gettext as _

from baken.core.workflow.table import Refusal
from baken.rooms.org.queries import tree
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.rules.closing import SETTING_ASIDE
from baken.rooms.register.rules.decisions import STILL_TO_DECIDE, next_above
from baken.rooms.register.rules.posts import Post
from baken.rooms.register.rules.resolution import Resolution
from baken.rooms.register.rules.signing import ESCALATE
from baken.rooms.register.rules.states import STRICT


def problem_of_handing(case: Case, kind: str, post: Post) -> Refusal | None:
    """Why somebody does not hand up or return by a post, as a sentence; None when they may.

    What is high or extreme is not set aside either below the level that it was handed up to.
    """
    grave = case.risk.current_class in STRICT
    if kind not in STILL_TO_DECIDE and not (kind in SETTING_ASIDE and grave):
        return None
    found = case.resolution(kind)
    units, at = found.question.units, raised_to(case)
    if at and units.index(post.unit) < place_of(at, units):
        text = _("It was handed up to %(unit)s: who commands there or above answers it.")
        return Refusal("handed_up_above", text % {"unit": at})
    if kind == ESCALATE and not above(found, post.unit):
        return Refusal("nobody_above", _("There is nobody above you in this line to hand it to."))
    return None


def raised_to(case: Case) -> str:
    """The code of the unit to which the decision was handed up, or nothing."""
    number = case.risk.raised_to_id
    return tree().by_id[number].code if number else ""


def place_of(unit: str, units: tuple[str, ...]) -> int:
    """How far up a unit stands in a line; one outside it stands below all."""
    return units.index(unit) if unit in units else 0


def above(found: Resolution, unit: str) -> str:
    """The next unit above one in the line where somebody commands now, or nothing."""
    question = found.question
    staffed = {one.unit for one in question.posts if one.is_live(question.day)}
    line = tuple(one for one in question.units if one in staffed or one == unit)
    return next_above(line, unit)


def top(found: Resolution) -> str:
    """The highest unit of the line where somebody commands now, below the ministry where there is one."""
    question = found.question
    staffed = [one for one in question.posts if one.is_live(question.day)]
    named = [one.unit for one in staffed if one.named and one.unit in question.units]
    in_line = [one for one in question.units if any(post.unit == one for post in staffed)]
    return (named or in_line[-1:] or [""])[0]

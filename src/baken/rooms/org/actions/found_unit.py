"""Founds a unit below another one: the beginning of its history and of its versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless
from baken.core.workflow.advance import Change, begin, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions.places import LONGEST_PATH, free_path, last_place
from baken.rooms.org.actions.versions import founding_parts, hold_tree, turn_page, version_of
from baken.rooms.org.models import Unit
from baken.rooms.org.permits import MANAGE_UNIT
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.org.queries.tree import tree
from baken.rooms.org.rules import UnitRow
from baken.rooms.org.rules.changes import Place, founding_mistakes
from baken.rooms.org.texts import MOVES, UNIT_KINDS

LONGEST = {"name_nl": 120, "name_en": 120, "site": 80, "reason": 300, "order_ref": 80}
MOST_PEOPLE = 10**6


def found_unit(
    *, actor: Actor, parent: Unit, row: UnitRow, reason: str, at: datetime, order_ref: str = ""
) -> Unit:
    """Let a unit exist from today on, below a unit that the actor manages.

    It is founded by the rules by which a file founds one. Raises AccessDenied, or FieldsRefused with
    a sentence per field; nothing is written then.
    """
    with transaction.atomic():
        hold_tree()
        above = locked(parent)
        refuse_unless(actor, MANAGE_UNIT, above)
        _refuse_impossible(above, row, {"reason": reason, "order_ref": order_ref})
        names = ("code", "name_nl", "name_en", "kind", "level", "site", "strength", "restricted")
        values = {name: getattr(row, name) for name in names}
        unit = Unit(parent=above, path=free_path(above), **values)
        day = clock.local_date(at)
        change = Change(
            facts={"below": above.code, "order": order_ref},
            words={"reason": reason.strip()},
            parts=founding_parts([version_of(unit, day)]),
        )
        begin(record=unit, code="org.unit.founded", actor=actor, at=at, change=change)
        version_of(unit, day).save(force_insert=True)
        turn_page()
    return unit


def _refuse_impossible(above: Unit, row: UnitRow, said: Mapping[str, str]) -> None:
    mistakes = founding_mistakes(
        code=row.code,
        taken=Unit.objects.filter(code__iexact=row.code).exists(),
        level=row.level,
        parent=Place(above.path, above.level),
        below=last_place(above),
        longest=LONGEST_PATH,
    )
    errors = {name: str(MOVES[code]) for name, code in mistakes.items()} | _wrong_texts(row, said)
    if row.kind not in UNIT_KINDS:
        errors["kind"] = _("Choose one of the options shown.")
    if row.strength is not None and not 0 <= row.strength <= MOST_PEOPLE:
        errors["strength"] = _("Give a whole number.")
    if above.state != "existing":
        errors["parent"] = why_gone(tree().by_id[above.pk]) or str(MOVES["parent_gone"])
    if errors:
        raise FieldsRefused(errors)


def _wrong_texts(row: UnitRow, said: Mapping[str, str]) -> dict[str, str]:
    texts = {"name_nl": row.name_nl, "name_en": row.name_en, "site": row.site, **said}
    errors = {}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            errors[name] = _("Shorten this.")
        elif "\x00" in text:
            errors[name] = _("This must be text.")
        elif name in ("name_nl", "reason") and not text.strip():
            errors[name] = _("This is needed.")
    return errors

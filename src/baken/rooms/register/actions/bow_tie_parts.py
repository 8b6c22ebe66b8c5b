"""What the steps of a bow-tie do to its parts: threats, consequences, barriers and what weakens them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import tree
from baken.rooms.register.models import (
    Barrier,
    BarrierOn,
    BarrierSignal,
    BowTie,
    Consequence,
    DegradationFactor,
    EscalationBarrier,
    Threat,
)
from baken.rooms.register.queries.barrier_standing import Known, standing_at

Fields = Mapping[str, Any]
LETTERS: Mapping[str, type[Any]] = {
    "t": Threat,
    "c": Consequence,
    "b": Barrier,
    "d": DegradationFactor,
    "e": EscalationBarrier,
}
MOST_OFTEN = 1_000_000
MOST_PARTS = 200
# On which side of the top event a barrier of each line belongs.
SIDE_OF = {Threat: "preventive", Consequence: "mitigating"}


def part_named(record: BowTie, field: str, code: str, *kinds: type[Any]) -> Any:
    """The part of a bow-tie with this code, when it is of one of these kinds. Raises FieldsRefused."""
    wanted = code.strip().lower()
    for kind in kinds:
        found = kind.objects.of(record).filter(code=wanted[:8]).first()
        if found is not None:
            return found
    raise FieldsRefused({field: _("This bow-tie has no such part. Choose one that it has.")})


def new_code(record: BowTie, letter: str) -> str:
    """A code that no part of the bow-tie ever had; the caller's step writes ``last_part``."""
    record.last_part += 1
    return f"{letter}{record.last_part}"


def add_threat(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """One more threat."""
    return _added(record, Threat, "t", text=fields["text"], frequency=_often(fields))


def change_threat(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Other words or another frequency of a threat."""
    one = part_named(record, "part", fields["part"], Threat)
    return _changed(one, text=fields["text"], frequency=_often(fields))


def add_consequence(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """One more consequence."""
    return _added(record, Consequence, "c", text=fields["text"], severity=_severity(fields))


def change_consequence(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Other words or another severity of a consequence."""
    one = part_named(record, "part", fields["part"], Consequence)
    return _changed(one, text=fields["text"], severity=_severity(fields))


def add_barrier(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """One more barrier; nothing is known of it yet."""
    values = _of_barrier(fields)
    fresh = Barrier(**values)
    standing = standing_at(fresh, Known(), at)
    values |= {"health": standing.health, "status": standing.status, "status_since": at}
    return _added(record, Barrier, "b", **values)


def change_barrier(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What a barrier is; a side on which it no longer fits its lines is refused."""
    one = part_named(record, "barrier", fields["barrier"], Barrier)
    values = _of_barrier(fields)
    if values["side"] != one.side and BarrierOn.objects.of(record).filter(barrier=one).exists():
        text = _("Take it off its threats or consequences first.")
        raise FieldsRefused({"side": text})
    return _changed(one, **values)


def place_barrier(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Put a barrier on a threat or consequence; a place moves those behind it up."""
    barrier, line, ends = _placing(record, fields)
    if barrier.side != SIDE_OF[type(line)]:
        text = _("A barrier that prevents stands on a threat, one that limits on a consequence.")
        raise FieldsRefused({"line": text})
    rows = list(BarrierOn.objects.of(record).filter(**ends).order_by("place", "id"))
    others = [one for one in rows if one.barrier_id != barrier.pk]
    mine = next((one for one in rows if one.barrier_id == barrier.pk), None)
    place = fields.get("place", len(others) + 1)
    if not 1 <= place <= len(others) + 1:
        text = _("Give a place from 1 to %(last)s.") % {"last": len(others) + 1}
        raise FieldsRefused({"place": text})
    others.insert(place - 1, mine or BarrierOn(record=record, barrier=barrier, **ends))
    for number, one in enumerate(others, start=1):
        one.place = number
        one.save()
    return Change(facts={"barrier": barrier.code, "line": line.code, "place": place})


def lift_barrier(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Take a barrier off a threat or consequence."""
    barrier, line, ends = _placing(record, fields)
    removed, _tables = BarrierOn.objects.of(record).filter(barrier=barrier, **ends).delete()
    if not removed:
        raise FieldsRefused({"line": _("The barrier does not stand there.")})
    return Change(facts={"barrier": barrier.code, "line": line.code})


def add_factor(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """One more thing that can weaken a barrier."""
    barrier = part_named(record, "barrier", fields["barrier"], Barrier)
    return _added(record, DegradationFactor, "d", text=fields["text"], barrier=barrier)


def add_escalation(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """One more thing that keeps a factor from weakening its barrier."""
    factor = part_named(record, "factor", fields["factor"], DegradationFactor)
    return _added(record, EscalationBarrier, "e", text=fields["text"], factor=factor)


def remove(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Take a part out with what hangs on it; a barrier only when nothing is wrong with it."""
    one = part_named(record, "part", fields["part"], *LETTERS.values())
    if isinstance(one, Barrier):
        rows = BarrierSignal.objects.of(record).filter(barrier=one, closed_at__isnull=True)
        if rows.exists():
            text = _("Something is still wrong with this barrier. Close that first.")
            raise FieldsRefused({"part": text})
    code, words = one.code, {"text": one.text, "reason": fields["reason"]}
    one.delete()
    return Change(facts={"part": code}, words=words)


def _added(record: BowTie, part: type[Any], letter: str, **values: Any) -> Change:
    if part.objects.of(record).count() >= MOST_PARTS:
        text = _("A bow-tie holds at most %(most)s of these.") % {"most": MOST_PARTS}
        raise FieldsRefused({"text": text})
    one = part(record=record, code=new_code(record, letter), **values)
    one.save()
    return Change(
        values={"last_part": record.last_part},
        facts={"part": one.code, **_facts(values)},
        words={"text": one.text},
    )


def _changed(one: Any, **values: Any) -> Change:
    for name, value in values.items():
        setattr(one, name, value)
    one.save()
    return Change(facts={"part": one.code, **_facts(values)}, words={"text": one.text})


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the history tells of a part beside its words: what it is, and on what it hangs."""
    told = {"barrier", "factor"}
    plain = {
        n: v for n, v in values.items() if n not in {"text", "standard", "status_since", *told}
    }
    return plain | {name: values[name].code for name in told & values.keys()}


def _placing(record: BowTie, fields: Fields) -> tuple[Barrier, Any, dict[str, Any]]:
    barrier = part_named(record, "barrier", fields["barrier"], Barrier)
    line = part_named(record, "line", fields["line"], Threat, Consequence)
    return barrier, line, {"threat" if isinstance(line, Threat) else "consequence": line}


def _of_barrier(fields: Fields) -> dict[str, Any]:
    errors: dict[str, str] = {}
    if not 1 <= fields["effectiveness"] <= 100:
        errors["effectiveness"] = _("Give a whole number from 1 to 100.")
    unit = tree().find(fields["owner_unit"]) if "owner_unit" in fields else None
    if "owner_unit" in fields and unit is None:
        errors["owner_unit"] = _("There is no unit with this code.")
    if errors:
        raise FieldsRefused(errors)
    return {
        "text": fields["text"],
        "side": fields["side"],
        "kind": fields["kind"],
        "effectiveness": fields["effectiveness"],
        "critical": fields.get("critical", False),
        "independent": fields.get("independent", False),
        "owner_post": fields.get("owner_post", ""),
        "owner_unit_id": unit.id if unit else None,
        "standard": fields.get("standard", ""),
        "evidence_kinds": fields.get("evidence_kinds", []),
    }


def _severity(fields: Fields) -> int | None:
    return int(fields["severity"]) if "severity" in fields else None


def _often(fields: Fields) -> float | None:
    """How often in a year, with a comma or a point; None when nobody knows."""
    if "frequency" not in fields:
        return None
    found = -1.0
    with suppress(ValueError):
        found = float(fields["frequency"].replace(",", "."))
    if not isfinite(found) or not 0 < found <= MOST_OFTEN:
        raise FieldsRefused({"frequency": _("Give a number above zero, such as 2 or 0.1.")})
    return found

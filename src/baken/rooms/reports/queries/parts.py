"""What belongs to reports and occurrences in other tables, as plain values the trail vouches for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from baken.core.trail.chain import canonical
from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.reports.models import (
    Arrival,
    Damage,
    DutyAnswer,
    FollowUpAnswer,
    Identity,
    IdentityRead,
    IdentityRelease,
    Injury,
    LegacyRow,
    Message,
    Occurrence,
    OccurrenceCode,
    Report,
)

_MESSAGE = ("side", "kind", "author", "text", "at")
_IDENTITY = ("person", "contact", "confidentiality")
_ARRIVAL = ("place_code", "equipment_id", "kiosk", "form", "entered_by", "entered_post")
_FOLLOW_UP = ("nth", "subject", "question", "version", "value", "side", "author", "at")
_LOOK = ("reader", "at", "ground")
_RELEASE = ("to", "given_by", "at", "until", "ground")
_RELEASE_SINCE = ("post", "ended_at")
_INJURY = (
    "person_kind",
    "outcome",
    "permanent",
    "hospital_admission",
    "known_at",
    "absence_days",
)
_DAMAGE = ("what", "amount_eur")


def message_part(message: Message) -> dict[str, Any]:
    """One message of the conversation."""
    return {f"message.{message.pk}": plain_row(message, _MESSAGE)}


def identity_part(identity: Identity | None) -> dict[str, Any]:
    """Who reported, or nothing of an anonymous report."""
    return {"identity": plain_row(identity, _IDENTITY)} if identity else {}


def arrival_part(arrival: Arrival | None) -> dict[str, Any]:
    """By which door it came in, or nothing of the ordinary form."""
    return {"arrival": plain_row(arrival, _ARRIVAL)} if arrival else {}


def follow_up_part(answer: FollowUpAnswer) -> dict[str, Any]:
    """One answer to a question that followed."""
    return {f"follow_up.{answer.pk}": plain_row(answer, _FOLLOW_UP)}


def look_part(look: IdentityRead) -> dict[str, Any]:
    """One look at who reported."""
    return {f"look.{look.pk}": plain_row(look, _LOOK)}


def release_part(release: IdentityRelease) -> dict[str, Any]:
    """One release of who reported; what is empty is left out, as it was before it could be there."""
    filled = {name: value for name, value in plain_row(release, _RELEASE_SINCE).items() if value}
    return {f"release.{release.pk}": plain_row(release, _RELEASE) | filled}


def legacy_part(row: LegacyRow) -> dict[str, Any]:
    """One version of a raw row, by the digest of what is kept of it now."""
    values = row.raw.get("row") if isinstance(row.raw, dict) else row.raw
    joined = row.raw.get("joined") if isinstance(row.raw, dict) else None
    content = [values, joined] if joined else values
    kept = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return {f"legacy.{row.revision}": [hashlib.sha256(kept).hexdigest(), row.story]}


def harm_parts(injuries: Iterable[Injury], damages: Iterable[Damage]) -> dict[str, Any]:
    """Injuries and damages together, in an order that does not depend on their rows."""
    return {
        "injuries": _sorted(plain_row(one, _INJURY) for one in injuries),
        "damages": _sorted(plain_row(one, _DAMAGE) for one in damages),
    }


def code_part(codes: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Subjects and domains together, as (scheme, code)."""
    return {"codes": sorted([scheme, code] for scheme, code in codes)}


def answer_part(answers: Mapping[str, bool]) -> dict[str, Any]:
    """What triage answered to the questions on which duties to notify depend."""
    return {"duty_answers": sorted([fact, holds] for fact, holds in answers.items())}


def parts_of_reports(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these reports."""
    for model, part in (
        (Message, message_part),
        (Identity, identity_part),
        (Arrival, arrival_part),
        (FollowUpAnswer, follow_up_part),
        (IdentityRead, look_part),
        (IdentityRelease, release_part),
        (LegacyRow, legacy_part),
    ):
        for row in model.objects.for_system(reason="trail").filter(record__in=numbers):
            yield from ((row.record_id, key, value) for key, value in part(row).items())
    yield from files_of_records(Report, numbers)


def parts_of_occurrences(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these occurrences; nothing of what is empty."""
    found: dict[int, dict[str, list[Any]]] = {}
    for key, model, names in (("injuries", Injury, _INJURY), ("damages", Damage, _DAMAGE)):
        for row in model.objects.for_system(reason="trail").filter(record__in=numbers):
            found.setdefault(row.record_id, {}).setdefault(key, []).append(plain_row(row, names))
    codes = OccurrenceCode.objects.for_system(reason="trail").filter(record__in=numbers)
    for number, scheme, code in codes.values_list("record_id", "scheme", "code"):
        found.setdefault(number, {}).setdefault("codes", []).append([scheme, code])
    answers = DutyAnswer.objects.for_system(reason="trail").filter(record__in=numbers)
    for number, fact, holds in answers.values_list("record_id", "fact", "holds"):
        found.setdefault(number, {}).setdefault("duty_answers", []).append([fact, holds])
    for number, parts in found.items():
        yield from ((number, key, _sorted(rows)) for key, rows in parts.items())
    yield from files_of_records(Occurrence, numbers)


def _sorted(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=canonical)

"""What stands decided about an occurrence, as the triage screen shows it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from baken.core import clock
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode
from baken.rooms.reports.queries.duties import answers_of

_WORDS = (
    "title",
    "summary",
    "kind",
    "context",
    "category",
    "actual_severity",
    "potential_severity",
)


def present_words(occurrence: Occurrence) -> dict[str, Any]:
    """The present words, classes and site of an occurrence, by the names of the triage screen."""
    values: dict[str, Any] = {name: getattr(occurrence, name) for name in _WORDS}
    return {**values, "site": code_of_site(occurrence.site_id)}


def present_codes(occurrence: Occurrence) -> dict[str, list[str]]:
    """The present subjects and domains of an occurrence."""
    values: dict[str, list[str]] = {"subjects": [], "domains": []}
    for row in OccurrenceCode.objects.of(occurrence).order_by("id"):
        values[f"{row.scheme}s"].append(row.code)
    return values


def present_classification(occurrence: Occurrence) -> dict[str, Any]:
    """The present values of every field of the triage screen."""
    values = present_words(occurrence)
    values["investigation_level"] = occurrence.investigation_level
    values["lead"] = str(occurrence.lead) if occurrence.lead else ""
    values["due_on"] = clock.local_date(occurrence.due_at) if occurrence.due_at else None
    values |= present_codes(occurrence)
    damages = Damage.objects.of(occurrence).order_by("pk").values("what", "amount_eur")
    return {**values, "injuries": _injuries(occurrence), "damages": list(damages)}


def site_named(text: str) -> int | None:
    """The id of the site that a text names, if it names one."""
    site = tree().site_meant(text)
    return site.id if site else None


def code_of_site(site: int | None) -> str:
    """The code of a site by its id; nothing when there is none."""
    return tree().sites[site].code if site else ""


def _injuries(occurrence: Occurrence) -> list[dict[str, Any]]:
    names = ("outcome", "person_kind", "absence_days", "hospital_admission", "permanent")
    return [
        {
            **{name: getattr(one, name) for name in names},
            "known_at": one.known_at.isoformat() if one.known_at else "",
        }
        for one in Injury.objects.of(occurrence).order_by("pk")
    ]


def is_aviation(codes: Mapping[str, Sequence[str]]) -> bool:
    """Whether codes (see ``present_codes``) hold the domain that goes to the aviation authority."""
    return "aviation" in codes["domains"]


def present_answers(occurrence: Occurrence) -> list[dict[str, Any]]:
    """What was answered to the questions on which duties depend, as the triage screen shows it."""
    return [{"fact": fact, "holds": holds} for fact, holds in answers_of(occurrence).items()]

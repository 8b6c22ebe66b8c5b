"""Duties, facts and authorities in the active language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.rooms.library.queries import duty_table, label_of
from baken.rooms.library.rules.duty_facts import OF_PERSONS
from baken.rooms.library.texts import said


def duty_label(code: str) -> str:
    """What a duty is called; one that the installation no longer has is shown as its code."""
    duty = duty_table().duties.get(code)
    return said(duty.text) if duty else code


def authority_label(code: str) -> str:
    """Who is told."""
    return said(duty_table().authorities[code].text)


def script_of(code: str) -> tuple[str, ...]:
    """What to say, sentence by sentence."""
    duty = duty_table().duties.get(code)
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    return duty.script[language] if duty else ()


def reasons_of(because: Iterable[str], *, with_health: bool) -> list[str]:
    """The facts that made something a duty, in words; what is about injured persons only on request."""
    shown = [name for name in because if with_health or not name.startswith(OF_PERSONS)]
    return list(dict.fromkeys(_fact(name) for name in shown))


def _fact(name: str) -> str:
    group, _dot, code = name.partition(".")
    if group == "domain":
        return label_of("domains", code)
    if group == "context":
        return _("the context of the work")
    if name in duty_table().facts:
        return said(duty_table().facts[name].text)
    if group == "person":
        return label_of("person_kinds", code.removeprefix("is_"))
    return _named().get(name, name)


def _named() -> dict[str, str]:
    return {
        "kind": _("the kind of occurrence"),
        "category": _("the category"),
        "severity.actual": _("what happened"),
        "severity.potential": _("the worst that could have happened"),
        "damage_eur": _("the damage"),
        "subjects": _("the subjects"),
        "mode": _("how the goods were carried"),
        "outcome.injured": _("somebody was hurt"),
        "outcome.death": _("somebody died"),
        "outcome.permanent_injury": _("permanent injury"),
        "outcome.hospital_admission": _("admission to hospital"),
        "outcome.absence_days": _("days of absence"),
    }

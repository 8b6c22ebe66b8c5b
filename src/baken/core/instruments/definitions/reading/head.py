"""Reads what an instrument says of itself."""

from __future__ import annotations

import re
from collections.abc import Collection

from baken.core.instruments.definitions import sentences
from baken.core.instruments.definitions.known import Known
from baken.core.instruments.definitions.model import Head, Roles, Validity
from baken.core.instruments.definitions.version import Version, version_of
from baken.core.instruments.definitions.vocabulary import (
    DECIDERS,
    KINDS,
    MOST_INCLUDES,
    OUTPUTS,
    ROLE_STEPS,
    UNIT_LEVELS,
    VALIDITY_TRIGGERS,
)
from baken.core.instruments.documents import Part
from baken.core.instruments.documents import sentences as plain_sentences
from baken.core.instruments.scoring import ScoringModel
from baken.core.instruments.texts import LANGUAGES

NO_VERSION = Version(0)
NOBODY = Roles((), "")
_INCLUDE = re.compile(r"([a-z][a-z0-9_]{0,39})@([1-9][0-9]{0,3})")


def read_head(part: Part, known: Known) -> Head:
    """The head of an instrument; mistakes are noted."""
    levels, types = _applies_to(part, known)
    return Head(
        code=part.code("code"),
        version=read_version(part),
        kind=part.one_of("kind", KINDS),
        title=part.texts("title"),
        languages=part.findings.languages,
        context=_some(part, "context", known.contexts),
        roles=_roles(part, known),
        workflow=part.one_of("workflow", known.workflows),
        legal_basis=part.some_of("legal_basis", known.legal_bases),
        unit_levels=levels,
        workplace_types=types,
        validity=_validity(part),
        offline=part.yes("offline"),
        outputs=part.some_of("outputs", OUTPUTS),
    )


def read_languages(part: Part) -> None:
    """In which languages the texts of the file are: both, unless it says otherwise.

    Of these there must be one at least, and the texts of every question are in all of them.
    """
    if part.has("languages"):
        found = _some(part, "languages", LANGUAGES)
        part.findings.languages = found or LANGUAGES


def read_version(part: Part) -> Version:
    """The version of a file."""
    value = part.plain("version")
    try:
        return version_of(value if isinstance(value, str) else "")
    except ValueError:
        part.wrong("version", sentences.VERSION_NEEDED)
        return NO_VERSION


def read_scoring(part: Part, known: Known) -> ScoringModel | None:
    """The scoring model that an instrument names; None when it names none that is known."""
    inner = part.part_if_any("scoring")
    if inner is None:
        return None
    code, version = inner.text("model"), inner.whole("version", 1, 100_000)
    inner.end()
    model = known.scoring_models.get((code, version))
    if model is None and code:
        inner.wrong("model", sentences.NO_SCORING_MODEL.filled(code=code, version=version))
    return model


def read_includes(part: Part) -> list[tuple[str, int, int]]:
    """The libraries an instrument includes: code, first number of the version, and the line."""
    found: list[tuple[str, int, int]] = []
    for one in part.items("includes", most=MOST_INCLUDES):
        written = _INCLUDE.fullmatch(one.value) if isinstance(one.value, str) else None
        if written is None:
            part.wrong("includes", sentences.INCLUDE_WRITTEN, one.line)
        elif any(written[1] == code for code, _major, _line in found):
            text = plain_sentences.TWICE.filled(given=written[1])
            part.wrong("includes", text, one.line)
        else:
            found.append((written[1], int(written[2]), one.line))
    return found


def _some(part: Part, name: str, known: Collection[str]) -> tuple[str, ...]:
    found = part.some_of(name, known)
    if not part.has(name) or not part.values[name].value:
        part.wrong(name, plain_sentences.EMPTY)
    return found


def _applies_to(part: Part, known: Known) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Levels of units and types of workplaces; without them it applies to all."""
    inner = part.part_if_any("applies_to")
    if inner is None:
        return (), ()
    levels = []
    for one in inner.items("unit_levels"):
        least, most = UNIT_LEVELS
        if (
            isinstance(one.value, int)
            and not isinstance(one.value, bool)
            and least <= one.value <= most
        ):
            levels.append(one.value)
        else:
            inner.wrong(
                "unit_levels", sentences.LEVEL_NEEDED.filled(least=least, most=most), one.line
            )
    types = inner.some_of("workplace_types", known.workplace_types)
    inner.end()
    return tuple(levels), types


def _roles(part: Part, known: Known) -> Roles:
    inner = part.part("roles")
    if inner is None:
        return NOBODY
    steps = {step: inner.some_of(step, known.roles) for step in ROLE_STEPS if step != "fill"}
    fill = _some(inner, "fill", known.roles)
    decide = inner.text("decide")
    if decide and decide not in (*DECIDERS, *known.roles):
        inner.wrong("decide", sentences.DECIDER)
    inner.end()
    return Roles(fill=fill, decide=decide, **steps)


def _validity(part: Part) -> Validity:
    inner = part.part_if_any("validity")
    if inner is None:
        return Validity()
    made = Validity(
        max_months=inner.whole_if_any("max_months", 1, 120),
        max_hours=inner.whole_if_any("max_hours", 1, 744),
        review_months=inner.whole_if_any("review_months", 1, 120),
        triggers=inner.some_of("triggers", VALIDITY_TRIGGERS),
    )
    inner.end()
    return made

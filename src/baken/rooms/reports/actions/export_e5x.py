"""Makes the aviation authority's form of an occurrence, and writes down that it was made."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, Confidentiality, refuse_unless, signing
from baken.core.export.make import LONGEST_PURPOSE, log_export
from baken.core.export.marking import Marking
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.library.queries import code_list, eccairs_release
from baken.rooms.org.queries import person_of_actor
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import EXPORT_OCCURRENCE, READ_OCCURRENCE
from baken.rooms.reports.queries.classified import is_aviation, present_codes
from baken.rooms.reports.rules.e5x import (
    LONGEST_HEADLINE,
    NEEDED,
    AviationForm,
    Release,
    e5x_file,
    missing_in,
    under_embargo,
)

MEDIA_TYPE = "application/zip"
CODED = {
    "occurrence_class": "eccairs_classes",
    "state_area": "eccairs_areas",
    "injury_level": "eccairs_injuries",
    "language": "eccairs_languages",
}
LIMITS = {
    "headline": LONGEST_HEADLINE,
    "location": LONGEST_HEADLINE,
    "narrative": LONGEST_TEXT,
    "risk": 200,
    "risk_method": 200,
}


@dataclass(frozen=True)
class MadeForm:
    """The file, its name and its media type, as an answer gives it."""

    file: BinaryIO
    name: str
    media_type: str = MEDIA_TYPE


def export_e5x(
    *, actor: Actor, occurrence: Occurrence, values: Mapping[str, Any], purpose: str, at: datetime
) -> MadeForm:
    """The form of an occurrence in the domain aviation, with these values; it is logged as an export.

    While an information embargo is on, headline, narrative and place are kept out. Raises AccessDenied
    for who may not read and export it, FieldsRefused for what is missing, named as the authority does.
    """
    refuse_unless(actor, READ_OCCURRENCE, occurrence)
    refuse_unless(actor, EXPORT_OCCURRENCE, occurrence)
    if not is_aviation(present_codes(occurrence)):
        raise FieldsRefused({"domains": _("This occurrence is not in the domain aviation.")})
    why = _purpose(occurrence, purpose)
    with transaction.atomic():
        held = locked(occurrence)
        form = _form(held, values, at)
        release = Release(**eccairs_release())
        file = io.BytesIO(e5x_file(form, release))
        _write_down(held, actor, form, release, why, at)
    return MadeForm(file, f"{held.ref}.e5x")


def _purpose(occurrence: Occurrence, purpose: str) -> str:
    why = purpose.strip()
    if len(why) > LONGEST_PURPOSE or "\x00" in why:
        raise FieldsRefused({"purpose": _("Say the purpose in at most 300 characters.")})
    if not why and occurrence.confidentiality > Confidentiality.NORMAL:
        wrong = _("Some of these records are sensitive or restricted. Say what you need them for.")
        raise FieldsRefused({"purpose": wrong})
    return why


def _form(occurrence: Occurrence, values: Mapping[str, Any], at: datetime) -> AviationForm:
    given = {name: str(values.get(name) or "").strip() for name in (*CODED, *LIMITS)}
    categories = tuple(dict.fromkeys(map(str, values.get("occurrence_categories") or ())))
    _refuse_wrong(given, categories)
    happened = occurrence.happened_at
    form = AviationForm(
        file_number=occurrence.ref,
        happened_at=happened,
        local_on=clock.local_date(happened) if happened else None,
        reported_on=clock.local_date(at),
        occurrence_categories=categories,
        **given,
    )
    if occurrence.embargo_at is not None:
        form = under_embargo(
            form,
            headline=_("Information embargo"),
            narrative=_("The next of kin do not know yet. What happened follows later."),
        )
    form = replace(form, language=form.language or "15")
    missing = missing_in(form)
    if missing:
        asked = _("The aviation authority's form needs this: %(name)s.")
        raise FieldsRefused({name: asked % {"name": NEEDED[name]} for name in missing})
    return form


def _refuse_wrong(given: Mapping[str, str], categories: tuple[str, ...]) -> None:
    wrong = {
        name: _("Choose one of the options shown.")
        for name, codes in CODED.items()
        if given[name] and given[name] not in code_list(codes)
    }
    if any(code not in code_list("eccairs_categories") for code in categories):
        wrong["occurrence_categories"] = _("Choose one of the options shown.")
    for name, most in LIMITS.items():
        if len(given[name]) > most:
            wrong[name] = _("Write at most %(most)s characters.") % {"most": most}
    if wrong:
        raise FieldsRefused(wrong)


def _write_down(
    occurrence: Occurrence,
    actor: Actor,
    form: AviationForm,
    release: Release,
    purpose: str,
    at: datetime,
) -> None:
    """In the log of exports and the maker's history, and in the history of the occurrence."""
    marking = Marking(
        kind="e5x",
        label=_("Form of the aviation authority"),
        by=actor.name,
        post=actor.post,
        at=at,
        filters=(("ref", occurrence.ref),),
        level=occurrence.confidentiality,
        purpose=purpose,
    )
    holder = person_of_actor(actor)
    if holder is not None:
        log_export(actor=actor, holder=holder, form="e5x", rows=1, marking=marking)
    entry = Entry(
        code="reports.occurrence.e5x_made",
        from_state=occurrence.state,
        to_state=occurrence.state,
        facts={
            "release": release.taxonomy_version,
            "class": form.occurrence_class,
            "categories": list(form.occurrence_categories),
            "embargo": occurrence.embargo_at is not None,
        },
    )
    append(
        record=occurrence, actor=signing(actor, EXPORT_OCCURRENCE, occurrence), at=at, entry=entry
    )

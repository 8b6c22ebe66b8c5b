"""Makes a paper of an assessment: in a layout, as a file that is marked and written down."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.text import slugify
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, explain
from baken.core.export.formats import FORMATS
from baken.core.export.make import Made, clean_purpose, log_export, refuse_without_purpose
from baken.core.export.marking import Marking
from baken.core.export.sheet_file import write_sheet
from baken.core.papers.blocks import Block, Facts, Heading, Paragraph, texts
from baken.core.papers.chosen import Chosen, layout_of
from baken.core.papers.layouts import OWN_TEXT, put_in
from baken.core.papers.page import paper_on_one_page, paper_pdf
from baken.core.papers.paper import Dress, Paper
from baken.core.papers.word_file import MEDIA_TYPE, paper_word
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.assessments.exports import card
from baken.rooms.assessments.exports.kinds import (
    DOCX,
    PAPERS,
    PDF,
    XLSX,
    PaperKind,
    Part,
    card_parts,
)
from baken.rooms.assessments.exports.plan import plan_columns, planned
from baken.rooms.assessments.exports.words import day, day_at, warning_of
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ
from baken.rooms.assessments.queries.papers import Told, told_of
from baken.rooms.assessments.workflow import ASSESSMENT
from baken.rooms.org.queries import tree

CARD = "brief_card"
MEDIA_TYPES = {PDF: "application/pdf", DOCX: MEDIA_TYPE, XLSX: FORMATS[XLSX].media_type}


@dataclass(frozen=True)
class Order:
    """Which paper is asked for, in which format and language, and what for; ``address`` is its page’s."""

    paper: str
    form: str
    purpose: str
    language: str
    address: str


def make_paper(
    *, actor: Actor, holder: Any, record: Assessment, order: Order, at: datetime
) -> Made:
    """A paper of an assessment that was read through the guard, with what its reader reads on the page.

    ``holder`` is the reader's own entry, in whose history it is written down. Raises FieldsRefused for an
    unknown paper and without a purpose where one is needed, NoPdf where no PDF can be made, AccessDenied
    for who is no person. Source: Working Conditions Act 5 (every employee may read it).
    """
    kind = _asked_for(order)
    if holder is None:
        raise AccessDenied(READ, explain(actor, READ))
    marking = _marking(actor, record, kind, order.purpose, at)
    told = told_of(
        actor=actor, record=record, language=order.language, address=order.address, at=at
    )
    file = _written(told, kind, order.form, marking)
    log_export(actor=actor, holder=holder, form=order.form, rows=1, marking=marking)
    name = f"{slugify(record.ref)}_{marking.file_name(order.form)}"
    return Made(file, name, MEDIA_TYPES[order.form], 1, marking)


def layout_problems(language: str) -> list[str]:
    """What is wrong with the layouts of the organisation that are not used because of it, a line each."""
    found = [layout_of(one.layout, one.shipped).said(language) for one in PAPERS.values()]
    return [line for told in found for line in told.splitlines()]


def paper_of(told: Told, kind: PaperKind, parts: Mapping[str, Part], about: Facts) -> Paper:
    """The paper in the layout of the organisation, or else in the one that comes along."""
    chosen, language = layout_of(kind.layout, kind.shipped), told.language
    layout, known = chosen.layout, _known(told)
    blocks: list[Block] = []
    for part in layout.parts:
        if part.title:
            blocks.append(Heading(put_in(part.title.said(language), known)))
        if part.text:
            blocks += texts(put_in(part.text.said(language), known))
        if part.code != OWN_TEXT:
            blocks += parts[part.code](told)
    return Paper(
        title=known["title"] if kind.code == CARD else f"{kind.label}: {known['title']}",
        about=f"{known['unit']} – {told.record.ref}",
        language=language,
        blocks=(*blocks, *_ending(kind, about)),
        head=put_in(layout.head.said(language), known),
        foot=put_in(layout.foot.said(language), known),
        warning=warning_of(told.record),
        dress=_dress(chosen, language, known),
    )


def _asked_for(order: Order) -> PaperKind:
    kind = PAPERS.get(order.paper)
    if kind is None:
        raise FieldsRefused({"paper": _("There is no such paper.")})
    if order.form not in kind.formats:
        raise FieldsRefused({"format": _("This paper does not come in that format.")})
    return kind


def _marking(
    actor: Actor, record: Assessment, kind: PaperKind, purpose: str, at: datetime
) -> Marking:
    why = clean_purpose(purpose)
    refuse_without_purpose(record.confidentiality, why)
    return Marking(
        kind=kind.code,
        label=kind.label,
        by=actor.name,
        post=actor.post,
        at=at,
        filters=((_("Assessment"), record.ref),),
        level=record.confidentiality,
        personal=kind.personal,
        purpose=why,
    )


def _written(told: Told, kind: PaperKind, form: str, marking: Marking) -> BinaryIO:
    about = Facts(tuple(marking.lines()))
    if form == XLSX:
        sheet = io.BytesIO()
        write_sheet(file=sheet, columns=plan_columns(), records=planned(told), marking=marking)
        return io.BytesIO(sheet.getvalue())
    if kind.code == CARD:
        return io.BytesIO(paper_on_one_page(_ways(told, kind, about)))
    paper = paper_of(told, kind, kind.parts, about)
    return io.BytesIO(paper_word(paper) if form == DOCX else paper_pdf(paper))


def _ways(told: Told, kind: PaperKind, about: Facts) -> Iterator[Paper]:
    """The card in less and less words."""
    for room in card.ROOMS:
        yield paper_of(told, kind, card_parts(room), about)


def _ending(kind: PaperKind, about: Facts) -> list[Block]:
    """What a file says about itself; on the card in a line."""
    if kind.code == CARD:
        return [Paragraph(" · ".join(f"{label}: {text}" for label, text in about.rows), "muted")]
    return [Heading(_("About this file")), about]


def _dress(chosen: Chosen, language: str, known: Mapping[str, str]) -> Dress:
    layout = chosen.layout
    shown = put_in(layout.logo_text.said(language), known) if layout.logo_text else ""
    return Dress(layout.colour, layout.letter, chosen.logo, shown)


def _known(told: Told) -> dict[str, str]:
    """What a layout may name between braces."""
    record = told.record
    return {
        "unit": tree().by_id[record.unit_id].name,
        "reference": record.ref,
        "title": record.title,
        "scope": record.scope,
        "headcount": str(record.headcount),
        "state": str(ASSESSMENT.states[record.state]),
        "in_force_on": day_at(record.in_force_at) or "–",
        "valid_until": day(record.valid_until) or "–",
        "review_on": day(record.review_on) or "–",
        "day": day(told.day),
    }

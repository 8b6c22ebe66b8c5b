"""The papers of an assessment: of which parts each can be made, and in which formats it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.papers.blocks import Block
from baken.core.papers.layouts import Kind
from baken.rooms.assessments.exports import answers, card, findings, front, plan
from baken.rooms.assessments.queries.papers import Told

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "layouts"
PDF, DOCX, XLSX = "pdf", "docx", "xlsx"
# What a layout may name between braces.
NAMES = (
    *("unit", "reference", "title", "scope", "headcount", "state", "in_force_on", "valid_until"),
    *("review_on", "day"),
)
Part = Callable[[Told], Iterator[Block]]


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper: what people call it, its formats, what each part says, and those it needs.

    ``personal`` says whether people are named in it.
    """

    code: str
    label: Any
    formats: tuple[str, ...]
    parts: Mapping[str, Part]
    needed: tuple[str, ...]
    personal: bool = True

    @property
    def layout(self) -> Kind:
        """What its layouts may hold."""
        return Kind(self.code, tuple(self.parts), self.needed, NAMES)

    @property
    def shipped(self) -> Path:
        """The layout that comes along."""
        return SHIPPED / f"{self.code}.yaml"


_REPORT: Mapping[str, Part] = {
    "front": front.front,
    "numbers": answers.numbers,
    "basis": front.basis,
    "answers": answers.answers,
    "findings": findings.findings,
    "follow_ups": front.follow_ups,
    "consultation": front.consultation,
    "reviews": front.reviews,
    "plan": plan.plan,
}
_CARD = {
    "front": card.card_front,
    "risks": card.top_risks,
    "ask": card.ask,
    "link": card.link,
}


def card_parts(room: card.Room) -> Mapping[str, Part]:
    """The parts of the card in as many words as there is room for."""
    return {code: partial(part, room=room) for code, part in _CARD.items()}


PAPERS: Mapping[str, PaperKind] = {
    one.code: one
    for one in (
        PaperKind("report_rie", _("RI&E report"), (PDF, DOCX), _REPORT, tuple(_REPORT)),
        PaperKind(
            "action_plan",
            _("Plan of action"),
            (PDF, DOCX, XLSX),
            {"front": front.front, "plan": plan.plan, "follow_ups": front.follow_ups},
            ("front", "plan"),
        ),
        PaperKind(
            "brief_card",
            _("Card for the notice board"),
            (PDF,),
            card_parts(card.ROOMS[0]),
            ("front", "risks", "ask"),
            personal=False,
        ),
    )
}

"""What papers of assessments tell, as tests read it."""

from __future__ import annotations

from typing import Any

from baken.core.access import Actor
from baken.core.papers.blocks import Block, Mark
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.papers import Told, told_of

ADDRESS = "https://baken.example.org/rie/A-1"


def told(actor: Actor, record: Assessment, at: Any) -> Told:
    """What is told of an assessment in English."""
    return told_of(actor=actor, record=record, language="en", address=ADDRESS, at=at)


def words(blocks: Any) -> str:
    """Everything that stands in some blocks."""
    return "\n".join(_said(one) for one in blocks)


def _said(one: Any) -> str:
    if isinstance(one, Mark):
        return one.word
    if isinstance(one, str):
        return one
    if isinstance(one, Block):
        return _said(tuple(vars(one).values()))
    return "\n".join(_said(each) for each in one) if isinstance(one, tuple | list) else ""

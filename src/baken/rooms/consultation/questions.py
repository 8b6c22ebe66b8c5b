"""What this room asks of the rooms above it: which records a body can be asked about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from baken.core.questions import Question


@dataclass(frozen=True)
class SubjectKind:
    """A kind of record that bodies are asked about: its code, its name in words, its table."""

    code: str
    name: Any
    table: str


@dataclass(frozen=True)
class Subject:
    """A record as somebody who reads it sees it: kind, reference, title, address; and itself."""

    kind: str
    ref: str
    title: str
    url: str
    record: Any


@dataclass(frozen=True)
class SubjectStanding:
    """How a record stands whoever reads it: how closely it is held, and whether it can be asked about."""

    confidentiality: int
    can_be_asked: bool


# Every kind there is.
subject_kinds: Question[[], SubjectKind] = Question("subject_kinds")
# The record of a kind and a reference that an actor reads; nothing when there is none, or when it is
# kept with those who handle it. Asked with: actor, kind, reference.
subject_meant: Question[[Any, str, str], Subject] = Question("subject_meant")
# Those among the records of a kind that an actor reads. Asked with: actor, kind, row numbers.
subjects_seen: Question[[Any, str, Collection[int]], Subject] = Question("subjects_seen")
# How the record of a kind and a row number stands now, whoever asks. Asked with: kind, row number.
subject_standing: Question[[str, int], SubjectStanding] = Question("subject_standing")

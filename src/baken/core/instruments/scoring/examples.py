"""The worked examples of a scoring model: read with it, and worked out when it is loaded."""

from __future__ import annotations

from baken.core.instruments.data_file import Entry
from baken.core.instruments.scoring.model import Example, ScoringModel
from baken.core.instruments.scoring.score import native_class_of, score

LEAST = 3


def read_examples(entry: Entry) -> tuple[Example, ...]:
    """The examples of a file. Raises DataProblem when there are fewer than three."""
    found = tuple(_example(one) for one in entry.entries("examples"))
    if len(found) < LEAST:
        raise entry.problem("examples", f"give at least {LEAST}")
    return found


def outcome_of(model: ScoringModel, example: Example) -> Example:
    """What comes of an example when the model works it out; equal to the example when it is right.

    Raises ChoiceRefused or ValueError for an example that this model cannot work out.
    """
    if example.choice is None:
        native = native_class_of(model, example.number or 0.0)
        return Example(None, example.number, native.code, None)
    found = score(model, example.choice)
    return Example(example.choice, found.number, found.native.code, found.written)


def _example(entry: Entry) -> Example:
    has_choice = entry.get("choice") is not None
    has_number = entry.get("number") is not None
    if not has_choice and not has_number:
        raise entry.problem("choice", "give a choice, or only a number")
    made = Example(
        choice=dict(entry.inner("choice").values) if has_choice else None,
        number=entry.number("number") if has_number else None,
        native=entry.text("class"),
        written=entry.text("written") if entry.get("written") is not None else None,
    )
    entry.end()
    return made

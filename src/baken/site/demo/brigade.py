"""The many risks of a brigade that are told in few words each, as the stories that all risks are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from baken.site.demo.plan import Story, draw

DECIDED = 6  # days after it was stated
USUAL = {"categories": ["safety"], "context": "non_operational"}
SAID = ("title", "scenario", "hazard", "categories", "context", "activity", "group", "exposed")
SCORING = ("adviser", "commander")
ASKED = "Kunnen we dit zo dragen?"
SECOND_READER = "tweedelezer"
# For how many days from the day of loading what lasts as long as is drawn is accepted.
FIRST_END, MORE_END = 60, 250
# The units that are too small to let a risk of two scores go on themselves, with who decides for them.
SMALL = {"43HRSTCIE": "brigade", "43BVE": "brigade"}
HIGH = 70  # a score in Fine & Kinney above which a risk is high, and the brigade decides

Row = Mapping[str, Any]


def stories_of(blocks: Iterable[Mapping[str, Any]]) -> list[Story]:
    """The stories of every row, in the order in which they are written."""
    return [
        _story(block["unit"], place, row)
        for block in blocks
        for place, row in enumerate(block["rows"], start=1)
    ]


def _story(unit: str, place: int, row: Row) -> Story:
    """One row as a story; it is decided when it says why."""
    story: dict[str, Any] = {
        "key": f"{unit.lower()}-{place}",
        "unit": unit,
        "days_ago": row["ago"],
        "said": {
            **{name: ({**USUAL, **row})[name] for name in SAID},
            "exposed": str(row["exposed"]),
        },
        "scores": list(_scores(row)),
        "asked": row.get("asked", ASKED),
    }
    if "advice" in row:
        said = {"verdict": "positive_with_conditions", "advice": row["advice"]}
        story["advised"] = [{"by": SECOND_READER, **said}]
    return {**story, "then": list(_decided(story, row))}


def _scores(row: Row) -> Iterator[Row]:
    for by, line in zip(SCORING, row["scores"], strict=False):
        values, why = (part.strip() for part in line.split("|"))
        yield {"by": by, "values": values, "why": why}


def _decided(story: Story, row: Row) -> Iterator[Row]:
    ends = row.get("until", FIRST_END + draw(story, "end", MORE_END))
    signed = {"by": _signer(story), "day": DECIDED, "ends_on": ends}
    if "accept" in row:
        told = {"informed_on": DECIDED - row["ago"]}
        yield {"do": "accept", "reason": row["accept"], **signed, **told}
    if "treat" in row:
        yield {"do": "mitigate", "reason": row["treat"], **signed}


def _signer(story: Story) -> str:
    """Who signs: of what is high, or of a small unit and scored by two, the brigade."""
    scores = [_worth(score["values"]) for score in story["scores"]]
    small = SMALL.get(story["unit"]) if len(scores) > 1 else None
    return "brigade" if max(scores) > HIGH else small or "commander"


def _worth(values: str) -> float:
    probability, exposure, effect = (float(value) for value in values.split("/"))
    return probability * exposure * effect

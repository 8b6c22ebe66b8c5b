"""Turns what is told of a risk into acts, each at its own past moment; pure and repeatable.

A risk is told in a few keys: what it is, who scored it and how, what was asked, advised and decided,
what people meet with it, and the bow-tie that it leans on.
``day`` counts from the day on which it was stated, every key of ``DATES`` from the day of loading.
What comes from a report is stated once that report was triaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from baken.core import clock
from baken.site.demo.plan import APART, Act, Story, draw

PREFIX = "risk."
SCORED, ASKED, ADVISED = 1, 2, 3  # days after it was stated, unless the story says otherwise
DATES = ("ends_on", "informed_on", "interim_until", "day_on")
FIRST_HOUR = 9
HOURS = 7
Wish = tuple[int, str, Mapping[str, Any]]


def with_risks(acts: Sequence[Act], stories: Sequence[Story], today: date) -> list[Act]:
    """All acts with those of the risks, in order of time."""
    triaged = {act.story["key"]: act.at for act in acts if act.what == "triage"}
    more = [act for story in stories for act in _life(story, triaged, today)]
    return sorted([*acts, *more], key=lambda act: act.at)


def _life(story: Story, triaged: Mapping[str, datetime], today: date) -> Iterator[Act]:
    """The acts of one risk in their order; nothing lies after the day before ``today``."""
    limit = clock.start_of_day(today) - timedelta(hours=2)
    start = today - timedelta(days=story["days_ago"])
    before = _after_reports(story, triaged)
    for day, what, values in _wishes(story):
        wish = _moment(start + timedelta(days=day), story, what)
        before = max(min(wish, limit), before + APART)
        dated = _dated(values, today, clock.local_date(before))
        yield Act(before.astimezone(UTC), story, f"{PREFIX}{what}", dated)


def _after_reports(story: Story, triaged: Mapping[str, datetime]) -> datetime:
    """The moment after which it can be told: the triage of the report it came from."""
    never = datetime.min.replace(tzinfo=UTC)
    return triaged[story["from"]] if story.get("from") else never


def _moment(day: date, story: Story, what: str) -> datetime:
    hour = time(FIRST_HOUR + draw(story, what, HOURS), draw(story, f"{what} minute", 60))
    return datetime.combine(day, hour, tzinfo=clock.local_zone())


def _wishes(story: Story) -> Iterator[Wish]:
    """What happens to it, and on which day after it was stated."""
    yield 0, "state", {}
    for key in story.get("also", ()):
        yield 0, "attach", {"story": key}
    for score in story.get("scores", ()):
        yield SCORED, "score", score
    asked = story.get("asked")
    if asked or story.get("analysed"):
        yield ASKED, "analyse", {}
    if asked:
        yield story.get("asked_after", ASKED), "ask_decision", {"question": asked}
    for advice in story.get("advised", ()):
        yield advice.get("day", ADVISED), "advise", advice
    for then in story.get("then", ()):
        yield then["day"], then["do"], then
    yield from _beside(story)


def _beside(story: Story) -> Iterator[Wish]:
    """What people meet with it, and the bow-tie that it leans on."""
    for key, what in (("met", "meet"), ("bow_tie", "bow_tie")):
        if key in story:
            yield story[key].get("day", ADVISED), what, story[key]


def _dated(values: Mapping[str, Any], today: date, day: date) -> dict[str, Any]:
    """The values with days in place of counts of days; people were told on the day before."""
    told = {"informed_on": (day - timedelta(days=1)).isoformat()} if "considered" in values else {}
    days = {k: (today + timedelta(days=values[k])).isoformat() for k in DATES if k in values}
    return {**values, **told, **days}

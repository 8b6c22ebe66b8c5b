"""Turns a story into the acts of its life, each at its own past moment; pure and repeatable.

The same stories and the same day give the same acts. Every act lies before that day begins, so that
nothing in the demonstration happens in the future.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from baken.core import clock
from baken.core.clock.working_days import WorkingDays

Story = Mapping[str, Any]

OVER = ("answered", "closed")
ASIDE = {"out_of_scope": "out_of_scope", "redirected_integrity": "redirect_integrity"}
STEPS_TO = {
    "triaged": (),
    "handling": ("start",),
    "under_investigation": ("start",),
    "measures_running": ("start", "start_measures"),
    "ready_to_close": ("start", "start_measures", "make_ready"),
    "closed": ("start", "start_measures", "make_ready", "close"),
    "reopened": ("start", "start_measures", "make_ready", "close", "reopen"),
    "merged": ("merge",),
}
AFTER_TRIAGE = ("danger_over", "answer", "not_solved")
APART = timedelta(minutes=7)
MISSION_STORY = timedelta(days=50)  # how long such a story takes at the most


@dataclass(frozen=True)
class Act:
    """One thing somebody did: what, when, in which story, and with which words or fields."""

    at: datetime
    story: Story
    what: str
    values: Mapping[str, Any] = field(default_factory=dict)


def draw(story: Story, purpose: str, most: int) -> int:
    """A number from 0 up to ``most`` (not included) that looks random and is always the same."""
    digest = hashlib.sha256(f"{story['key']}/{purpose}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % most


def plan(stories: Sequence[Story], today: date) -> list[Act]:
    """Everything that happened in all stories, in order of time."""
    stories = [story for story in stories if is_told(story, today)]
    by_key = {story["key"]: story for story in stories}
    lives = {story["key"]: Life(story, by_key, today) for story in stories if not beside(story)}
    for story in stories:
        if beside(story):
            lives[story["key"]] = Life(story, by_key, today, lives[beside(story)])
    acts = [act for life in lives.values() for act in life.acts]
    acts += [act for life in lives.values() for act in life.occurrence_acts(_others(life, lives))]
    return sorted(acts, key=lambda act: act.at)


def is_told(story: Story, today: date) -> bool:
    """Whether a story of a mission, ``told_on`` a day, was over before another; others are told."""
    return "told_on" not in story or story["told_on"] + MISSION_STORY < today


def beside(story: Story) -> str:
    """The key of the story about the same fact: joined at triage, or only merged later; or nothing."""
    merged = (story["triage"] or {}).get("merged_into", "")
    return str(story["same_as"] or merged)


def _others(life: Life, lives: Mapping[str, Life]) -> list[Life]:
    return [one for one in lives.values() if one.story["same_as"] == life.story["key"]]


RECENT = 11  # days ago; what came in then is in good time, whatever happened since
MADE_SAFE = "De plek is afgezet en veilig gemaakt. Er is nu geen gevaar meer."


class Life:
    """The acts of one report; ``first`` is the life of the report about the same fact, if any."""

    def __init__(
        self, story: Story, by_key: Mapping[str, Story], today: date, first: Life | None = None
    ) -> None:
        self.story = story
        self.by_key = by_key
        self.today = today
        self.limit = clock.start_of_day(today) - timedelta(hours=2)
        self.age = _age(story, today) if first is None else self._age_beside(first, by_key)
        self.day = today - timedelta(days=1 + self.age)
        self.received = self._moment(0, story["hour"])
        self.triaged = self._triaged(first)
        self.acts = list(self._in_order(self._wishes()))
        self.triaged = next((a.at for a in self.acts if a.what == "triage"), self.triaged)

    def occurrence_acts(self, others: Sequence[Life]) -> Iterator[Act]:
        """The steps of the occurrence, after the reports of it were answered."""
        if self.story["triage"] is None:
            return
        yield from self._duty_acts()
        state = self.story["triage"]["occurrence_state"]
        answered = max([self._answered(), *(life._answered() for life in others)])
        high = self.story["triage"]["potential_severity"] >= 4
        investigated = state == "under_investigation" or (state != "handling" and high)
        at = self.triaged
        for step in _steps_to(self.story):
            wish = at + timedelta(days=1 + draw(self.story, step, 4), minutes=11)
            if step in ("make_ready", "close"):
                wish = max(answered + timedelta(hours=3), wish)
            if step == "reopen":
                wish = max(self.limit - timedelta(days=1 + draw(self.story, "again", 5)), wish)
            at = self._within(wish, at)
            name = step if step != "start" else f"start_{_start(investigated)}"
            yield Act(at.astimezone(UTC), self.story, f"occurrence.{name}")
        for key in self.story["triage"].get("parts", ()):
            at = self._within(self.triaged + timedelta(hours=26), self.triaged)
            whole = {"whole": self.story["key"]}
            yield Act(at.astimezone(UTC), self.by_key[key], "occurrence.set_parent", whole)

    def _duty_acts(self) -> Iterator[Act]:
        """What was told outside soon after triage and after each late fact, and that it was confirmed."""
        triage = self.story["triage"]
        moments = [self.triaged]
        for late in triage.get("late_facts", ()):
            at = max(self._moment(late["after_days"], late["hour"]), self.triaged + APART)
            moments.append(at)
            yield Act(at.astimezone(UTC), self.story, "occurrence.classify", late["fields"])
        for at in moments if triage.get("duties") != "open" else ():
            told = self._within(at + timedelta(minutes=6), at)
            yield Act(told.astimezone(UTC), self.story, "duties")
            confirmed = at + timedelta(days=2, minutes=31)
            if confirmed <= self.limit:
                yield Act(confirmed.astimezone(UTC), self.story, "confirm_duties")

    def _age_beside(self, first: Life, by_key: Mapping[str, Story]) -> int:
        told = by_key[beside(self.story)]["days_ago"] - self.story["days_ago"]
        return max(first.age - told, 0)

    def _triaged(self, first: Life | None) -> datetime:
        if self.story["still_dangerous"]:
            wish = self.received + timedelta(minutes=10 + draw(self.story, "triage", 40))
        else:
            day = WorkingDays().after(self.day, 1)
            hour = time(9 + draw(self.story, "hour", 7), draw(self.story, "minute", 60))
            wish = datetime.combine(day, hour, tzinfo=clock.local_zone())
        earliest = first.triaged if first else self.received
        return self._within(max(wish, earliest + APART), max(self.received, earliest))

    def _wishes(self) -> Iterator[tuple[datetime, str, Mapping[str, Any]]]:
        """What happens to the report and when it would, not yet put in a possible order."""
        story, state = self.story, self.story["state"]
        yield self.received, "submit", {}
        if state in ASIDE:
            yield self.triaged, ASIDE[state], {"text": story["answer"]}
        if state in ASIDE or state in ("received", "acknowledged"):
            return
        yield self.triaged, "triage", {"due_on": self._due_on()}
        if story["still_dangerous"]:
            how = f"{story['immediate_action']} {MADE_SAFE}".strip()
            yield self.triaged + timedelta(minutes=20), "danger_over", {"how": how}
        yield from self._talk()
        if story["reopened"]:
            first, again = story["first_answer_after_days"], story["reopen_after_days"]
            yield self._moment(first, "16:50"), "answer", {"text": story["first_answer"]}
            yield self._moment(again, "07:55"), "not_solved", {"text": story["reopen_reason"]}
        if state in OVER:
            yield self._moment(self._answer_day(), "15:05"), "answer", {"text": story["answer"]}
        if state == "closed":
            yield self._end()

    def _talk(self) -> Iterator[tuple[datetime, str, Mapping[str, Any]]]:
        for place, message in enumerate(self.story["conversation"]):
            start = 9 if message["by"] == "handler" else 12
            hour = f"{start + draw(self.story, f'talk {place}', 7)}:{10 + place}"
            yield self._moment(message["after_days"], hour), message["by"], message

    def _end(self) -> tuple[datetime, str, Mapping[str, Any]]:
        if self.story["solved"]:
            day = self._answer_day() + 1 + draw(self.story, "confirm", 5)
            satisfaction = 3 + draw(self.story, "satisfaction", 3)
            return self._moment(day, "19:20"), "confirm_solved", {"satisfaction": satisfaction}
        return self._moment(self._answer_day() + 31, "10:30"), "close", {}

    def _in_order(self, wishes: Iterable[tuple[datetime, str, Mapping[str, Any]]]) -> Iterator[Act]:
        """The wishes in order of time, with what must come last last, none at the same moment.

        Nobody answers, or says that it is not solved, before the triage, which a weekend may have
        put off.
        """
        rank = {"submit": -1, "close": 1, "confirm_solved": 1}
        possible = [
            (max(at, self.triaged + APART) if what in AFTER_TRIAGE else at, what, values)
            for at, what, values in wishes
        ]
        found = sorted(possible, key=lambda wish: (rank.get(wish[1], 0), wish[0]))
        before = self.received - APART
        for at, what, values in found:
            before = max(at, before + APART)
            yield Act(before.astimezone(UTC), self.story, what, values)

    def _answer_day(self) -> int:
        wish = 3 + draw(self.story, "answer", 10)
        if self.story["state"] == "answered":
            wish = self.age - 1 - draw(self.story, "answer", 24)
        return min(max(wish, _last_day(self.story) + 1), max(self.age - 1, 0))

    def _due_on(self) -> date | None:
        if self.story["overdue"]:
            day = self.today - timedelta(days=4 + draw(self.story, "due", 20))
            return max(day, clock.local_date(self.triaged))
        if self.story["state"] == "closed":
            return None
        return self.today + timedelta(days=6 + draw(self.story, "due", 40))

    def _answered(self) -> datetime:
        return max((a.at for a in self.acts if a.what == "answer"), default=self.triaged)

    def _moment(self, days: int, hour: str) -> datetime:
        day = self.day + timedelta(days=min(days, self.age))
        wish = datetime.combine(day, time.fromisoformat(hour.zfill(5)), tzinfo=clock.local_zone())
        return min(wish, self.limit)

    def _within(self, wish: datetime, after: datetime) -> datetime:
        return wish if wish <= self.limit else max(self.limit, after) + APART


def _age(story: Story, today: date) -> int:
    """How many days before yesterday it was told.

    What happened on a mission happened on a day of its own, whenever one looks. What is being handled
    in good time came in recently, on its own day or else on one that is drawn: a reporter hears
    something within 14 days.
    """
    if "told_on" in story:
        return int((today - story["told_on"]).days) - 1
    if story["state"] != "in_handling" or story["overdue"]:
        return int(story["days_ago"])
    if story["reopened"]:
        return _last_day(story) + 4
    if story["days_ago"] <= RECENT:
        return int(story["days_ago"])
    return 1 + draw(story, "age", RECENT)


def _steps_to(story: Story) -> tuple[str, ...]:
    """The steps of its occurrence; one that the reporter opened again is not opened by the adviser."""
    steps: tuple[str, ...] = STEPS_TO[story["triage"]["occurrence_state"]]
    return steps[:-1] if steps[-1:] == ("reopen",) and story["reopened"] else steps


def _start(investigated: bool) -> str:
    return "investigation" if investigated else "handling"


def _last_day(story: Story) -> int:
    """The last day, counted from the telling, on which somebody said something."""
    said = [message["after_days"] for message in story["conversation"]]
    return max([*said, story.get("reopen_after_days", 0) + 2])

"""The RI&Es of the demonstration: one complete, one being filled in, an old one, and some that have begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from baken.core import clock
from baken.core.access import Actor, system_actor
from baken.core.events.outbox import deliver_pending
from baken.core.workflow.unread import newest_step
from baken.rooms.assessments.actions import (
    act_on_assessments,
    begin_assessment,
    take_assessment_step,
)
from baken.rooms.assessments.models import Assessment, AssessmentBasis
from baken.rooms.assessments.queries.reviews import certified_scopes
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of
from baken.rooms.consultation.actions import draft_consultation, take_consultation_step
from baken.rooms.consultation.queries.subjects import subject_to_ask
from baken.rooms.measures.actions import propose_measure
from baken.rooms.measures.questions import served_meant
from baken.rooms.org.queries import Holder, UnitView, nearest_holders, tree
from baken.site.demo.measures import Act, moment, play_act, with_days
from baken.site.demo.people import Cast
from baken.site.demo.sheets import Filling

FOLDER = Path(__file__).resolve().parent / "rie"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAKER, COMMANDER, EXPERT, COUNCIL = "safety_adviser", "commander", "core_expert", "council_member"
# On which day after its beginning each part of an RI&E happens.
LIFE = {
    "begin": 0,
    "start": 1,
    "fill": 10,
    "basis": 20,
    "inventory": 24,
    "score": 27,
    "evaluation": 31,
    "measures": 40,
    "plan": 41,
    "council": 42,
    "council_closed": 58,
    "reviews": 63,
    "approve": 66,
    "sign": 70,
}
CRITERIA = ("completeness", "currency", "insights", "reliability", "plan")
Told = Mapping[str, Any]


def load_assessments(*, today: date) -> list[str]:
    """Let all of them happen, the oldest first; returns their references.

    A demonstration of a day on which somebody who takes part held no post yet goes without that one.
    """
    stories = sorted(read_assessments(), key=lambda story: -int(story["begun"]))
    cast, common = Cast(), _content(FOLDER / "common.yaml")
    lives = [_Life(story, cast, today, common) for story in stories]
    return [life.tell().ref for life in lives if life.can_be_told()]


def read_assessments() -> list[Told]:
    """All stories of RI&Es, in the order of their files."""
    files = [one for one in sorted(FOLDER.glob("*.yaml")) if one.name != "common.yaml"]
    return [story for file in files for story in _content(file)]


def _content(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506


class _Life:
    """The life of one RI&E, part after part, until the last that its story tells."""

    def __init__(self, story: Told, cast: Cast, today: date, common: Told) -> None:
        self.story, self.cast, self.today, self.common = story, cast, today, common
        self.unit: UnitView = tree().by_code[story["unit"]]
        self.record: Assessment

    def can_be_told(self) -> bool:
        """Whether everybody who takes part holds their post on the first day and on the last one."""
        roles = {*self.story["makers"], *self.story.get("scorers", ())}
        roles |= {EXPERT, COMMANDER} if "reviews" in self.story else set()
        days = (self._at("begin"), self._at(self.story["until"]))
        return all(self._holders(role, at) for role in roles for at in days)

    def tell(self) -> Assessment:
        """Begin it and let every part happen; what came later comes last."""
        parts = list(LIFE)
        for part in parts[: parts.index(self.story["until"]) + 1]:
            getattr(self, f"_{part}")(self._at(part))
            _deliver(self._at(part))
        for told in self.story.get("later", ()):
            self._later(told)
        return self.record

    # ---- the parts, in the order of LIFE ----

    def _begin(self, at: datetime) -> None:
        names = ("title", "scope", "headcount", "instrument")
        self.record = begin_assessment(
            actor=self._maker(at),
            unit=self.unit,
            fields={name: self.story[name] for name in names},
            at=at,
        )

    def _start(self, at: datetime) -> None:
        self._step(self._maker(at), "start", at)

    def _fill(self, at: datetime) -> None:
        makers = [self._holder(role, at) for role in self.story["makers"]]
        self.filling = Filling(sheet_of(self.record), self.story, makers, at)
        self.filling.fill_in()

    def _basis(self, at: datetime) -> None:
        told = {**self.common["basis"], **self.story.get("basis", {})}
        for row in AssessmentBasis.objects.of(self.record).order_by("pk"):
            text = told[row.code]
            left_out = text["left_out"] if isinstance(text, Mapping) else ""
            fields = {
                "item": f"{row.sort}.{row.code}",
                "standing": "left_out" if left_out else "settled",
                "text": left_out or text,
            }
            self._step(self._maker(at), "settle_basis", at, fields)

    def _inventory(self, at: datetime) -> None:
        self._step(self._maker(at), "end_inventory", at)

    def _score(self, at: datetime) -> None:
        self.filling.at = at
        self.filling.score([self._holder(role, at) for role in self.story["scorers"]])

    def _evaluation(self, at: datetime) -> None:
        self._step(self._maker(at), "end_evaluation", at)

    def _measures(self, at: datetime) -> None:
        findings = findings_of(self.record)
        for gap in self.story["gaps"]:
            found = [
                one for one in findings if (one.key, one.label) == (gap["key"], gap.get("of", ""))
            ]
            for told in gap.get("measures", ()):
                self._measure(told, found[0].risk_ref)

    def _measure(self, told: Told, risk: str) -> None:
        at = moment(self.today, told["days_ago"])
        actor = self._holder(MAKER, at)
        measure = propose_measure(
            actor=actor,
            serves=served_meant.ask(actor, risk)[0],
            fields=with_days(told["fields"], self.today),
            at=at,
        )
        for days_ago, role, step, fields in told["acts"]:
            play_act(Act(days_ago, role, step, fields), measure, self.cast, self.today)

    def _plan(self, at: datetime) -> None:
        self._step(self._maker(at), "end_plan", at)

    def _council(self, at: datetime) -> None:
        told, actor = self.story["council"], self._holder(COMMANDER, at)
        subject = subject_to_ask(actor, "assessment", self.record.ref)
        if subject is None:
            raise LookupError(f"{actor.post} reads no {self.record.ref}")
        names = ("council", "title", "question", "kind")
        due_on = (clock.local_date(at) + timedelta(weeks=6)).isoformat()
        fields = {**{name: told[name] for name in names}, "due_on": due_on}
        self.asked = draft_consultation(
            actor=actor, unit=self.unit, subject=subject, fields=fields, at=at
        )
        self._ask(actor, "ask", at)

    def _council_closed(self, at: datetime) -> None:
        told, before = self.story["council"], at - timedelta(days=3)
        names = ("outcome", "answer", "conditions")
        answer = {name: told[name] for name in names if name in told}
        body = tree().by_id[self.asked.body_unit_id]
        speaker = nearest_holders(roles=(COUNCIL,), unit=body, at=before)[0]
        self._ask(self._actor(speaker, before), "answer", before, answer)
        actor = self._holder(COMMANDER, at)
        if "reply" in told:
            reply = {"reply": told["reply"], "reasons": told["reasons"]}
            self._ask(actor, "reply", at, reply)
            met = {"condition": 1, "standing": "met", "how": told["met"]}
            self._ask(actor, "note_condition", at, met)
        self._ask(actor, "close", at)
        self._step(self._maker(at), "end_consultation", at)

    def _reviews(self, at: datetime) -> None:
        for nth, told in enumerate(self.story["reviews"]):
            later = at + timedelta(minutes=35 * nth)
            self._step(self._expert(told["scope"], later), "review", later, self._judged(told))

    def _judged(self, told: Told) -> dict[str, Any]:
        evidence = {**self.common["evidence"], **told.get("evidence", {})}
        verdicts = told.get("verdicts", {})
        judged: dict[str, Any] = {"scope": told["scope"]}
        judged["outcome"] = told.get("outcome", "approved")
        for code in CRITERIA:
            judged |= {code: verdicts.get(code, "yes"), f"{code}_evidence": evidence[code]}
        if "conditions" in told:
            due_on = self.today + timedelta(days=told["conditions_due_on"])
            judged |= {"conditions": told["conditions"], "conditions_due_on": due_on.isoformat()}
        return judged

    def _approve(self, at: datetime) -> None:
        self._step(self._maker(at), "approve", at)

    def _sign(self, at: datetime) -> None:
        self._step(self._holder(COMMANDER, at), "sign", at)

    # ---- what came after it held ----

    def _later(self, told: Told) -> None:
        at = moment(self.today, told["days_ago"])
        if told.get("clock"):
            act_on_assessments(actor=system_actor("clock"), at=at)
        else:
            self._step(self._holder(told["role"], at), told["step"], at, told["fields"])
        _deliver(at)

    # ---- who and when ----

    def _at(self, part: str) -> datetime:
        return moment(self.today, self.story["begun"] - LIFE[part])

    def _maker(self, at: datetime) -> Actor:
        return self._holder(MAKER, at)

    def _holder(self, role: str, at: datetime) -> Actor:
        return self._actor(self._holders(role, at)[0], at)

    def _holders(self, role: str, at: datetime) -> Sequence[Holder]:
        return nearest_holders(roles=(role,), unit=self.unit, at=at)

    def _actor(self, found: Holder, at: datetime) -> Actor:
        return self.cast.actor(self.cast.person(found.person), at)

    def _expert(self, scope: str, at: datetime) -> Actor:
        experts = [self._actor(one, at) for one in self._holders(EXPERT, at)]
        day = clock.local_date(at)
        return next(one for one in experts if scope in certified_scopes(one, day))

    def _step(self, actor: Actor, step: str, at: datetime, fields: Told | None = None) -> None:
        seen = newest_step(self.record).serial
        self.record = take_assessment_step(
            actor=actor, record=self.record, step=step, at=at, fields=fields, seen=seen
        )

    def _ask(self, actor: Actor, step: str, at: datetime, fields: Told | None = None) -> None:
        seen = newest_step(self.asked).serial
        take_consultation_step(
            actor=actor, record=self.asked, step=step, at=at, fields=fields, seen=seen
        )
        _deliver(at)


def _deliver(at: datetime) -> None:
    while deliver_pending(at=at):
        pass

"""Plays the risks of the demonstration through the very actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.unread import newest_step
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.org.models import Person
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.register.actions import identify_risk, make_slice, take_slice_step, take_step
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import STANDING, Decision, Risk
from baken.rooms.register.queries.owners import owners_to_name
from baken.rooms.reports.actions.to_risk import attach_to_risk, state_risk
from baken.rooms.reports.models import Report
from baken.site.demo.bow_ties import play_bow_tie
from baken.site.demo.people import Cast
from baken.site.demo.plan import Act
from baken.site.demo.risks import PREFIX

CONSIDERED = ("measure", "effect_on_score", "cost", "time", "feasibility", "rejected_because")
OF_PLAN = ("do", "by", "day", "considered")
# By which steps values are given, and what is said with them.
SCORES = {"score": (), "rate_locally": ("unit", "controls")}
ON_DECISION = ("note_condition", "suspend", "revoke")


class RiskPlayer:
    """Performs the acts of risks in order of time and remembers which risk each became."""

    def __init__(self, cast: Cast, reports: Mapping[str, Report]) -> None:
        self.cast = cast
        self.reports = reports
        self.risks: dict[str, Risk] = {}

    def perform(self, act: Act) -> None:
        """Do what an act says."""
        what = act.what.removeprefix(PREFIX)
        own = {
            "state": self._state,
            "attach": self._attach,
            "meet": self._meet,
            "bow_tie": self._bow_tie,
        }
        if what in own:
            own[what](act)
        elif what in ON_DECISION:
            self._on_decision(what, act)
        else:
            self._step(what, act)

    def _state(self, act: Act) -> None:
        story, actor = act.story, self._actor(act)
        unit = tree().by_code[story["unit"]]
        owner = next(iter(owners_to_name(actor, unit, act.at)), "")
        stated: dict[str, Any] = {
            "actor": actor,
            "unit": unit,
            "fields": {**story["said"], "owner": owner},
            "at": act.at,
            "model": story.get("model", ""),
        }
        if story.get("from"):
            record = self.reports[story["from"]].occurrence
            self.risks[story["key"]] = state_risk(record=record, **stated)
        else:
            self.risks[story["key"]] = identify_risk(**stated)

    def _attach(self, act: Act) -> None:
        occurrence = self.reports[act.values["story"]].occurrence
        actor = self.cast.handler(tree().by_id[occurrence.unit_id].code, act.at)
        ref = self._risk(act).ref
        attach_to_risk(actor=actor, occurrence=occurrence, risk=ref, at=act.at)

    def _step(self, step: str, act: Act) -> None:
        fields = {name: value for name, value in act.values.items() if name not in OF_PLAN}
        if step in SCORES:
            fields = self._score(step, act)
        if "considered" in act.values:
            fields["alarp"] = _alarp(act.values["considered"])
        actor, risk = self._actor(act), self._risk(act)
        self.risks[act.story["key"]] = take_step(
            actor=actor,
            record=risk,
            step=step,
            at=act.at,
            fields=fields,
            seen=newest_step(risk).serial,
        )

    def _score(self, step: str, act: Act) -> dict[str, Any]:
        """The fields of a score or local rating from the short way of writing it, such as 3/6/15."""
        risk = self._risk(act)
        model = scoring_model(risk.scoring_model, risk.scoring_version)
        given = act.values["values"].split("/")
        axes = [axis.code for axis in model.axes]
        more = {name: act.values[name] for name in SCORES[step] if name in act.values}
        return {
            **({"kind": "current"} if step == "score" else more),
            "choice": dict(zip(axes, given, strict=True)),
            "rationale": act.values["why"],
            "confidence": act.values.get("sure", "medium"),
        }

    def _on_decision(self, step: str, act: Act) -> None:
        rows = Decision.objects.for_system(reason="demo").filter(state__in=STANDING)
        fields = {name: value for name, value in act.values.items() if name not in OF_PLAN}
        take_decision_step(
            actor=self._actor(act),
            record=rows.get(risk=self._risk(act)),
            step=step,
            at=act.at,
            fields=fields,
        )

    def _meet(self, act: Act) -> None:
        """The same people meet some risks on one day: a slice, around the risk that tells of it."""
        met, actor = act.values, self._actor(act)
        start = _moment(met["day_on"], met["hour"])
        fields = {
            **{name: met[name] for name in ("group", "people", "task", "place", "circumstances")},
            "from_at": start.isoformat(),
            "to_at": (start + timedelta(hours=met["hours"])).isoformat(),
        }
        unit = tree().by_code[act.story["unit"]]
        record = make_slice(actor=actor, unit=unit, fields=fields, at=act.at)
        for key, factors in met["risks"].items():
            put_in = {"risk": self.risks[key].ref, "factors": factors}
            take_slice_step(actor=actor, record=record, step="add_risk", at=act.at, fields=put_in)

    def _bow_tie(self, act: Act) -> None:
        play_bow_tie(
            actor=self._actor(act),
            unit=tree().by_code[act.story["unit"]],
            risk=self._risk(act),
            told=act.values,
            reports=self.reports,
            at=act.at,
        )

    def _risk(self, act: Act) -> Risk:
        fresh: Risk = Risk.objects.for_system(reason="demo").get(pk=self.risks[act.story["key"]].pk)
        return fresh

    def _actor(self, act: Act) -> Actor:
        """Who does it: the adviser or commander of the unit, or somebody by log-in or number."""
        by = act.values.get("by", "adviser")
        unit = act.story["unit"]
        if by == "adviser":
            return self.cast.handler(unit, act.at)
        if by == "commander":
            found = nearest_holders(roles=(by,), unit=tree().by_code[unit], at=act.at)
            return self.cast.actor(self.cast.person(found[0].person), act.at)
        persons = Person.objects.for_system(reason="demo")
        meant = persons.get(Q(ref=by) | Q(account__username=by))
        return self.cast.actor(meant, act.at)


def _alarp(considered: Mapping[str, str]) -> list[dict[str, str]]:
    """The measures per level of control, from lines with a bar between the six things asked."""
    return [
        {"level": level, **dict(zip(CONSIDERED, _parts(line), strict=True))}
        for level, line in considered.items()
    ]


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


def _moment(day: str, hour: str) -> datetime:
    return datetime.combine(
        datetime.fromisoformat(day).date(), time.fromisoformat(hour), tzinfo=clock.local_zone()
    )

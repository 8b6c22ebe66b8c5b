"""Plays the acts of the stories through the very actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from baken.core import clock
from baken.core.access import NOBODY, Actor
from baken.core.events.models import OutboxEvent
from baken.core.events.outbox import deliver_pending
from baken.rooms.reports.actions import submit_report, take_step
from baken.rooms.reports.actions.open_duty import open_duty
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.handlers import tell_about_report
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.receipts import report_of_code
from baken.rooms.reports.rules import Intake
from baken.site.demo.aftermath import play_aftermath
from baken.site.demo.duties import confirm_duties, is_missing, notify_duties
from baken.site.demo.people import Cast
from baken.site.demo.plan import Act, Story, draw
from baken.site.demo.register import RiskPlayer
from baken.site.demo.risks import PREFIX

TRIAGE_FIELDS = (
    "title",
    "summary",
    "kind",
    "category",
    "actual_severity",
    "potential_severity",
    "subjects",
    "domains",
    "context",
    "injuries",
    "damages",
)
REPORTER_STEPS = {"not_solved": "reason", "confirm_solved": ""}
THANKS = ("dank", "bedankt", "excuus")


def sending_key(story: Story) -> str:
    """The key a story is sent with; its receipt code follows from it and the server's secret."""
    return f"demo {story['key']}"


class Player:
    """Performs acts in order of time and remembers which report each story became."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.reports: dict[str, Report] = {}
        self.receipts: dict[str, str] = {}
        self.register = RiskPlayer(cast, self.reports)

    def perform(self, act: Act) -> None:
        """Do what an act says, and let the news of it reach its listeners."""
        if act.what == "submit":
            self._submit(act)
        elif act.what in ("handler", "reporter"):
            self._say(act)
        elif act.what in ("duties", "confirm_duties"):
            self._duties(act)
        elif act.what.startswith("aftermath."):
            play_aftermath(self.cast, self.reports[act.story["key"]].occurrence, act)
        elif act.what.startswith(PREFIX):
            self.register.perform(act)
        elif act.what.startswith("occurrence."):
            self._occurrence_step(act)
        else:
            self._report_step(act)
        while deliver_pending(at=act.at):
            pass

    def _submit(self, act: Act) -> None:
        story = act.story
        told = Intake(
            story=story["story"],
            unit_code=story["unit"],
            place=story["place"],
            happened_at=act.at - timedelta(minutes=10 + draw(story, "before", 170)),
            still_dangerous=story["still_dangerous"],
            immediate_action=story["immediate_action"],
            identity=story["identity"],
            channel=story["channel"],
            naming=story.get("naming", ""),
        )
        sender = NOBODY if story["identity"] == "anonymous" else self.cast.reporter(story, act.at)
        sent = submit_report(actor=sender, intake=told, at=act.at, key=sending_key(story))
        self.reports[story["key"]] = sent.report
        self.receipts[story["key"]] = sent.receipt
        if story["state"] == "received":
            _tell_without_receipt(sent.report, act.at)

    def _say(self, act: Act) -> None:
        report = self.reports[act.story["key"]]
        actor = self._handler(act) if act.what == "handler" else self._reporter(act)
        kind = act.values.get("kind", "message")
        send_message(actor=actor, report=report, text=act.values["text"], at=act.at, kind=kind)

    def _report_step(self, act: Act) -> None:
        own = act.what in REPORTER_STEPS
        actor = self._reporter(act) if own else self._handler(act)
        if act.what == "redirect_integrity":
            report = self.reports[act.story["key"]]
            send_message(actor=actor, report=report, text=act.values["text"], at=act.at)
        self.reports[act.story["key"]] = take_step(
            actor=actor,
            record=self.reports[act.story["key"]],
            step=act.what,
            at=act.at,
            fields=self._fields(act, actor),
        )

    def _fields(self, act: Act, actor: Actor) -> Mapping[str, Any]:
        if act.what == "triage":
            return self._triage_fields(act.story, act.values["due_on"], actor)
        if act.what in ("answer", "out_of_scope"):
            return {"answer": act.values["text"]}
        if act.what == "not_solved":
            return {"reason": act.values["text"]}
        return {"consent": True} if act.what == "redirect_integrity" else dict(act.values)

    def _triage_fields(self, story: Story, due_on: Any, actor: Actor) -> Mapping[str, Any]:
        if story["same_as"]:
            occurrence = self.reports[story["same_as"]].occurrence
            return {"occurrence": occurrence.ref}
        fields = {name: story["triage"][name] for name in TRIAGE_FIELDS}
        return fields | {"due_on": due_on, "lead": str(actor.person)}

    def _occurrence_step(self, act: Act) -> None:
        step = act.what.removeprefix("occurrence.")
        take_step(
            actor=self._handler(act),
            record=self.reports[act.story["key"]].occurrence,
            step=step,
            at=act.at,
            fields=dict(act.values) if step == "classify" else self._occurrence_fields(act, step),
        )

    def _duties(self, act: Act) -> None:
        occurrence = self.reports[act.story["key"]].occurrence
        if act.what == "confirm_duties":
            confirm_duties(self.cast, occurrence, act)
            return
        for given in act.story["triage"].get("opens", ()):
            if is_missing(occurrence, given["duty"]):
                actor = self._handler(act)
                open_duty(actor=actor, occurrence=occurrence, at=act.at, **given)
        notify_duties(self.cast, occurrence, act)

    def _occurrence_fields(self, act: Act, step: str) -> Mapping[str, Any]:
        story = act.story
        if step == "set_parent":
            return {"occurrence": self.reports[act.values["whole"]].occurrence.ref}
        if step == "make_ready":
            return {"result": _without_thanks(story)}
        if step == "reopen":
            return {"reason": story["reopen_reason"]}
        if step == "merge":
            return {"occurrence": self.reports[story["triage"]["merged_into"]].occurrence.ref}
        return {}

    def _handler(self, act: Act) -> Actor:
        return self.cast.handler(act.story["unit"], act.at)

    def _reporter(self, act: Act) -> Actor:
        receipt = self.receipts[act.story["key"]]
        if not receipt:
            return self.cast.reporter(act.story, act.at)
        found = report_of_code(receipt)
        if found is None:
            raise LookupError(f"the receipt code of {act.story['key']} opens nothing")
        return found[1]


def _tell_without_receipt(report: Report, at: datetime) -> None:
    """Deliver the news of a report without the confirmation of receipt, which is still to come."""
    for event in OutboxEvent.objects.filter(record=report.pk, delivered_on__isnull=True):
        tell_about_report(event, at)
        event.delivered_on = clock.local_date(at)
        event.save(update_fields=["delivered_on"])


def _without_thanks(story: Story) -> str:
    """What was done, from the answer that the reporter got: the sentences that do not thank."""
    answer = story["answer"] or story["first_answer"]
    said = [one.strip() for one in answer.replace("! ", ". ").split(". ")]
    told = [one for one in said if not any(word in one.lower() for word in THANKS)]
    return ". ".join(told or said).rstrip(".") + "."

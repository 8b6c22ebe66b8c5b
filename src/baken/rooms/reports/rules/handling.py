"""Pure decisions about reports and occurrences: no Django, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from baken.core.clock.terms import Timetable
from baken.rooms.reports.rules.naming import ANSWERS, NAMES_NOBODY, UNANSWERED

HIGH_POTENTIAL = 4
LEVEL_BY_SEVERITY = {0: 0, 1: 0, 2: 1, 3: 2, 4: 3, 5: 4}
LEVEL_BY_CATEGORY = {0: 0, 1: 0, 2: 1, 3: 3, 4: 4}
SIMILAR_FOR_COMMISSION = 3
NO_SITE = "-"  # what says that something was at none of our sites
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)

IDENTITIES = ("named", "confidential", "anonymous")
CHANNELS = ("web", "field", "kiosk", "desk", "paper", "import", "api")
PHASES = ("notice", "report", "weigh", "tackle", "analyse")

UNTRIAGED = ("received", "acknowledged")
REPORT_OVER = ("closed", "out_of_scope", "redirected_integrity")
OCCURRENCE_OVER = ("closed", "merged")
_PHASE_OF_OCCURRENCE = {
    "triaged": "weigh",
    "handling": "tackle",
    "under_investigation": "tackle",
    "measures_running": "tackle",
    "reopened": "tackle",
    "ready_to_close": "analyse",
    "closed": "analyse",
    "merged": "analyse",
}


@dataclass(frozen=True)
class No:
    """A refusal by its code; the room's texts give the sentence."""

    code: str


@dataclass(frozen=True)
class ReportFacts:
    """What the guards of a report's steps look at."""

    is_own: bool = False
    has_answer: bool = False
    has_occurrence: bool = False
    days_past_reaction: int | None = None
    still_dangerous: bool = False
    is_confirmed: bool = False
    under_embargo: bool = False
    kin_waiting: int | None = None
    asked_about_person: bool = False


@dataclass(frozen=True)
class OccurrenceFacts:
    """What the guards of an occurrence's steps look at."""

    is_own: bool = False
    unanswered_reports: int = 0
    reading: str | None = None
    is_first_reader: bool = False
    asks_for_records: bool = False
    under_embargo: bool = False
    kin_waiting: int | None = None
    is_told_by_older_system: bool = False
    merge_known: bool = False
    has_parent: bool = False
    has_open_duties: bool = False
    hands_over: bool = False


class TellsIfOwn(Protocol):
    """Facts that say whether the actor told it themselves."""

    @property
    def is_own(self) -> bool: ...


def not_own_report(facts: TellsIfOwn) -> No | None:
    """Nobody handles or closes what they reported themselves (four eyes)."""
    return No("own_report") if facts.is_own else None


def answer_given(facts: ReportFacts) -> No | None:
    """Closing needs an answer in plain words first."""
    return None if facts.has_answer else No("no_answer")


def danger_told(facts: ReportFacts) -> No | None:
    """Only a danger that somebody told of can be over."""
    return None if facts.still_dangerous else No("no_danger")


def danger_over_said(facts: ReportFacts) -> No | None:
    """Nothing is answered or closed while nobody has said that the danger is over."""
    return No("danger_goes_on") if facts.still_dangerous else None


def not_in_occurrence(facts: ReportFacts) -> No | None:
    """What was done at once is noted on the occurrence as soon as there is one."""
    return No("in_occurrence") if facts.has_occurrence else None


def in_an_occurrence(facts: ReportFacts) -> No | None:
    """Only a report that belongs to an occurrence can be moved to another one."""
    return None if facts.has_occurrence else No("no_occurrence")


def naming_asked(facts: ReportFacts) -> No | None:
    """What a report is about is asked only of one that names a person and has not said it."""
    return None if facts.asked_about_person else No("names_nobody")


def merge_known(facts: OccurrenceFacts) -> No | None:
    """A merge is undone when the history says what came along; an imported one does not."""
    return None if facts.merge_known else No("merge_unknown")


def has_parent(facts: OccurrenceFacts) -> No | None:
    """Only what is part of a larger occurrence can be taken out of it."""
    return None if facts.has_parent else No("no_parent")


def not_yet_confirmed(facts: ReportFacts) -> No | None:
    """A reporter says once per answer that it is solved."""
    return No("confirmed") if facts.is_confirmed else None


def within_reaction_term(facts: ReportFacts) -> No | None:
    """A reporter can say "not solved" within the term after the answer; its last day counts whole."""
    days = facts.days_past_reaction
    return No("too_late") if days is None or days > 0 else None


def record_may_be_asked(facts: OccurrenceFacts) -> No | None:
    """That no accident record is needed is said of an accident that would ask for one."""
    return None if facts.asks_for_records else No("records_not_asked")


def every_report_answered(facts: OccurrenceFacts) -> No | None:
    """An occurrence closes when every reporter has been answered."""
    return No("unanswered_reports") if facts.unanswered_reports else None


def told_by_older_system(facts: OccurrenceFacts) -> No | None:
    """Only what an older system told of can be told of by a second one as well."""
    return None if facts.is_told_by_older_system else No("not_told_by_older_system")


def duties_settled(facts: OccurrenceFacts) -> No | None:
    """An occurrence closes when nobody has to be told about it any more."""
    return No("duties_unsettled") if facts.has_open_duties else None


def not_handing_over(facts: OccurrenceFacts) -> No | None:
    """Who hands over command soon closes nothing to tidy up: somebody else looks whether it is done.

    Source: domain reference, organisation, section 8.2.
    """
    return No("hands_over") if facts.hands_over else None


def investigation_level_of(
    *, actual: int, potential: int, category: int = 0, similar: int = 0
) -> int:
    """The investigation level (0-4) that triage proposes: by the worse of the two severities.

    A serious category (3 and 4) asks for at least a commission of inquiry, and for the
    inspectorate. Three or more alike in 24 months raise it to a commission when the worst credible
    outcome is at least medical treatment.
    Source: domain reference, reporting, sections 2, 5 and 14.
    """
    worst = max(actual, potential)
    level = max(LEVEL_BY_SEVERITY[worst], LEVEL_BY_CATEGORY[category])
    raised = similar >= SIMILAR_FOR_COMMISSION and worst >= 2
    return max(level, 3) if raised and level < 3 else level


def is_raised_by_similar(*, level: int, actual: int, potential: int, category: int) -> bool:
    """Whether a level that followed by itself is higher than the occurrence alone would give."""
    alone = investigation_level_of(actual=actual, potential=potential, category=category)
    return level > alone


def is_danger_now(*, still_dangerous: bool, state: str) -> bool:
    """Whether somebody has to act on a danger now: told, not over, and the report is open."""
    return still_dangerous and state not in REPORT_OVER


def triage_due(
    *, received_at: datetime, still_dangerous: bool, timetable: Timetable, whole_day: bool = False
) -> datetime:
    """When a report must be triaged: danger within the hour, else the next working day.

    Of an anonymous report only the day is known: then until the end of that day when it is
    dangerous, else until the end of the next working day.
    """
    end_of_day = received_at + timedelta(hours=23, minutes=59)
    if still_dangerous:
        return end_of_day if whole_day else timetable.end("triage_danger", received_at)
    return timetable.end("triage", end_of_day if whole_day else received_at)


def phase_of(*, report_state: str | None, occurrence_state: str | None) -> str:
    """Where on its way from notice to analysis something is; a merged one follows its target."""
    if occurrence_state:
        return _PHASE_OF_OCCURRENCE[occurrence_state]
    return "analyse" if report_state in ("out_of_scope", "redirected_integrity") else "report"


def category_from_harm(*, injuries: list[Mapping[str, object]], damage_eur: int) -> int:
    """The category (0-4) that recorded harm points at; the adviser decides.

    Source: annual report over 2018 for 0, 1 and 4; domain reference, reporting, section 2.
    """
    by_damage = sum(damage_eur > limit for limit in (0, 50_000, 100_000, 250_000))
    return max([by_damage, *(_category_of_injury(injury) for injury in injuries)], default=0)


def _category_of_injury(injury: Mapping[str, object]) -> int:
    days = injury.get("absence_days")
    absent = days if isinstance(days, int) else 0
    if injury.get("outcome") in ("death", "permanent") or injury.get("permanent"):
        return 4
    if absent > 3 or injury.get("hospital_admission"):
        return 3
    if absent > 0 or injury.get("outcome") == "lost_time":
        return 2
    return 1 if injury.get("outcome") in ("first_aid", "medical_treatment") else 0


@dataclass(frozen=True)
class Intake:
    """What a reporter sends; only the story is needed. ``just_now`` says it happened when sent.

    ``naming`` is what a story that names a person is about, when the reporter said so.
    """

    story: str
    unit_code: str = ""
    place: str = ""
    happened_at: datetime | None = None
    just_now: bool = False
    still_dangerous: bool = False
    immediate_action: str = ""
    identity: str = "named"
    channel: str = "web"
    contact: str = ""
    naming: str = ""


def intake_problems(intake: Intake, *, now: datetime, longest: int) -> dict[str, str]:
    """What is wrong with a report that is about to be sent, as codes by field."""
    problems = _text_problems(intake, longest)
    if intake.happened_at and (problem := moment_problem(intake.happened_at, now=now)):
        problems["happened_at"] = problem
    if intake.identity not in IDENTITIES:
        problems["identity"] = "unknown"
    if intake.naming not in ("", UNANSWERED, NAMES_NOBODY, *ANSWERS):
        problems["naming"] = "unknown"
    if intake.channel not in CHANNELS:
        problems["channel"] = "unknown"
    return problems


def moment_problem(moment: datetime, *, now: datetime) -> str:
    """What is wrong with a moment that somebody says has been, as a code; nothing when it can be."""
    if moment > now + timedelta(minutes=5):
        return "in_future"
    return "long_ago" if moment < EARLIEST else ""


def immediate_problem(moment: datetime, *, since: datetime, now: datetime) -> str:
    """What is wrong with when something was done at once about what happened ``since``, as a code.

    A day earlier can be: of what happened often only the day is known, or it is not told exactly.
    """
    if problem := moment_problem(moment, now=now):
        return problem
    return "before_it" if moment < since - timedelta(days=1) else ""


def _text_problems(intake: Intake, longest: int) -> dict[str, str]:
    limits = {"story": longest, "place": 200, "immediate_action": longest, "contact": 200}
    problems: dict[str, str] = {}
    for name, most in limits.items():
        text = getattr(intake, name)
        if len(text) > most:
            problems[name] = "too_long"
        elif "\x00" in text:
            problems[name] = "not_text"
    if not intake.story.strip():
        problems["story"] = "empty"
    return problems

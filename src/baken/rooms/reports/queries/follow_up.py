"""The questions that follow on a report, and the answers that were given, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.rooms.library.queries import label_of
from baken.rooms.library.rules.follow_up import Question, QuestionSet
from baken.rooms.library.schemas.follow_up import question_sets
from baken.rooms.org.queries import persons_named
from baken.rooms.reports.models import FollowUpAnswer, OccurrenceCode, Report

MOST_ANSWERS = 500


@dataclass(frozen=True)
class Given:
    """The newest answer to a question, in words and as it is kept; ``earlier`` are those before it."""

    subject: str
    question: str
    asked: str
    value: Any
    said: str
    side: str
    by: str
    at: datetime
    whole_day: bool
    version: int
    earlier: tuple[str, ...] = ()


def words(thing: Any, name: str = "") -> str:
    """A text of a question or choice in the active language."""
    language = "nl" if (get_language() or "nl").startswith("nl") else "en"
    return str(getattr(thing, f"{name}_{language}" if name else language))


def asked_sentence(question: Question) -> str:
    """A question with the unit in which a number is wanted."""
    return f"{words(question)} ({question.unit})" if question.unit else words(question)


def subjects_asked(report: Report) -> list[str]:
    """The subjects with questions: those that triage found, else all that there are."""
    known = question_sets()
    if report.occurrence_id is None:
        return list(known)
    rows = OccurrenceCode.objects.of(report.occurrence).filter(scheme="subject")  # type: ignore[arg-type]
    found = set(rows.values_list("code", flat=True))
    return [code for code in known if code in found]


def answers_of(report: Report) -> list[Given]:
    """The answers of a report that was read through the guard, by subject in the order of questions."""
    rows = list(FollowUpAnswer.objects.of(report).order_by("number")[:MOST_ANSWERS])
    return _given(rows, anonymous=report.identity == "anonymous")


def answers_by_report(reports: Iterable[Report]) -> dict[int, list[Given]]:
    """The answers of several reports that were read through the guard; one query, and one for names."""
    kept = {one.pk: one for one in reports}
    rows = FollowUpAnswer.objects.for_system(reason="filter").filter(record__in=list(kept))
    found: dict[int, list[FollowUpAnswer]] = {pk: [] for pk in kept}
    for row in rows.order_by("number"):
        found[row.record_id].append(row)
    return {
        pk: _given(mine, anonymous=kept[pk].identity == "anonymous") for pk, mine in found.items()
    }


def present_values(report: Report, subject: str) -> dict[str, Any]:
    """The newest answers about one subject, as they are kept."""
    rows = FollowUpAnswer.objects.of(report).filter(subject=subject).order_by("number")
    return dict(rows.values_list("question", "value"))


def said_of(question: Question | None, value: Any) -> str:
    """An answer in words; of a question that is no more, as it was kept."""
    if question is None:
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if question.kind == "yes_no":
        return {"yes": _("Yes"), "no": _("No")}.get(value, str(value))
    if question.choices:
        known = {one.code: words(one) for one in question.choices}
        codes = value if isinstance(value, list) else [value]
        return ", ".join(known.get(code, str(code)) for code in codes)
    if question.kind == "date":
        return date_format(date.fromisoformat(value), "j F Y")
    number = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{number} {question.unit}".strip()


def _given(rows: Sequence[FollowUpAnswer], *, anonymous: bool) -> list[Given]:
    known = question_sets()
    names = persons_named(row.author for row in rows)
    by_question: dict[tuple[str, str], list[FollowUpAnswer]] = {}
    for row in rows:
        by_question.setdefault((row.subject, row.question), []).append(row)
    found = []
    for (subject, code), mine in by_question.items():
        asked = known.get(subject)
        question = asked.find(code) if asked else None
        newest, before = mine[-1], mine[:-1]
        found.append(
            Given(
                subject=subject,
                question=code,
                asked=words(question) if question else code,
                value=newest.value,
                said=said_of(question, newest.value),
                side=newest.side,
                by=names.get(newest.author, "") if newest.author else "",
                at=newest.at,
                whole_day=anonymous and newest.side == "reporter",
                version=newest.version,
                earlier=tuple(said_of(question, one.value) for one in before),
            )
        )
    return sorted(found, key=lambda one: _place(known, one))


def _place(known: dict[str, QuestionSet], given: Given) -> tuple[int, int]:
    subjects = list(known)
    if given.subject not in known:
        return (len(subjects), 0)
    codes = [one.code for one in known[given.subject].questions]
    place = codes.index(given.question) if given.question in codes else len(codes)
    return (subjects.index(given.subject), place)


def by_subject(answers: Iterable[Given]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Answers as pages show them: per subject the facts, each a question with its answer."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in answers:
        earlier = _("earlier: %(said)s") % {"said": "; ".join(one.earlier)} if one.earlier else ""
        said = f"{one.said} ({earlier})" if earlier else one.said
        found.setdefault(one.subject, []).append((one.asked, said))
    return [(label_of("subjects", code), facts) for code, facts in found.items()]

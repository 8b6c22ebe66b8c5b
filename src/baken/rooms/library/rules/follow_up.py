"""Questions that follow on a report by its subject: which are asked, and what fits as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

YES_NO = ("yes", "no")
KINDS = ("yes_no", "single_choice", "multi_choice", "integer", "decimal", "date", "text")
OF_CHOICES = ("single_choice", "multi_choice")
OF_NUMBERS = ("integer", "decimal")
LONGEST_ANSWER = 2_000
MOST = 1e12


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    code: str
    nl: str
    en: str


@dataclass(frozen=True)
class Question:
    """One question: its code, its kind, its words, and when it is asked.

    ``when`` names earlier questions with the answers of which one must have been given, all of them.
    """

    code: str
    kind: str
    nl: str
    en: str
    help_nl: str = ""
    help_en: str = ""
    unit: str = ""
    lowest: float | None = None
    highest: float | None = None
    choices: tuple[Choice, ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class QuestionSet:
    """The questions about one subject, in their order; ``version`` rises when their sense changes."""

    subject: str
    version: int
    questions: tuple[Question, ...]

    def find(self, code: str) -> Question | None:
        """The question of a code, or None."""
        return next((one for one in self.questions if one.code == code), None)


def is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether a question is asked, with the answers that were given to earlier ones."""
    return all(
        any(one in wanted for one in _as_codes(answers.get(code)))
        for code, wanted in question.when.items()
    )


def cleaned_answers(
    asked: QuestionSet, raw: Mapping[str, Any], *, today: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """What of some answers is kept, as plain values, and what is wrong with others, as codes.

    Every question may be left open. An answer to a question that was not asked is left out; a code
    that is no question of the subject is a mistake of the sender.
    """
    kept: dict[str, Any] = {}
    problems = {code: "no_question" for code in raw if asked.find(code) is None}
    for question in asked.questions:
        given = raw.get(question.code)
        if _is_empty(given) or not is_asked(question, kept):
            continue
        value, problem = _READERS[question.kind](question, given, today)
        if problem:
            problems[question.code] = problem
        else:
            kept[question.code] = value
    return kept, problems


def _is_empty(given: Any) -> bool:
    return given is None or given == [] or (isinstance(given, str) and not given.strip())


def _as_codes(value: Any) -> Sequence[str]:
    """The codes that an answer holds: none, one or several."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


Read = tuple[Any, str]


def _yes_no(question: Question, given: Any, today: date) -> Read:
    if isinstance(given, bool):
        return ("yes" if given else "no", "")
    return (given, "") if given in YES_NO else (None, "unknown")


def _single(question: Question, given: Any, today: date) -> Read:
    known = {one.code for one in question.choices}
    return (given, "") if isinstance(given, str) and given in known else (None, "unknown")


def _several(question: Question, given: Any, today: date) -> Read:
    wanted = given if isinstance(given, list) else [given]
    if not all(isinstance(one, str) for one in wanted):
        return None, "unknown"
    known = [one.code for one in question.choices]
    if set(wanted) - set(known):
        return None, "unknown"
    return [code for code in known if code in wanted], ""


def _whole(question: Question, given: Any, today: date) -> Read:
    number = _number(given)
    if number is None or number != int(number):
        return None, "no_whole_number"
    return (int(number), "") if _fits(question, number) else (None, "out_of_range")


def _decimal(question: Question, given: Any, today: date) -> Read:
    number = _number(given)
    if number is None:
        return None, "no_number"
    return (number, "") if _fits(question, number) else (None, "out_of_range")


def _number(given: Any) -> float | None:
    """A number as a person or a program writes it, with a comma or a point; no more than 1e12."""
    if isinstance(given, bool):
        return None
    try:
        number = float(given.strip().replace(",", ".") if isinstance(given, str) else given)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if -MOST <= number <= MOST else None


def _fits(question: Question, number: float) -> bool:
    low = question.lowest is None or number >= question.lowest
    return low and (question.highest is None or number <= question.highest)


def _day(question: Question, given: Any, today: date) -> Read:
    if isinstance(given, date) and not isinstance(given, datetime):
        day = given
    else:
        try:
            day = date.fromisoformat(str(given).strip())
        except ValueError:
            return None, "no_date"
    return (day.isoformat(), "") if day.year >= 1900 and day <= today else (None, "no_date")


def _text(question: Question, given: Any, today: date) -> Read:
    if not isinstance(given, str) or "\x00" in given:
        return None, "not_text"
    plain = given.strip()
    return (plain, "") if len(plain) <= LONGEST_ANSWER else (None, "too_long")


_READERS = {
    "yes_no": _yes_no,
    "single_choice": _single,
    "multi_choice": _several,
    "integer": _whole,
    "decimal": _decimal,
    "date": _day,
    "text": _text,
}


def set_problems(asked: QuestionSet) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the questions of a subject: (question, field, code of the mistake)."""
    seen: dict[str, Question] = {}
    for question in asked.questions:
        if question.code in seen:
            yield question.code, "code", "twice"
        yield from _question_problems(question, seen)
        seen[question.code] = question


def _question_problems(
    question: Question, earlier: Mapping[str, Question]
) -> Iterator[tuple[str, str, str]]:
    if question.kind not in KINDS:
        yield question.code, "kind", "unknown_kind"
    if (question.kind in OF_CHOICES) != (len(question.choices) > 1):
        yield question.code, "choices", "choices"
    codes = [one.code for one in question.choices]
    if len(set(codes)) != len(codes):
        yield question.code, "choices", "twice"
    numbered = question.unit or question.lowest is not None or question.highest is not None
    if numbered and question.kind not in OF_NUMBERS:
        yield question.code, "unit", "no_number"
    for code, wanted in question.when.items():
        known = earlier.get(code)
        if known is None:
            yield question.code, "when", "not_earlier"
        elif not wanted or set(wanted) - _possible(known):
            yield question.code, "when", "impossible"


def _possible(question: Question) -> set[str]:
    """The answers by which a later question can be asked."""
    return set(YES_NO) if question.kind == "yes_no" else {one.code for one in question.choices}

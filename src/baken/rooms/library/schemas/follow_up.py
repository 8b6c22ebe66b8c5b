"""Reads the questions that follow on a report, a file for each subject, and says what is wrong in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from baken.rooms.library.queries import DATA, code_list
from baken.rooms.library.rules.follow_up import (
    KINDS,
    Choice,
    Question,
    QuestionSet,
    set_problems,
)

FOLDER = DATA / "follow_up"
TEXTS = {
    "twice": "stands here twice; every code once",
    "unknown_kind": f"is none of {', '.join(KINDS)}",
    "choices": "at least two choices for a choice, and none for another kind",
    "no_number": "only a number has a unit, a lowest or a highest value",
    "not_earlier": "names no earlier question",
    "impossible": "names an answer that this question does not have",
}
KNOWN = {
    "code",
    "kind",
    "nl",
    "en",
    "help_nl",
    "help_en",
    "unit",
    "lowest",
    "highest",
    "choices",
    "when",
}


class FollowUpMistake(ValueError):
    """A file of questions is not right; the text names file, question, field and what to do."""


@lru_cache(maxsize=1)
def question_sets() -> dict[str, QuestionSet]:
    """The questions of every subject that has some, in the order of the code list of subjects."""
    return read_sets(FOLDER)


def read_sets(folder: Path) -> dict[str, QuestionSet]:
    """The questions in a folder. Raises FollowUpMistake with every mistake of all files, a line each."""
    found: dict[str, QuestionSet] = {}
    mistakes: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            made = _set_of(path)
        except FollowUpMistake as mistake:
            mistakes.append(str(mistake))
            continue
        found[made.subject] = made
        mistakes += [
            f"{path.name}: {question}.{field}: {TEXTS[code]}"
            for question, field, code in set_problems(made)
        ]
    if mistakes:
        raise FollowUpMistake("\n".join(mistakes))
    return {code: found[code] for code in code_list("subjects") if code in found}


def _set_of(path: Path) -> QuestionSet:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise FollowUpMistake(f"{path.name}: is no YAML: {error}") from None
    if not isinstance(content, dict):
        raise FollowUpMistake(f"{path.name}: must hold subject, version and questions")
    subject, version = content.get("subject"), content.get("version")
    if subject != path.stem or subject not in code_list("subjects"):
        raise FollowUpMistake(f"{path.name}: subject: must be the name of the file, and a subject")
    if not isinstance(version, int) or not 1 <= version <= 32_000:
        raise FollowUpMistake(f"{path.name}: version: must be a whole number from 1")
    entries = content.get("questions")
    if not isinstance(entries, list) or not entries:
        raise FollowUpMistake(f"{path.name}: questions: must be a list of questions")
    questions = tuple(_question(path.name, entry) for entry in entries)
    return QuestionSet(subject=subject, version=version, questions=questions)


def _question(file: str, entry: Any) -> Question:
    if not isinstance(entry, dict) or not isinstance(entry.get("code"), str):
        raise FollowUpMistake(f"{file}: questions: every question has a code")
    where = f"{file}: {entry['code']}"
    strange = sorted(set(entry) - KNOWN)
    if strange:
        raise FollowUpMistake(f"{where}.{strange[0]}: is no field of a question")
    return Question(
        code=entry["code"],
        kind=str(entry.get("kind", "")),
        nl=_words(where, entry, "nl"),
        en=_words(where, entry, "en"),
        help_nl=str(entry.get("help_nl", "")),
        help_en=str(entry.get("help_en", "")),
        unit=str(entry.get("unit", "")),
        lowest=_limit(where, entry, "lowest"),
        highest=_limit(where, entry, "highest"),
        choices=tuple(_choices(where, entry.get("choices", []))),
        when=_when(where, entry.get("when", {})),
    )


def _words(where: str, entry: Mapping[str, Any], name: str) -> str:
    said = entry.get(name)
    if not isinstance(said, str) or not said.strip():
        raise FollowUpMistake(f"{where}.{name}: the words of the question are missing")
    return said.strip()


def _limit(where: str, entry: Mapping[str, Any], name: str) -> float | None:
    value = entry.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FollowUpMistake(f"{where}.{name}: must be a number")
    return float(value)


def _choices(where: str, entries: Any) -> Iterator[Choice]:
    if not isinstance(entries, list):
        raise FollowUpMistake(f"{where}.choices: must be a list")
    for entry in entries:
        if not isinstance(entry, dict) or set(entry) != {"code", "nl", "en"}:
            text = f"{where}.choices: {entry!r}: every choice has code, nl and en, and nothing else"
            raise FollowUpMistake(f"{text}; put a text with a comma in quotes")
        yield Choice(str(entry["code"]), str(entry["nl"]), str(entry["en"]))


def _when(where: str, entry: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(entry, dict):
        raise FollowUpMistake(f"{where}.when: must name earlier questions with their answers")
    return {
        str(code): tuple(_word(one) for one in (wanted if isinstance(wanted, list) else [wanted]))
        for code, wanted in entry.items()
    }


def _word(value: Any) -> str:
    """An answer as a code; YAML reads a bare yes and no as true and false."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)

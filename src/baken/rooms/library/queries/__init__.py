"""Code lists with labels in both languages, read once from the data files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

from baken.core.access.roles import load_roles
from baken.core.clock.terms import Term
from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.expressions import Declared
from baken.rooms.library.queries.files import DATA as DATA
from baken.rooms.library.queries.files import LOCKED_LISTS, loaded, published
from baken.rooms.library.rules.acceptance_terms import AcceptanceTerms, read_acceptance_terms
from baken.rooms.library.rules.appetite import RiskAppetite, read_appetite
from baken.rooms.library.rules.duties import (
    Authority,
    Duty,
    DutyFact,
    Known,
    read_authorities,
    read_duties,
    read_duty_facts,
)
from baken.rooms.library.rules.duty_facts import schema_of
from baken.rooms.library.rules.escalation import EscalationTable, read_escalation
from baken.rooms.library.rules.mandate import MandateTable, MandateWords, read_mandate
from baken.rooms.library.rules.mandate_roles import (
    AdviceRole,
    DomainAuthority,
    read_advice_roles,
    read_domain_authorities,
)
from baken.rooms.library.rules.stacking_rules import StackingRules, read_stacking

LISTS = (
    "announced_instruments",
    "categories",
    "cause_codes",
    "contexts",
    "control_levels",
    "cost_bands",
    "domains",
    "eccairs_areas",
    "eccairs_categories",
    "eccairs_classes",
    "eccairs_injuries",
    "eccairs_languages",
    "equipment_kinds",
    "evidence_levels",
    "hazard_groups",
    "hazards",
    "injury_outcomes",
    "inspection_kinds",
    "inspection_results",
    "investigation_levels",
    "kinds",
    "legal_bases",
    "naming",
    "person_kinds",
    "qualifications",
    "recommendation_categories",
    "recommendation_sources",
    "review_reasons",
    "review_scopes",
    "rie_inputs",
    "rie_risk_groups",
    "risk_categories",
    "risk_classes",
    "severities",
    "subjects",
    "things",
    "workplace_types",
)


@dataclass(frozen=True)
class CodeItem:
    """One entry of a code list: stable code, label per language, further columns in ``extra``."""

    code: str
    nl: str
    en: str
    extra: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def label(self) -> str:
        """The label in the active language."""
        return self.nl if (get_language() or "nl").startswith("nl") else self.en

    @property
    def description(self) -> str:
        """What it means, in the active language; empty when its list does not say."""
        return self.text("description")

    def text(self, name: str) -> str:
        """A further text column in the active language, such as ``description``."""
        language = "nl" if (get_language() or "nl").startswith("nl") else "en"
        return str(self.extra.get(f"{name}_{language}", ""))


@lru_cache(maxsize=len(LISTS))
def code_list(name: str) -> dict[str, CodeItem]:
    """A code list by name, in the order of its file; numbers are codes written as text."""
    if name not in LISTS:
        raise LookupError(f"there is no code list {name!r}")
    if name in LOCKED_LISTS:
        _file, content = published(name)
    else:
        content = loaded(DATA / f"{name}.yaml")
    return {item.code: item for item in map(_item, content["items"])}


def label_of(name: str, code: Any) -> str:
    """The label of a code in the active language; an unknown code is shown as it is."""
    item = code_list(name).get(str(code))
    return item.label if item else str(code)


def labels_of(name: str, codes: Iterable[Any]) -> list[str]:
    """The labels of several codes, in their order."""
    return [label_of(name, code) for code in codes]


def word_lists(name: str) -> dict[str, list[str]]:
    """The lists of words of a folder, by their name, all in lower case."""
    content = yaml.safe_load((DATA / name / "words.yaml").read_text(encoding="utf-8"))
    return {
        key: [str(word).lower() for word in words]
        for key, words in content.items()
        if isinstance(words, list)
    }


@lru_cache(maxsize=1)
def words_of_things() -> dict[tuple[str, str], str]:
    """Language and word to the code of the thing it names; of the list ``things``.

    Raises ValueError, naming file, entry and field, for a word that is none or names two things.
    """
    named: dict[tuple[str, str], str] = {}
    for item in code_list("things").values():
        for column in ("words_nl", "words_en"):
            where = f"things.yaml: {item.code}: {column}"
            words = str(item.extra.get(column) or "").split()
            if not words:
                raise ValueError(f"{where}: name at least one word")
            for word in words:
                if not (word.isalpha() and word.islower()):
                    raise ValueError(f"{where}: {word!r} is no single word in lower case")
                key = (column.removeprefix("words_"), word)
                if key in named:
                    raise ValueError(f"{where}: {word!r} already names {named[key]}")
                named[key] = item.code
    return named


@lru_cache(maxsize=1)
def holidays() -> frozenset[date]:
    """The days that are no working days besides weekends, of the file ``holidays``."""
    content = yaml.safe_load((DATA / "calendar" / "holidays.yaml").read_text(encoding="utf-8"))
    return frozenset(entry["day"] for entry in content["items"])


RELEASE = ("taxonomy_version", "schema_version", "responsible_entity", "reporting_entity")


@lru_cache(maxsize=1)
def eccairs_release() -> dict[str, str]:
    """Which release of the aviation authority's form is written, and its codes of who notifies whom.

    Raises ValueError that names file and entry when one is missing.
    """
    path = DATA / "eccairs" / "release.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    missing = [name for name in RELEASE if not isinstance(content.get(name), str)]
    if missing:
        raise ValueError(f"{path.name}: {missing[0]} must be a text between quotes")
    return {name: content[name] for name in RELEASE}


TERMS: dict[str, tuple[str, ...]] = {
    "embargo": ("long_after_hours",),
    "handover": ("tidying_days",),
    "quality": (
        "least_lines",
        "same_score_percent",
        "seconds_per_page",
        "longest_pause_seconds",
        "least_words",
        "same_text_percent",
    ),
}


@lru_cache(maxsize=len(TERMS))
def terms_of(name: str) -> dict[str, int]:
    """The terms of a file under ``terms``, as whole numbers by name.

    Raises ValueError that names file and term when one is missing or no positive whole number.
    """
    path = DATA / "terms" / f"{name}.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {term: _positive(content, term, path.name) for term in TERMS[name]}


def _positive(content: dict[str, Any], term: str, file: str) -> int:
    value = content.get(term)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{file}: {term} must be a whole number of at least 1, not {value!r}")
    return value


@lru_cache(maxsize=1)
def terms() -> Mapping[str, Term]:
    """The terms of reports, occurrences and accident records by code, of the file ``terms/reports``.

    Raises ValueError for a term that names no time, or none that is known.
    """
    content = yaml.safe_load((DATA / "terms" / "reports.yaml").read_text(encoding="utf-8"))
    return {entry["code"]: _term(entry) for entry in content["items"]}


def _term(entry: Mapping[str, Any]) -> Term:
    given = {name: entry[name] for name in ("minutes", "days", "working_days") if name in entry}
    whole = all(type(value) is int and value > 0 for value in given.values())
    if not given or not whole or set(entry) - {"code", "nl", "en", *given}:
        raise ValueError(
            f"terms/reports.yaml, term {entry.get('code')!r}: give `minutes`, `days` or"
            " `working_days` as a whole number above zero, and nothing else"
        )
    return Term(**given)


def _item(entry: dict[str, Any]) -> CodeItem:
    extra = {key: value for key, value in entry.items() if key not in ("code", "nl", "en")}
    return CodeItem(code=str(entry["code"]), nl=entry["nl"], en=entry["en"], extra=extra)


@dataclass(frozen=True)
class DutyTable:
    """Everything that the files about duties hold, by code."""

    duties: dict[str, Duty]
    facts: dict[str, DutyFact]
    authorities: dict[str, Authority]


def duty_table() -> DutyTable:
    """The duties to tell somebody outside, with what the installation changed about them.

    Raises DataProblem, naming file, entry and field, for a file that cannot be used.
    """
    return _duty_table(str(settings.DUTIES_FILE or ""))


@lru_cache(maxsize=4)
def _duty_table(own_file: str) -> DutyTable:
    own = _own_duties(own_file)
    facts = read_duty_facts(*published("duties/facts"), domains=code_list("domains"))
    phones = own.get("phones", {})
    authorities = read_authorities(*published("duties/authorities"), phones)
    known = Known(_duty_schema(facts), authorities, load_roles(settings.ROLES_FILE))
    duties = read_duties(*published("duties/national"), known)
    changed = read_duties(own_file, {"items": own.get("items", [])}, known)
    return DutyTable({**duties, **changed}, facts, authorities)


def _duty_schema(facts: Iterable[str]) -> dict[str, Declared]:
    return schema_of(
        kinds=code_list("kinds"),
        contexts=code_list("contexts"),
        domains=code_list("domains"),
        subjects=code_list("subjects"),
        answers=list(facts),
    )


def _own_duties(file: str) -> dict[str, Any]:
    """What an installation says of its own: telephone numbers, and duties added or in place of ours."""
    if not file:
        return {}
    content = loaded(Path(file)) or {}
    parts = {"phones": dict, "items": list}
    for name, value in content.items() if isinstance(content, dict) else [("file", content)]:
        if name not in parts or not isinstance(value, parts[name]):
            raise DataProblem(f"{file}, {name}: “phones” with numbers and “items” with duties fit")
    return content


@lru_cache(maxsize=8)
def mandate_table(version: int | None = None) -> MandateTable:
    """Who may accept which risk, now or in the version that a decision was taken by.

    Raises DataProblem, naming file, entry and field, and LookupError for a version that is none.
    """
    roles = load_roles(settings.ROLES_FILE)
    words = MandateWords(tuple(code_list("contexts")), advice_roles(), roles)
    return read_mandate(*published("mandate/mandate", version), words)


@lru_cache(maxsize=1)
def advice_roles() -> Mapping[str, AdviceRole]:
    """The kinds of advice that the mandate table asks for, by code. Raises DataProblem."""
    return read_advice_roles(
        *published("mandate/advice_roles"),
        roles=load_roles(settings.ROLES_FILE),
        qualifications=code_list("qualifications"),
    )


@lru_cache(maxsize=1)
def domain_authorities() -> Mapping[str, DomainAuthority]:
    """The authorities over a subject that no commander overrules, by code. Raises DataProblem."""
    return read_domain_authorities(*published("mandate/authorities"), domains=code_list("domains"))


@lru_cache(maxsize=1)
def stacking_rules() -> StackingRules:
    """What risks that meet do to the level that decides. Raises DataProblem."""
    return read_stacking(*published("mandate/stacking_v1"))


@lru_cache(maxsize=1)
def escalation_table() -> EscalationTable:
    """How long a decision may take and who comes next. Raises DataProblem."""
    return read_escalation(*published("mandate/escalation"))


@lru_cache(maxsize=1)
def risk_appetite() -> RiskAppetite:
    """How much risk of a category is carried, by context. Raises DataProblem."""
    contexts = tuple(code_list("contexts"))
    posts = mandate_table().posts
    return read_appetite(*published("mandate/appetite"), contexts=contexts, posts=posts)


@lru_cache(maxsize=1)
def acceptance_terms() -> AcceptanceTerms:
    """What an acceptance must say and when it ends. Raises DataProblem."""
    contexts = tuple(code_list("contexts"))
    return read_acceptance_terms(*published("mandate/acceptance"), contexts=contexts)

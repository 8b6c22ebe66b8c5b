"""The files about mandate: what the reference says stands in them, and a mistake is named."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import yaml

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.scoring import CLASSES, worst_class
from baken.rooms.library.queries import (
    DATA,
    acceptance_terms,
    advice_roles,
    domain_authorities,
    escalation_table,
    mandate_table,
    risk_appetite,
    stacking_rules,
)
from baken.rooms.library.rules.acceptance_terms import read_acceptance_terms
from baken.rooms.library.rules.appetite import read_appetite
from baken.rooms.library.rules.escalation import read_escalation
from baken.rooms.library.rules.mandate import (
    MandateWords,
    Validity,
    read_mandate,
)
from baken.rooms.library.rules.mandate_roles import read_advice_roles, read_domain_authorities
from baken.rooms.library.rules.stacking_rules import read_stacking

CONTEXTS = ("non_operational", "exercise", "deployment")
POSTS = ("chief_of_defence", "director_of_operations", "secretary_general")
WORDS = MandateWords(CONTEXTS, advice_roles(), ("safety_adviser",))
READERS: dict[str, Callable[[Any], Any]] = {
    "mandate": lambda content: read_mandate("mandate.yaml", content, WORDS),
    "advice_roles": lambda content: read_advice_roles(
        "advice_roles.yaml",
        content,
        roles=("safety_adviser", "core_expert", "substances_expert", "dg_specialist"),
        qualifications=("hvk",),
    ),
    "authorities": lambda content: read_domain_authorities(
        "authorities.yaml", content, domains=("aviation", "diving", "radiation", "ammunition")
    ),
    "stacking_v1": lambda content: read_stacking("stacking_v1.yaml", content),
    "escalation": lambda content: read_escalation("escalation.yaml", content),
    "appetite": lambda content: read_appetite(
        "appetite.yaml", content, contexts=CONTEXTS, posts=POSTS
    ),
    "acceptance": lambda content: read_acceptance_terms(
        "acceptance.yaml", content, contexts=CONTEXTS
    ),
}
Path = tuple[str | int, ...]


def content_of(name: str) -> dict[str, Any]:
    """A file as it stands."""
    return yaml.safe_load((DATA / "mandate" / f"{name}.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def changed(name: str, path: Path, value: Any) -> Any:
    """A file with one value changed; ``...`` takes it out."""
    content = content_of(name)
    here: Any = content
    for step in path[:-1]:
        here = here[step]
    if value is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return content


@pytest.mark.parametrize("name", sorted(READERS))
def test_file_as_it_stands_is_read(name: str) -> None:
    assert READERS[name](content_of(name))


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("version",), "one", "head, version: give a whole number"),
        (("version",), True, "head, version: give a whole number"),
        (("version",), 0, "head, version: give a whole number"),
        (("source",), "", "head, source: a text is needed"),
        (("dragons",), 1, "head, dragons: there is no such field"),
    ],
)
def test_file_without_version_or_source_is_refused(
    name: str, path: Path, value: Any, told: str
) -> None:
    with pytest.raises(DataProblem, match=f"{name}.yaml, {told}"):
        READERS[name](changed(name, path, value))


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize("content", [None, [], "text"])
def test_file_that_holds_something_else_is_refused(name: str, content: Any) -> None:
    with pytest.raises(DataProblem, match=f"{name}.yaml, head: names with values"):
        READERS[name](content)


MISTAKES: list[tuple[str, Path, Any, str]] = [
    # mandate; item 2 is normal_high_short, 3 normal_high, 4 normal_extreme
    ("mandate", ("items", 2, "contexts"), ["moon"], "normal_high_short, contexts: unknown: moon"),
    ("mandate", ("items", 2, "lines"), ["washing"], "normal_high_short, lines: unknown: washing"),
    ("mandate", ("items", 2, "risk_class"), "dire", "normal_high_short, risk_class: “dire” is not"),
    ("mandate", ("items", 2, "up_to_days"), 0, "normal_high_short, up_to_days: give a whole"),
    ("mandate", ("items", 2, "min_level"), 8, "normal_high_short, min_level: give a whole"),
    ("mandate", ("items", 2, "min_level"), ..., "normal_high_short, min_level: give a whole"),
    ("mandate", ("items", 2, "min_level"), 2, "normal_high_short, min_level: something less bad"),
    ("mandate", ("items", 3, "min_level"), 3, "normal_high, min_level: something less bad"),
    ("mandate", ("items", 2, "posts"), ["pope"], "normal_high_short, posts: unknown: pope"),
    ("mandate", ("items", 2, "posts"), [POSTS[0]], "normal_high_short, posts: a row that names"),
    ("mandate", ("items", 9, "min_level"), 7, "exercise_extreme, min_level: the highest level"),
    ("mandate", ("items", 2, "advice"), "hvk", "normal_high_short, advice: a list of lists"),
    ("mandate", ("items", 2, "advice"), ["hvk"], "normal_high_short, advice: a list is needed"),
    ("mandate", ("items", 2, "advice"), [["hvk"]], "normal_high_short, advice: unknown: hvk"),
    ("mandate", ("items", 2, "advice"), [[]], "normal_high_short, advice: name at least one"),
    ("mandate", ("items", 2, "validity"), 30, "normal_high_short, validity: names with values"),
    ("mandate", ("items", 2, "validity"), {}, "normal_high_short, validity, months: give months"),
    ("mandate", ("items", 2, "validity"), {"weeks": 1, "days": 1}, "validity, weeks: there is no"),
    ("mandate", ("items", 2, "report_to"), ["level_9"], "normal_high_short, report_to: unknown"),
    ("mandate", ("items", 2, "delegable_to"), ["pope"], "delegable_to: unknown: pope"),
    ("mandate", ("items", 2, "second_signature"), ["pope"], "second_signature: unknown: pope"),
    ("mandate", ("items", 2, "second_signature"), ["safety_adviser"], "nothing waits for a second"),
    ("mandate", ("items", 2, "proposal_level"), "5", "normal_high_short, proposal_level: give a"),
    ("mandate", ("items", 2, "activity_bound"), True, "activity_bound: what is bound to an"),
    ("mandate", ("items", 2, "written_alternatives"), 1, "written_alternatives: write true"),
    ("mandate", ("items", 2, "nl"), "", "normal_high_short, nl: a text is needed"),
    ("mandate", ("items", 2, "mood"), "x", "normal_high_short, mood: there is no such field"),
    ("mandate", ("items", 2, "code"), "normal_low", "normal_low, code: this code stands twice"),
    ("mandate", ("items", 2, "code"), ..., "entry 3, code: a text is needed"),
    ("mandate", ("items", 2, "up_to_days"), ..., "normal_high_short, contexts: as fit as"),
    ("mandate", ("items",), {}, "items: a list is needed"),
    ("mandate", ("highest_level", "exercise"), ..., "head, highest_level, exercise: give a whole"),
    ("mandate", ("highest_level", "moon"), 5, "head, highest_level, moon: there is no such field"),
    ("mandate", ("escalate_to", "role"), "", "head, escalate_to, role: a text is needed"),
    ("mandate", ("escalate_to", "mood"), 1, "head, escalate_to, mood: there is no such field"),
    ("mandate", ("exempt_level",), 9, "head, exempt_level: give a whole number from 1 to 7"),
    ("mandate", ("gap_days",), -1, "head, gap_days: give a whole number from 0"),
    ("mandate", ("posts", 0, "en"), "", "head, posts 1, en: a text is needed"),
    ("mandate", ("posts", 1, "code"), POSTS[0], "head, posts 2, code: “chief_of_defence” stands"),
    ("advice_roles", ("items", 0, "roles"), ["pope"], "safety_adviser, roles: unknown: pope"),
    ("advice_roles", ("items", 1, "qualifications"), ["x"], "qualifications: unknown: x"),
    ("advice_roles", ("items", 0, "also"), ["x"], "safety_adviser, also: unknown: x"),
    ("advice_roles", ("items", 0, "x"), 1, "safety_adviser, x: there is no such field"),
    ("authorities", ("items", 0, "power"), "wish", "airworthiness, power: “wish” is not one of"),
    ("authorities", ("items", 0, "domains"), ["x"], "airworthiness, domains: unknown: x"),
    ("authorities", ("items", 0, "authority_nl"), ..., "airworthiness, authority_nl: a text"),
    ("stacking_v1", ("counts", 0, "medium"), 1, "counts 1, high: a stack is two risks or more"),
    ("stacking_v1", ("counts", 0, "raises"), 0, "counts 1, raises: give a whole number"),
    ("stacking_v1", ("combinations", 0, "one_of"), ["x"], "combinations 1, one_of: unknown: x"),
    ("stacking_v1", ("combinations", 0, "one_of"), [], "one_of: name at least one factor"),
    ("stacking_v1", ("combinations", 0, "with_one_of"), ..., "with_one_of: say what makes it"),
    ("stacking_v1", ("combinations", 5, "with_class"), "dire", "with_class: “dire” is not one of"),
    ("stacking_v1", ("longest_hours",), 25, "head, longest_hours: give a whole number"),
    ("escalation", ("unanswered_share",), 2.0, "head, unanswered_share: give a share"),
    ("escalation", ("unanswered_share",), 1, "head, unanswered_share: give a share"),
    ("escalation", ("reminders_days",), 30, "head, reminders_days: a list of whole numbers"),
    ("escalation", ("reminders_days",), [-1], "head, reminders_days: a list of whole numbers"),
    ("escalation", ("answers",), ["shrug"], "head, answers: unknown: shrug"),
    ("escalation", ("means",), [], "head, means: a list of words is needed"),
    ("escalation", ("means",), [1], "head, means: a list of words is needed"),
    ("escalation", ("means",), ..., "head, means: a list of words is needed"),
    ("escalation", ("decisions", 0, "hours"), ..., "decisions 1, working_days: give hours"),
    ("escalation", ("decisions", 0, "working_days"), 1, "decisions 1, hours: give hours or"),
    ("escalation", ("decisions", 0, "then"), [], "decisions 1, then: say who comes next"),
    ("escalation", ("decisions", 4, "risk_class"), "high", "decisions: there is no term for low"),
    ("escalation", ("situations", 0, "at_once"), ..., "situations 1, at_once: give one of"),
    ("escalation", ("situations", 0, "hours"), 3, "situations 1, at_once: give one of"),
    ("escalation", ("situations", 0, "to"), ["x"], "situations 1, to: unknown: x"),
    ("appetite", ("items", 0, "ceiling", "exercise"), "dire", "safety, ceiling, exercise: “dire”"),
    ("appetite", ("items", 0, "stance", "moon"), "open", "safety, stance, moon: there is no"),
    (
        "appetite",
        ("items", 0, "post_above", "deployment"),
        "pope",
        "post_above, deployment: “pope”",
    ),
    ("appetite", ("items", 0, "post_above", "moon"), POSTS[0], "post_above, moon: there is no"),
    ("appetite", ("review_months",), 0, "head, review_months: give a whole number"),
    ("acceptance", ("required", "low"), ..., "head, required, low: a list of words is needed"),
    ("acceptance", ("required", "dire"), ["risk"], "head, required, dire: there is no such field"),
    ("acceptance", ("handover_days", "deployment"), 0, "handover_days, deployment: give a whole"),
    ("acceptance", ("severe_from",), 6, "head, severe_from: give a whole number from 1 to 5"),
    ("acceptance", ("alarp_classes",), ["dire"], "head, alarp_classes: unknown: dire"),
]


@pytest.mark.parametrize(("name", "path", "value", "told"), MISTAKES)
def test_planted_mistake_is_told_with_file_entry_and_field(
    name: str, path: Path, value: Any, told: str
) -> None:
    with pytest.raises(DataProblem) as found:
        READERS[name](changed(name, path, value))
    assert str(found.value).startswith(f"{name}.yaml, ")
    assert told in str(found.value)


@pytest.mark.parametrize(
    ("name", "list_name"), [("escalation", "decisions"), ("stacking_v1", "combinations")]
)
def test_code_that_stands_twice_is_told(name: str, list_name: str) -> None:
    content = content_of(name)
    content[list_name].append(deepcopy(content[list_name][0]))
    with pytest.raises(DataProblem, match="this code stands twice"):
        READERS[name](content)


def test_row_for_one_line_goes_before_a_row_for_any() -> None:
    content = content_of("mandate")
    own = {**content["items"][1], "code": "host_medium", "lines": ["host"], "min_level": 4}
    content["items"].append(own)
    table = READERS["mandate"](content)
    asked = {"context": "non_operational", "risk_class": "medium", "days": 10}
    found = {line: table.row_for(line=line, **asked).code for line in ("organic", "host")}
    assert found == {"organic": "normal_medium", "host": "host_medium"}


def test_row_that_names_no_context_is_for_all() -> None:
    content = content_of("mandate")
    content["items"] = [{**content["items"][0], "contexts": []}]
    table = READERS["mandate"](content)
    asked = {"line": "organic", "risk_class": "low", "days": 1}
    assert {table.row_for(context=one, **asked).code for one in CONTEXTS} == {"normal_low"}


@pytest.mark.parametrize(
    ("validity", "start", "end"),
    [
        (Validity(24, 0, False), date(2026, 10, 5), date(2028, 10, 5)),
        (Validity(6, 0, False), date(2026, 8, 31), date(2027, 2, 28)),
        (Validity(12, 0, False), date(2028, 2, 29), date(2029, 2, 28)),
        (Validity(3, 0, False), date(2026, 9, 1), date(2026, 12, 1)),
        (Validity(0, 30, True), date(2026, 12, 15), date(2027, 1, 14)),
        (Validity(1, 1, False), date(2026, 1, 31), date(2026, 3, 1)),
    ],
)
def test_validity_in_months_and_days(validity: Validity, start: date, end: date) -> None:
    assert validity.ends_on(start) == end


@pytest.mark.parametrize(
    ("classes", "worst"),
    [(["low"], "low"), (["high", "low"], "high"), (["medium", "extreme", "high"], "extreme")],
)
def test_worst_class_by_order(classes: list[str], worst: str) -> None:
    assert worst_class(classes) == worst


@pytest.mark.parametrize("classes", [[], ["dire"]])
def test_worst_class_of_nothing_or_something_unknown_is_refused(classes: list[str]) -> None:
    with pytest.raises(ValueError, match=r"empty|not a valid"):
        worst_class(classes)


# ---- what the reference says ----


def test_mandate_table_holds_a_row_for_every_context_and_class() -> None:
    rows = mandate_table().rows.values()
    found = sorted((row.contexts, row.risk_class, row.up_to_days or 0) for row in rows)
    wanted = [
        ((c,), k, d) for c in CONTEXTS for k in CLASSES for d in (0, 30) if k == "high" or not d
    ]
    assert found == sorted(wanted)


def test_mandate_table_escalates_to_the_safety_department_of_the_part() -> None:
    table = mandate_table()
    assert (table.escalate_role, table.escalate_level) == ("safety_department", 5)


def test_safety_adviser_may_be_a_higher_safety_expert_and_not_the_other_way_round() -> None:
    roles = advice_roles()
    assert roles["safety_adviser"].is_met_by("higher_safety_expert")
    assert roles["safety_adviser"].is_met_by("safety_adviser")
    assert not roles["higher_safety_expert"].is_met_by("safety_adviser")


@pytest.mark.parametrize(
    ("kind", "roles", "qualifications", "able"),
    [
        ("safety_adviser", ["safety_adviser"], [], True),
        ("safety_adviser", ["commander"], ["hvk"], False),
        ("higher_safety_expert", ["safety_adviser"], ["hvk", "bhv"], True),
        ("higher_safety_expert", ["safety_adviser"], ["mvk"], False),
        ("higher_safety_expert", ["commander"], ["hvk"], False),
        ("legal_adviser", ["safety_adviser"], ["hvk"], False),
    ],
)
def test_advice_is_given_by_role_and_qualification(
    kind: str, roles: list[str], qualifications: list[str], *, able: bool
) -> None:
    found = advice_roles()[kind].is_given_by(roles=roles, qualifications=qualifications)
    assert found is able


def test_domain_authorities_are_those_of_the_reference() -> None:
    assert {code: one.power for code, one in domain_authorities().items()} == {
        "airworthiness": "consent",
        "diving_rules": "veto",
        "ionising_radiation": "consent",
        "ammunition_storage": "consent",
    }


def test_stacking_holds_every_named_combination() -> None:
    rules = stacking_rules()
    assert len(rules.combinations) == 8
    assert [(one.high, one.medium, one.raises) for one in rules.counts] == [
        (0, 3, 1),
        (1, 2, 1),
        (2, 0, 2),
    ]
    named = [one.one_of | one.with_one_of | one.with_all_of for one in rules.combinations]
    assert frozenset().union(*named) == set(rules.factors), "a factor that no rule uses"


def test_escalation_holds_the_rows_of_the_reference() -> None:
    table = escalation_table()
    waits = {code: one.wait for code, one in table.decisions.items()}
    assert {code: (one.hours, one.working_days) for code, one in waits.items()} == {
        "extreme": (24, 0),
        "high_urgent": (0, 3),
        "high": (0, 14),
        "medium": (0, 30),
        "low": (0, 90),
    }
    assert table.reminders_days == (30, 14, 0)
    assert table.answers == (
        "decide",
        "return_with_means",
        "return_with_instruction",
        "escalate",
    )


@pytest.mark.parametrize(
    ("category", "context", "risk_class", "outside"),
    [
        ("safety", "non_operational", "medium", False),
        ("safety", "non_operational", "high", True),
        ("health", "exercise", "high", False),
        ("health", "exercise", "extreme", True),
        ("safety", "deployment", "extreme", True),
        ("social_safety", "deployment", "low", True),
        ("cmr_above_limit", "exercise", "low", True),
        ("environment", "non_operational", "high", True),
        ("financial", "non_operational", "extreme", False),  # no ceiling yet
    ],
)
def test_appetite_by_category_context_and_class(
    category: str, context: str, risk_class: str, *, outside: bool
) -> None:
    found = risk_appetite().outside(categories=[category], context=context, risk_class=risk_class)
    assert found == ((category,) if outside else ())


def test_appetite_names_every_category_that_is_outside() -> None:
    found = risk_appetite().outside(
        categories={"health", "safety", "environment"}, context="exercise", risk_class="high"
    )
    assert found == ("environment",)


def test_acceptance_terms_are_those_of_the_reference() -> None:
    terms = acceptance_terms()
    assert terms.handover_days == {"non_operational": 30, "exercise": 30, "deployment": 7}
    assert (terms.severe_from, terms.short_absence_days) == (4, 30)
    assert terms.alarp_classes == ("medium", "high", "extreme")
    assert terms.control_levels == ("source", "collective_engineering", "organisational", "ppe")

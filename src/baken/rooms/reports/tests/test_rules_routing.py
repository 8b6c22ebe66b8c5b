"""The rules of where a report goes, as a table of cases; no database."""

from __future__ import annotations

from typing import Any

import pytest

from baken.rooms.reports.rules.routing import (
    Advice,
    Expected,
    Owner,
    RouteRule,
    Situation,
    differences,
    route,
    tried,
    turns_on,
)


def rule(code: str = "r", when: Any = None, **more: Any) -> RouteRule:
    texts = {"nl": f"{code} nl", "en": f"{code} en", "why_nl": "omdat", "why_en": "because"}
    return RouteRule(code=code, when=when or {"kinds": ("accident",)}, **texts, **more)


@pytest.mark.parametrize(
    ("when", "it", "failed"),
    [
        ({"units": ("BAT",)}, {"units": ("CIE", "BAT")}, ""),
        ({"units": ("BAT",)}, {"units": ("SQN",)}, "units"),
        ({"sites": ("HAV",)}, {"site": "HAV"}, ""),
        ({"sites": ("HAV",)}, {}, "sites"),
        ({"equipment_kinds": ("ladder", "forklift")}, {"equipment_kind": "forklift"}, ""),
        ({"equipment_kinds": ("ladder",)}, {}, "equipment_kinds"),
        ({"subjects": ("noise", "fire")}, {"subjects": ("fire", "ppe")}, ""),
        ({"subjects": ("noise",)}, {}, "subjects"),
        ({"domains": ("road",)}, {"domains": ("road",)}, ""),
        ({"domains": ("road",)}, {"domains": ("rail",)}, "domains"),
        ({"contexts": ("exercise",)}, {"context": "exercise"}, ""),
        ({"contexts": ("exercise",)}, {"context": "deployment"}, "contexts"),
        ({"kinds": ("accident",)}, {"kind": "accident"}, ""),
        ({"kinds": ("accident",)}, {"kind": "incident"}, "kinds"),
        ({"still_dangerous": True}, {"still_dangerous": True}, ""),
        ({"still_dangerous": True}, {}, "still_dangerous"),
        ({"still_dangerous": False}, {"still_dangerous": True}, "still_dangerous"),
        ({"hosted": True}, {"hosted": True}, ""),
        ({"hosted": False}, {"hosted": True}, "hosted"),
        ({"kinds": ("accident",), "subjects": ("fire",)}, {"kind": "incident"}, "kinds"),
        ({"subjects": ("fire",), "kinds": ("accident",)}, {"kind": "accident"}, "subjects"),
    ],
)
def test_rule_fails_on_its_first_condition_that_does_not_hold(
    when: Any, it: Any, failed: str
) -> None:
    found = tried(rule(when=when), Situation(**it))
    assert (found.failed, found.matches) == (failed, not failed)


@pytest.mark.parametrize(
    ("when", "it", "turns"),
    [
        (
            {"still_dangerous": True, "equipment_kinds": ("ladder",)},
            {"still_dangerous": True},
            True,
        ),
        ({"equipment_kinds": ("ladder",), "still_dangerous": True}, {}, False),
        ({"equipment_kinds": ("ladder",)}, {}, True),
        ({"still_dangerous": True}, {"still_dangerous": True}, False),
    ],
)
def test_rule_turns_on_a_condition_when_all_the_others_hold(
    when: Any, it: Any, turns: bool
) -> None:
    assert turns_on("equipment_kinds", rule(when=when), Situation(**it)) is turns


def test_route_owner_is_of_the_first_rule_and_the_rest_adds_up() -> None:
    here = Situation(kind="accident")
    first = rule("first", tell=("commander",), advice=(Advice("core_expert", 7),))
    second = rule("second", owner=Owner("unit", "BAT"), tell=("commander", "supervisor"))
    third = rule("third", owner=Owner("level", "4"), advice=(Advice("core_expert", 30),))
    other = rule("other", when={"kinds": ("incident",)}, owner=Owner("site_holder"))

    found = route([first, other, second, third], here)

    assert [one.code for one in found.matching] == ["first", "second", "third"]
    assert [one.code for one in found.owners] == ["second", "third"]
    assert {role: one.code for role, one in found.tells.items()} == {
        "commander": "first",
        "supervisor": "second",
    }
    assert found.advices["core_expert"] == (Advice("core_expert", 7), first)


def test_rule_speaks_both_languages() -> None:
    one = rule("x")
    assert [(one.name(lang), one.why(lang)) for lang in ("nl-NL", "en")] == [
        ("x nl", "omdat"),
        ("x en", "because"),
    ]


@pytest.mark.parametrize(
    ("owner", "text"),
    [
        (Owner("unit", "BAT"), "unit BAT"),
        (Owner("site_holder"), "site_holder"),
        (Owner("level", "4"), "level 4"),
    ],
)
def test_owner_reads_as_it_is_written(owner: Owner, text: str) -> None:
    assert str(owner) == text


def test_differences_of_an_example_are_told_by_name() -> None:
    found = route(
        [rule("a", owner=Owner("unit", "BAT"), tell=("commander",))], Situation(kind="accident")
    )
    right = Expected(rules=("a",), owner="unit BAT", tell=("commander",))
    assert differences(found, right) == {}
    wrong = Expected(rules=(), advice=("core_expert",))
    assert differences(found, wrong) == {
        "rules": ("-", "a"),
        "owner": ("-", "unit BAT"),
        "tell": ("-", "commander"),
        "advice": ("core_expert", "-"),
    }
    assert "rules" not in differences(found, Expected())
    assert differences(route([], Situation()), Expected(rules=())) == {}

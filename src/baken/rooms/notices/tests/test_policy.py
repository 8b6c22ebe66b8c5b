"""The data file about notices: what it says, and that every mistake names its entry and field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from baken.rooms.notices.queries import declared_notices
from baken.rooms.notices.queries.declared import declare_notice
from baken.rooms.notices.queries.policy import POLICY, PolicyMistake, mistakes, policy


def content() -> dict[str, Any]:
    return yaml.safe_load(POLICY.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_policy_that_comes_along_is_whole() -> None:
    assert list(mistakes(content())) == []
    assert policy().ladders["reports.still_dangerous"][0].after == timedelta(minutes=15)
    assert set(policy().ladders) <= set(declared_notices())


def test_policy_reads_quiet_hours(tmp_path: Path) -> None:
    given = content()
    given["defaults"] |= {"quiet_from": "22:00", "quiet_until": "06:30"}
    file = tmp_path / "notices.yaml"
    file.write_text(yaml.safe_dump(given), encoding="utf-8")
    assert str(policy(file).defaults.quiet_from) == "22:00:00"
    assert str(policy(file).defaults.quiet_until) == "06:30:00"


def test_policy_with_a_mistake_is_refused_with_its_file(tmp_path: Path) -> None:
    given = content()
    given["defaults"]["rhythm"] = "hourly"
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump(given), encoding="utf-8")
    with pytest.raises(PolicyMistake, match=r"own\.yaml: defaults, field rhythm"):
        policy(file)


def change(*path: str, to: Any) -> Callable[[dict[str, Any]], None]:
    def run(given: dict[str, Any]) -> None:
        for name in path[:-1]:
            given = given[name]
        given[path[-1]] = to

    return run


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (change("defaults", "ways", "own", to="by_pigeon"), "field ways: own must be one of"),
        (change("defaults", "ways", "gossip", to="off"), "field ways: there is no group 'gossip'"),
        (change("defaults", "weekday", to=7), "field weekday"),
        (change("defaults", "digest_at", to=""), "field digest_at"),
        (change("defaults", "digest_at", to=730), "field digest_at"),
        (change("defaults", "digest_at", to="25:00"), "field digest_at"),
        (change("defaults", "quiet_from", to="22:00"), "field quiet_until"),
        (change("zones", to=["Europe/Atlantis"]), "zones: 'Europe/Atlantis' is no time zone"),
        (change("mail", "at_a_time", to=0), "mail, field at_a_time"),
        (change("mail", "most_attempts", to="eight"), "mail, field most_attempts"),
        (change("mail", "own_delay_minutes", to=15), "mail, field own_delay_minutes"),
        (change("mail", "own_delay_minutes", to=[30, 15]), "mail, field own_delay_minutes"),
        (change("escalations", "x", to=[{"after": 0, "to": "next_up"}]), "x, rung 1, field after"),
        (
            change(
                "escalations",
                "x",
                to=[{"after": 5, "to": "next_up"}, {"after": 5, "to": "next_up"}],
            ),
            "x, rung 2, field after",
        ),
        (change("escalations", "x", to=[{"after": 5, "to": "the_sky"}]), "x, rung 1, field to"),
    ],
)
def test_mistakes_name_entry_and_field(
    mistake: Callable[[dict[str, Any]], None], told: str
) -> None:
    given = content()
    mistake(given)
    [problem] = mistakes(given)
    assert told in problem


def test_mistakes_of_an_empty_file_are_told_too() -> None:
    assert len(list(mistakes({}))) > 5


@pytest.mark.parametrize("wrong", [{"group": "gossip"}, {"by_mail": "always"}])
def test_declare_notice_with_an_unknown_word_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(LookupError, match=r"x\.y"):
        declare_notice("x.y", "text", **wrong)

"""The data file about notices, read once and checked: a mistake names its entry and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import yaml

from baken.rooms.notices.rules import GROUPS, RHYTHMS, WAYS, Rung, Wishes

POLICY = Path(__file__).parent.parent / "data" / "notices.yaml"
LEADS_TO = ("next_up", "duty_officer")
NUMBERS = ("too_old_hours", "claim_minutes", "most_attempts", "at_a_time")


class PolicyMistake(ValueError):
    """What is wrong with the data file, a sentence per mistake."""


@dataclass(frozen=True)
class Policy:
    """What the data file says."""

    defaults: Wishes
    must_hear: tuple[str, ...]
    zones: tuple[str, ...]
    too_old: timedelta
    claim: timedelta
    most_attempts: int
    at_a_time: int
    own_delay: tuple[int, int]
    ladders: Mapping[str, tuple[Rung, ...]]


@lru_cache(maxsize=4)
def policy(path: Path = POLICY) -> Policy:
    """The data file about notices. Raises PolicyMistake with a sentence per mistake."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    problems = list(mistakes(content))
    if problems:
        raise PolicyMistake("\n".join(f"{path.name}: {one}" for one in problems))
    mail = content["mail"]
    return Policy(
        defaults=_wishes(content["defaults"]),
        must_hear=tuple(content["must_hear"]),
        zones=tuple(content["zones"]),
        too_old=timedelta(hours=mail["too_old_hours"]),
        claim=timedelta(minutes=mail["claim_minutes"]),
        most_attempts=mail["most_attempts"],
        at_a_time=mail["at_a_time"],
        own_delay=(mail["own_delay_minutes"][0], mail["own_delay_minutes"][1]),
        ladders={
            code: tuple(Rung(timedelta(minutes=one["after"]), one["to"]) for one in rungs)
            for code, rungs in content["escalations"].items()
        },
    )


def mistakes(content: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the content of the data file, each with its entry and field."""
    yield from _of_defaults(content.get("defaults") or {})
    for zone in content.get("zones") or []:
        if zone not in available_timezones():
            yield f"zones: {zone!r} is no time zone"
    yield from _of_mail(content.get("mail") or {})
    for code, rungs in (content.get("escalations") or {}).items():
        yield from _of_ladder(code, rungs)


def _of_ways(ways: Mapping[str, Any]) -> Iterator[str]:
    for group in GROUPS:
        if ways.get(group) not in WAYS:
            yield f"defaults, field ways: {group} must be one of {', '.join(WAYS)}"
    for group in sorted(set(ways) - set(GROUPS)):
        yield f"defaults, field ways: there is no group {group!r}"


def _of_defaults(defaults: Mapping[str, Any]) -> Iterator[str]:
    yield from _of_ways(defaults.get("ways") or {})
    if defaults.get("rhythm") not in RHYTHMS:
        yield f"defaults, field rhythm: must be one of {', '.join(RHYTHMS)}"
    if defaults.get("weekday") not in range(7):
        yield "defaults, field weekday: must be 0 (Monday) to 6"
    for name in ("digest_at", "quiet_from", "quiet_until"):
        if not _is_time(defaults.get(name, ""), may_lack=name != "digest_at"):
            yield f'defaults, field {name}: must be a time such as "07:30"'
    if bool(defaults.get("quiet_from")) != bool(defaults.get("quiet_until")):
        yield "defaults, field quiet_until: quiet hours have a beginning and an end"


def _of_mail(mail: Mapping[str, Any]) -> Iterator[str]:
    for name in NUMBERS:
        if not isinstance(mail.get(name), int) or mail[name] < 1:
            yield f"mail, field {name}: must be a whole number above 0"
    delay = mail.get("own_delay_minutes")
    pair = isinstance(delay, list) and len(delay) == 2 and all(isinstance(n, int) for n in delay)
    if not pair or not 0 <= delay[0] < delay[1]:  # type: ignore[index]
        yield "mail, field own_delay_minutes: must be two numbers of minutes, the smaller first"


def _of_ladder(code: str, rungs: list[Mapping[str, Any]]) -> Iterator[str]:
    before = 0
    for place, rung in enumerate(rungs, start=1):
        after = rung.get("after")
        if not isinstance(after, int) or after <= before:
            yield f"escalations, {code}, rung {place}, field after: must be more minutes than before"
        else:
            before = after
        if rung.get("to") not in LEADS_TO:
            yield f"escalations, {code}, rung {place}, field to: one of {', '.join(LEADS_TO)}"


def _is_time(value: object, *, may_lack: bool) -> bool:
    if value == "":
        return may_lack
    try:
        return isinstance(value, str) and time.fromisoformat(value) is not None
    except ValueError:
        return False


def _wishes(given: Mapping[str, Any]) -> Wishes:
    return Wishes(
        ways=given["ways"],
        rhythm=given["rhythm"],
        digest_at=time.fromisoformat(given["digest_at"]),
        weekday=given["weekday"],
        quiet_from=time.fromisoformat(given["quiet_from"]) if given["quiet_from"] else None,
        quiet_until=time.fromisoformat(given["quiet_until"]) if given["quiet_until"] else None,
        zone=ZoneInfo("UTC"),
    )

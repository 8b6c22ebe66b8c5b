"""Reads the file with the rules of where reports go, and says what is wrong in it by rule and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from baken.core.access.roles import Role, load_roles
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.rules.routing import (
    FLAGS,
    LEVEL,
    LISTED,
    SITE_HOLDER,
    UNIT,
    Advice,
    Expected,
    Owner,
    RouteRule,
    Situation,
    differences,
    route,
)

LONGEST = 200
MOST_RULES = 500
MOST_DAYS = 365
RULE_FIELDS = {"code", "nl", "en", "why_nl", "why_en", "when", "then"}
THEN_FIELDS = {"owner", "tell", "advice"}
# Which code list a condition is about; units and sites are looked up in the organisation.
LISTS = {
    "equipment_kinds": "equipment_kinds",
    "subjects": "subjects",
    "domains": "domains",
    "contexts": "contexts",
    "kinds": "kinds",
}
SINGLE = {"site": "sites", "equipment_kind": "equipment_kinds", "context": "contexts"}
SINGLE |= {"kind": "kinds"}


class RoutesRefused(ValueError):
    """The file cannot be used; every problem is a sentence with the file, the rule and the field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def route_rules() -> tuple[RouteRule, ...]:
    """The rules of this installation, in the order of their file."""
    return load_routes(settings.ROUTES_FILE)


@lru_cache(maxsize=4)
def load_routes(path: Path) -> tuple[RouteRule, ...]:
    """Read the rules of a file and run its examples. Raises RoutesRefused naming each mistake."""
    content = _read(path)
    problems: list[str] = []
    listed = content.get("rules")
    entries = listed if isinstance(listed, list) else []
    if not isinstance(listed, list) or len(entries) > MOST_RULES:
        problems.append(f"{path.name}: field rules: give a list of at most {MOST_RULES} rules.")
    for name in sorted(content.keys() - {"version", "rules", "examples"}):
        problems.append(f"{path.name}: there is no field {name!r} at the top.")
    rules: list[RouteRule] = []
    for place, entry in enumerate(entries, start=1):
        reader = _Reader(path.name, place, entry)
        rules += filter(None, [reader.rule()])
        problems += reader.problems
    problems += _twice(path.name, rules)
    if not problems:
        problems += _example_problems(path.name, content.get("examples") or [], tuple(rules))
    if problems:
        raise RoutesRefused(problems)
    return tuple(rules)


def place_problems(rules: tuple[RouteRule, ...]) -> Iterator[str]:
    """Units and sites that rules name and the organisation does not have; asked of the database."""
    here = tree()
    sites = {site.code for site in here.sites.values()}
    for rule in rules:
        units = [*_codes(rule, "units")]
        if rule.owner and rule.owner.how == UNIT:
            units.append(rule.owner.value)
        for code in units:
            unit = here.find(code)
            if unit is None or unit.is_dissolved:
                yield f"rule {rule.code}: there is no unit {code!r} in this organisation."
        for code in _codes(rule, "sites"):
            if code not in sites:
                yield f"rule {rule.code}: there is no site {code!r} in this organisation."


def _codes(rule: RouteRule, name: str) -> tuple[str, ...]:
    found = rule.when.get(name, ())
    return found if isinstance(found, tuple) else ()


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise RoutesRefused([f"{path}: cannot be read: {problem.strerror}."]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        first = " ".join(str(problem).split())[:300]
        raise RoutesRefused([f"{path.name}: is no readable YAML: {first}"]) from None
    if not isinstance(content, dict):
        raise RoutesRefused([f"{path.name}: give the fields version, rules and examples."])
    return content


def _twice(file: str, rules: list[RouteRule]) -> Iterator[str]:
    codes = [rule.code for rule in rules]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{file}: rule {code}, field code: two rules have this code."


class _Reader:
    """Reads one rule, and collects what is wrong with it."""

    def __init__(self, file: str, place: int, entry: Any) -> None:
        self.entry = entry if isinstance(entry, dict) else {}
        self.where = f"{file}: rule {self.entry.get('code') or place}"
        self.problems: list[str] = []
        if not isinstance(entry, dict):
            self.say("", "give the fields of a rule.")

    def say(self, field: str, problem: str) -> None:
        """Keep a sentence with the file, the rule and the field."""
        where = f"{self.where}, field {field}" if field else self.where
        self.problems.append(f"{where}: {problem}")

    def rule(self) -> RouteRule | None:
        """The rule, or None when something is wrong with it."""
        for name in sorted(self.entry.keys() - RULE_FIELDS, key=str):
            self.say(str(name), "a rule has no such field.")
        texts: dict[str, Any] = {
            name: self._text(name) for name in ("code", "nl", "en", "why_nl", "why_en")
        }
        when, then = self._when(), self._then()
        if self.problems:
            return None
        return RouteRule(**texts, when=when, **then)

    def _text(self, name: str) -> str:
        text = self.entry.get(name)
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
            self.say(name, f"give a text of at most {LONGEST} characters.")
        return str(text)

    def _part(self, name: str) -> dict[str, Any]:
        part = self.entry.get(name)
        if not isinstance(part, dict) or not part:
            self.say(name, "give at least one.")
            return {}
        return part

    def _when(self) -> dict[str, tuple[str, ...] | bool]:
        found: dict[str, tuple[str, ...] | bool] = {}
        for name, wanted in self._part("when").items():
            if name in FLAGS and isinstance(wanted, bool):
                found[name] = wanted
            elif name in FLAGS:
                self.say(f"when.{name}", "answer true or false.")
            elif name in LISTED:
                found[name] = self._list(f"when.{name}", wanted, LISTS.get(name, ""))
            else:
                known = ", ".join([*LISTED, *FLAGS])
                self.say(f"when.{name}", f"there is no such condition; there are {known}.")
        return found

    def _list(self, field: str, wanted: Any, codes: str = "") -> tuple[str, ...]:
        if not isinstance(wanted, list) or not wanted:
            self.say(field, "give a list of codes.")
            return ()
        texts = tuple(str(one) for one in wanted)
        for code in texts:
            if codes and code not in code_list(codes):
                self.say(field, f"{code!r} is no code of the list {codes}.")
        return texts

    def _then(self) -> dict[str, Any]:
        part = self._part("then")
        for name in sorted(part.keys() - THEN_FIELDS, key=str):
            self.say(f"then.{name}", "there is no such outcome; there are owner, tell, advice.")
        roles = load_roles(settings.ROLES_FILE)
        return {
            "owner": self._owner(part["owner"]) if "owner" in part else None,
            "tell": self._tell(part["tell"], roles) if "tell" in part else (),
            "advice": self._advice(part["advice"], roles) if "advice" in part else (),
        }

    def _owner(self, said: Any) -> Owner | None:
        how, _space, value = str(said).partition(" ")
        plain = value.strip()
        fits = {
            UNIT: bool(plain),
            SITE_HOLDER: not plain,
            LEVEL: plain.isdecimal() and 1 <= int(plain) <= 7,
        }
        if not fits.get(how, False):
            self.say("then.owner", "say “unit CODE”, “site_holder” or “level 1” to “level 7”.")
            return None
        return Owner(how, plain)

    def _tell(self, said: Any, roles: Mapping[str, Role]) -> tuple[str, ...]:
        told = self._list("then.tell", said)
        for code in told:
            role = roles.get(code)
            if role is None:
                self.say("then.tell", f"there is no role {code!r}.")
            elif not _reads(role):
                self.say(
                    "then.tell", f"the role {code!r} reads no reports: ask its advice instead."
                )
        return told

    def _advice(self, said: Any, roles: Mapping[str, Role]) -> tuple[Advice, ...]:
        found = []
        for entry in said if isinstance(said, list) and said else [None]:
            given = entry if isinstance(entry, dict) else {}
            code, days = given.get("role"), given.get("days")
            role = roles.get(str(code))
            if (
                set(given) != {"role", "days"}
                or type(days) is not int
                or not 1 <= days <= MOST_DAYS
            ):
                self.say("then.advice", f"give a role, and days from 1 to {MOST_DAYS}.")
            elif role is None or not role.advises:
                self.say("then.advice", f"{code!r} is no role that advises.")
            else:
                found.append(Advice(role.code, days))
        return tuple(found)


def _reads(role: Role) -> bool:
    """Whether the holder of a role reads reports and occurrences by unit."""
    held = {
        name
        for line in role.grants
        if line.reach in ("unit", "part", "all")
        for name in line.permits
    }
    return {READ, READ_OCCURRENCE} <= held


def _example_problems(file: str, examples: Any, rules: tuple[RouteRule, ...]) -> Iterator[str]:
    if not isinstance(examples, list):
        yield f"{file}: field examples: give a list."
        return
    for place, entry in enumerate(examples, start=1):
        given = entry if isinstance(entry, dict) else {}
        where = (
            f"{file}: example {place} ({given.get('en') or given.get('nl') or 'without a name'})"
        )
        try:
            it, expected = situation_from(given.get("given") or {}), _expected(given.get("expect"))
        except ValueError as problem:
            yield f"{where}: {problem}"
            continue
        for name, (wanted, found) in differences(route(rules, it), expected).items():
            yield f"{where}, field {name}: expected {wanted}, found {found}."


def situation_from(given: Mapping[str, Any]) -> Situation:
    """A situation as an example tells it; ``units`` is the unit first. Raises ValueError."""
    if not isinstance(given, dict):
        raise ValueError("given: give the fields of a situation.")
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name in FLAGS and isinstance(value, bool):
            values[name] = value
        elif name in ("units", "subjects", "domains") and isinstance(value, list):
            values[name] = tuple(_known(name, str(one)) for one in value)
        elif name in SINGLE and isinstance(value, str):
            values[name] = _known(SINGLE[name], value)
        else:
            raise ValueError(f"given.{name}: there is no such field, or not with this value.")
    return Situation(**values)


def _known(name: str, code: str) -> str:
    if name in LISTS and code not in code_list(LISTS[name]):
        raise ValueError(f"given: {code!r} is no code of the list {name}.")
    return code


def _expected(said: Any) -> Expected:
    if not isinstance(said, dict) or said.keys() - {"rules", "owner", "tell", "advice"}:
        raise ValueError("expect: give rules, owner, tell or advice.")
    lists = {
        name: tuple(str(one) for one in said[name])
        for name in ("rules", "tell", "advice")
        if isinstance(said.get(name), list)
    }
    owner = said.get("owner")
    return Expected(owner=str(owner) if owner else None, **lists)

"""Which rules send a report somewhere: pure, the first that names who acts wins, the rest adds up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

UNIT, SITE_HOLDER, LEVEL = "unit", "site_holder", "level"


@dataclass(frozen=True)
class Situation:
    """What is known of a report; ``units`` is its unit first, then those it lies below.

    ``hosted`` says that the site belongs to a unit outside that line. What only triage tells is
    empty before it.
    """

    units: tuple[str, ...] = ()
    site: str = ""
    hosted: bool = False
    equipment_kind: str = ""
    subjects: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    context: str = ""
    kind: str = ""
    still_dangerous: bool = False


@dataclass(frozen=True)
class Owner:
    """Who must act: the ``unit`` of a code, the ``site_holder``, or the nearest unit of a ``level``."""

    how: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.how} {self.value}".strip()


@dataclass(frozen=True)
class Advice:
    """A role that is asked for advice, and how many days it has."""

    role: str
    days: int


@dataclass(frozen=True)
class RouteRule:
    """A rule by its name and reason in both languages; ``when`` holds its conditions in order."""

    code: str
    nl: str
    en: str
    why_nl: str
    why_en: str
    when: Mapping[str, tuple[str, ...] | bool]
    owner: Owner | None = None
    tell: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()

    def name(self, language: str) -> str:
        """What it is called in a language."""
        return self.nl if language.startswith("nl") else self.en

    def why(self, language: str) -> str:
        """Why it is so, in a language."""
        return self.why_nl if language.startswith("nl") else self.why_en


@dataclass(frozen=True)
class Trial:
    """A rule tried on a situation; ``failed`` is the first condition that did not hold, or empty."""

    rule: RouteRule
    failed: str = ""

    @property
    def matches(self) -> bool:
        """Whether every condition held."""
        return not self.failed


@dataclass(frozen=True)
class Route:
    """What the rules say together: who could act in order of the rules, who is told, who advises."""

    trials: tuple[Trial, ...]
    owners: tuple[RouteRule, ...] = ()
    tells: Mapping[str, RouteRule] = field(default_factory=dict)
    advices: Mapping[str, tuple[Advice, RouteRule]] = field(default_factory=dict)

    @property
    def matching(self) -> tuple[RouteRule, ...]:
        """The rules that match, in their order."""
        return tuple(one.rule for one in self.trials if one.matches)


# What a condition that lists codes is compared with.
LISTED: Mapping[str, Callable[[Situation], Iterable[str]]] = {
    "units": lambda it: it.units,
    "sites": lambda it: (it.site,),
    "equipment_kinds": lambda it: (it.equipment_kind,),
    "subjects": lambda it: it.subjects,
    "domains": lambda it: it.domains,
    "contexts": lambda it: (it.context,),
    "kinds": lambda it: (it.kind,),
}
FLAGS: Mapping[str, Callable[[Situation], bool]] = {
    "still_dangerous": lambda it: it.still_dangerous,
    "hosted": lambda it: it.hosted,
}


def tried(rule: RouteRule, it: Situation) -> Trial:
    """A rule tried on a situation: every condition must hold, and of a list one is enough."""
    for name, wanted in rule.when.items():
        if isinstance(wanted, bool):
            holds = FLAGS[name](it) is wanted
        else:
            holds = not set(wanted).isdisjoint(LISTED[name](it))
        if not holds:
            return Trial(rule, name)
    return Trial(rule)


def turns_on(name: str, rule: RouteRule, it: Situation) -> bool:
    """Whether one condition decides about a rule: it stands there and all the others hold."""
    others = {other: wanted for other, wanted in rule.when.items() if other != name}
    return name in rule.when and tried(replace(rule, when=others), it).matches


def route(rules: Sequence[RouteRule], it: Situation) -> Route:
    """What the rules say of a situation.

    Whom to tell and whom to ask adds up over all rules that match, each role once, by the first rule
    that names it. Who acts is settled by the first of ``owners`` that can.
    """
    trials = tuple(tried(rule, it) for rule in rules)
    matching = [one.rule for one in trials if one.matches]
    tells: dict[str, RouteRule] = {}
    advices: dict[str, tuple[Advice, RouteRule]] = {}
    for rule in matching:
        for role in rule.tell:
            tells.setdefault(role, rule)
        for advice in rule.advice:
            advices.setdefault(advice.role, (advice, rule))
    owners = tuple(rule for rule in matching if rule.owner)
    return Route(trials, owners, tells, advices)


@dataclass(frozen=True)
class Expected:
    """What an example of the file says that must come out."""

    rules: tuple[str, ...] | None = None
    owner: str | None = None
    tell: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


def differences(found: Route, expected: Expected) -> dict[str, tuple[str, str]]:
    """Where a route is not what was expected, as (expected, found) in words by name."""
    pairs: dict[str, tuple[object, object]] = {
        "owner": (expected.owner or "", str(found.owners[0].owner) if found.owners else ""),
        "tell": (sorted(expected.tell), sorted(found.tells)),
        "advice": (sorted(expected.advice), sorted(found.advices)),
    }
    if expected.rules is not None:
        pairs["rules"] = (list(expected.rules), [rule.code for rule in found.matching])
    return {name: (_said(a), _said(b)) for name, (a, b) in pairs.items() if a != b}


def _said(value: object) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return text or "-"

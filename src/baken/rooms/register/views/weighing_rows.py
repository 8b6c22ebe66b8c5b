"""The weighing sheet in rows and sentences: whole on a page, cut at words to fit on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.core.page.cutting import cut_at_word
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Advice, Decision, Risk, RiskOption
from baken.rooms.register.queries.appetite import outside_said
from baken.rooms.register.queries.choices import ADVICE_KINDS, items_of
from baken.rooms.register.queries.history import Given
from baken.rooms.register.queries.local_ratings import Shared
from baken.rooms.register.queries.models_said import said_outcome
from baken.rooms.register.queries.slice_picture import StackSeen
from baken.rooms.register.queries.weighing import Power, Weighing, is_decision_time
from baken.rooms.register.texts import HIDDEN_RISK, TOLD, VERDICTS
from baken.rooms.register.views.advice_words import who_said
from baken.rooms.register.views.barrier_rows import barrier_sentence
from baken.rooms.register.views.local_ratings import rating_sentence, shared_sentence
from baken.rooms.register.views.slice_rows import doing, raise_sentence, reason_sentence, when

Shown = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """How much there is room for: characters of a text and of a cell, and rows of a list."""

    text: int
    cell: int
    rows: int

    def cut(self, text: Any) -> str:
        """A text that ends at a word and says so when there is more."""
        whole = str(text)
        cut = cut_at_word(whole, self.text)
        return cut if cut == whole else _("%(text)s (more on the page)") % {"text": cut}

    def short(self, text: Any) -> str:
        """A few words for a cell, ended at a word by three dots when there is more."""
        return cut_at_word(" ".join(str(text).split()), self.cell)

    def first(self, rows: Sequence[Any], *, least: int = 1) -> Shown:
        """The rows that there is room for, at least some, and how many more there are."""
        most = max(self.rows, least)
        return {"shown": list(rows[:most]), "more": max(0, len(rows) - most)}


# Who decides and what is mine is always said in so many lines, however little room there is.
LINES = 6
WHOLE = Room(text=10**6, cell=10**6, rows=10**3)


def sheet_rows(found: Weighing, room: Room) -> Shown:
    """Everything on the sheet, as far as there is room; the class as a code for the page to draw."""
    risk = found.risk
    return {
        "risk": risk,
        "title": room.cut(risk.title),
        "scenario": room.cut(risk.scenario),
        "level": "" if found.kept_back else risk.current_class,
        "level_word": _class_word(risk.current_class, found),
        "kept_back": found.kept_back,
        "decides_by": is_decision_time(risk),
        "facts": _facts(risk, room),
        "asked": _asked(found, room),
        "scores": _scores(found, room),
        "waiting": room.cut(found.waiting),
        "options": [_option(one, room) for one in found.options],
        "stack_lines": room.first([_stack(one, room) for one in found.stacks]),
        "barrier_lines": room.first([room.short(barrier_sentence(one)) for one in found.barriers]),
        "outside": outside_said(found.outside),
        "shared_lines": _shared(found.shared, room),
        "advice": room.first([_advice(one, room) for one in found.advice]),
        "proposals": room.first([_proposal(one, room) for one in found.proposals]),
        "power": _power(found.power, room),
    }


def _shared(found: Shared, room: Room) -> Shown:
    """What the units that share it find of it, and which of them rate it higher."""
    higher = ", ".join(found.higher)
    lines = [room.short(rating_sentence(one)) for one in found.ratings]
    return {"told": shared_sentence(found), "higher": higher, **room.first(lines)}


def _class_word(code: str, found: Weighing) -> str:
    if found.kept_back or not code:
        return ""
    return label_of("risk_classes", code)


def _facts(risk: Risk, room: Room) -> list[tuple[str, str]]:
    """Who is exposed, in what work and where; what was left open is left out."""
    here = tree()
    days = [date_format(day, "j F Y") for day in (risk.from_on, risk.until_on) if day]
    told = [
        (_("Who is exposed"), risk.group),
        (_("About how many people"), risk.exposed),
        (_("In what kind of work"), label_of("contexts", risk.context)),
        (_("During which activity"), risk.activity),
        (_("Days"), " – ".join(days)),
        (_("Unit"), here.by_id[risk.unit_id].name),
        (_("Location"), here.sites[risk.site_id].label if risk.site_id else ""),
        (_("Limit or prohibition of law"), _("broken") if risk.breaches_limit else ""),
    ]
    return [(label, room.short(value)) for label, value in told if value not in (None, "")]


def _asked(found: Weighing, room: Room) -> Shown:
    """The question, or nothing."""
    one = found.asked
    if one is None:
        return {}
    who = ", ".join(part for part in (one.by, one.post) if part)
    return {"text": room.cut(one.text), "who": room.short(who), "at": one.at}


def _scores(found: Weighing, room: Room) -> Shown:
    """Everybody's score as it is now, and how far they were apart."""
    if found.turn is None:
        return room.first([])
    given = [_given(one, room) for one in found.turn.given]
    return {**room.first(given), "spread": _spread(found)}


def _spread(found: Weighing) -> str:
    turn = found.turn
    if turn is None or turn.is_withheld:
        return ""
    if not any(one.stands for one in turn.given):
        return _("What stood before stands until a second person scored it too.")
    if len(turn.given) == 1:
        return _("One person scored it: there is no spread to see.")
    if turn.differs:
        return _("They came to different classes. The highest stands.")
    return _("They came to the same class.")


def _given(one: Given, room: Room) -> Shown:
    who = ", ".join(part for part in (one.name, one.row.post) if part)
    if one.score is None:
        return {"who": room.short(who)}
    return {
        "who": room.short(who),
        "level": one.row.common or "none",
        "level_word": label_of("risk_classes", one.row.common) if one.row.common else "",
        "outcome": room.short(said_outcome(one.score)),
        "why": room.short(one.row.rationale),
        "stands": one.stands,
    }


def _option(one: RiskOption, room: Room) -> Shown:
    nothing = _("not filled in")
    told = {
        name: room.short(getattr(one, name)) or nothing
        for name in ("task", "people", "money", "time")
    }
    code = one.expected_class
    word = label_of("risk_classes", code) if code else nothing
    return {
        "nth": one.nth,
        "what": room.short(one.what),
        "level_word": word,
        "expected": level_html(code) if code else nothing,
        **told,
    }


def option_columns() -> list[Shown]:
    """The columns of the table of options on a page."""
    return [
        {"key": "what", "label": _("Option"), "head": True},
        {"key": "task", "label": _("Task")},
        {"key": "people", "label": _("People")},
        {"key": "money", "label": _("Money")},
        {"key": "time", "label": _("Time")},
        {"key": "expected", "label": _("Class after")},
    ]


def _stack(one: StackSeen, room: Room) -> Shown:
    """A stack in a few lines: who, what it does to the level, why, and with which risks."""
    others = [risk.ref if risk else str(HIDDEN_RISK) for risk in one.others]
    return {
        "who": room.short(f"{one.slice.ref} {one.slice.group}: {doing(one.slice)}"),
        "when": when(one.slice),
        "raise": raise_sentence(one.raises),
        "reasons": room.short(" ".join(reason_sentence(each) for each in one.reasons)),
        "others": room.short(", ".join(others)),
    }


def _advice(one: Advice, room: Room) -> Shown:
    kinds = items_of(ADVICE_KINDS)
    return {
        "kind": kinds[one.kind].label if one.kind in kinds else one.kind,
        "outcome": VERDICTS.get(one.outcome, one.outcome),
        "who": room.short(who_said(one.post, one.adviser_name, one.document)),
        "words": room.cut(one.words),
        "at": one.at,
    }


def _proposal(one: Decision, room: Room) -> Shown:
    """What a lower level said when it handed the risk up."""
    return {
        "ref": one.ref,
        "url": record_address(one),
        "post": room.short(one.post),
        "level": one.level,
        "at": one.signed_at,
        "question": room.cut(one.question),
        "told": [(TOLD[name], room.cut(text)) for name, text in one.told.items() if name in TOLD],
    }


def _power(power: Power | None, room: Room) -> Shown:
    if power is None:
        return {}
    return {
        "who": room.first([room.cut(line) for line in power.who], least=LINES),
        "limits": room.first([room.cut(line) for line in power.limits], least=LINES),
        "not_mine": room.first([room.cut(line) for line in power.not_mine], least=LINES),
        "needed": room.first([room.cut(line) for line in power.needed], least=LINES),
    }

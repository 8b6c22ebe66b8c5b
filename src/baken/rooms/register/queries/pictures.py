"""The picture on which somebody decides: everything that lay before them, frozen with a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from baken.core.access import Actor
from baken.core.trail.append import plain_value
from baken.core.trail.chain import canonical
from baken.rooms.library.queries import mandate_table
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Advice, Decision, Risk, RiskCategory, RiskScore
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.decision_parts import plain_options
from baken.rooms.register.queries.independent import class_to
from baken.rooms.register.queries.leaned_on import plain_barriers, plain_barriers_seen
from baken.rooms.register.queries.lists import UNITS
from baken.rooms.register.queries.local_ratings import unit_of
from baken.rooms.register.queries.resolutions import explained
from baken.rooms.register.queries.scores import spread_in
from baken.rooms.register.rules.decisions import changed_between
from baken.rooms.register.rules.resolution import Resolution
from baken.rooms.register.rules.stacking import Stack
from baken.rooms.register.texts import HIDDEN_RISK

_RISK = (
    "ref",
    "title",
    "scenario",
    "hazard",
    "context",
    "activity",
    "from_on",
    "until_on",
    "group",
    "exposed",
    "domains",
    "breaches_limit",
    "legal_basis",
    "confidentiality",
    "scoring_model",
    "scoring_version",
)
_SCORE = (
    "turn",
    "model",
    "version",
    "choice",
    "native",
    "common",
    "urgent",
    "value",
    "rationale",
    "confidence",
    "scorer",
    "post",
    "at",
)
_ADVICE = ("kind", "outcome", "words", "adviser", "adviser_name", "document", "post", "at")
# What of a picture belongs to the risk itself, and changes when somebody changes the risk.
OF_RISK = ("risk", "scores", "advice", "options", "stack", "barriers", "local_ratings")


def picture_of(case: Case, found: Resolution) -> dict[str, Any]:
    """Everything that lies before the signer, as plain values that read back the same anywhere."""
    return {
        **_of_risk(case),
        "who_decides": {
            "steps": [{"code": one.code, "values": _plain(one.values)} for one in found.steps],
            "sentences": explained(found),
            "min_level": found.min_level,
            "row": found.row.code if found.row else "",
            "mandate_version": mandate_table().version,
        },
        "before": [[one.starts_on.isoformat(), one.ends_on.isoformat()] for one in case.earlier],
    }


def picture_shown(actor: Actor, decision: Decision) -> dict[str, Any]:
    """A frozen picture as somebody sees it: of its stack no more than the pages of slices show now.

    A risk that they may not read has no name, class or factor; while a class is kept from who is to
    score first, nothing is told that follows from it. A barrier that they may not read of has no name.
    """
    shown = dict(decision.picture)
    if shown.get("barriers"):
        shown["barriers"] = plain_barriers_seen(actor, shown["barriers"])
    stack = shown["stack"]
    refs = [one[0] for one in stack["members"]]
    if not refs:
        return shown
    read, kept_back = _read_now(actor, refs), False
    members: list[list[Any]] = []
    for ref, risk_class, factors in stack["members"]:
        keeps = ref in read and not read[ref]
        kept_back = kept_back or keeps
        told = [ref, "" if keeps else risk_class, factors]
        members.append(told if ref in read else [str(HIDDEN_RISK), "", []])
    reasons = [
        [kind, code, [ref if ref in read else str(HIDDEN_RISK) for ref in risks]]
        for kind, code, risks in stack["reasons"]
    ]
    raises = None if kept_back else stack["raises"]
    seen = {"raises": raises, "members": members, "reasons": [] if kept_back else reasons}
    return {**shown, "stack": seen}


def _read_now(actor: Actor, refs: list[str]) -> dict[str, str]:
    """Of these risks those that the actor reads, each with its class as far as it shows now."""
    rows = Risk.objects.visible_to(actor, READ).filter(ref__in=refs)
    found = list(rows.select_related(*UNITS))
    classes = class_to(actor, found)
    return {one.ref: classes[one.pk] for one in found}


def hash_of(picture: Mapping[str, Any]) -> str:
    """SHA-256 over the one byte string of a picture, in hexadecimal."""
    return hashlib.sha256(canonical(_plain(picture))).hexdigest()


def picture_holds(decision: Decision) -> bool:
    """Whether the picture is still the one that was signed: its hash says so."""
    return hash_of(decision.picture) == decision.picture_hash


def is_older_picture(decision: Decision, case: Case) -> tuple[str, ...]:
    """What changed at the risk since somebody decided: names of parts; nothing when it is the same.

    ``case`` is the risk as it stands for whoever asks. Source: a decision is never read as if it had
    been taken on a later picture.
    """
    now = _of_risk(case)
    # What the picture did not hold yet when it was taken, did not change.
    known = [name for name in OF_RISK if name in decision.picture]
    then = {name: decision.picture[name] for name in known}
    return changed_between(then, {name: now[name] for name in known})


def _of_risk(case: Case) -> dict[str, Any]:
    return {
        "risk": _risk(case.risk),
        "scores": {
            kind: _scores(case.risk, [one for one in case.scores if one.kind == kind])
            for kind in sorted({one.kind for one in case.scores})
        },
        "advice": [_row(one, _ADVICE) for one in case.advice],
        "options": plain_options(case.options),
        "stack": _stack(case.stack),
        "barriers": plain_barriers(case.risk),
        "local_ratings": [[unit_of(one).code, one.common] for one in case.local_ratings],
    }


def _risk(risk: Risk) -> dict[str, Any]:
    here = tree()
    codes = RiskCategory.objects.of(risk).order_by("code").values_list("code", flat=True)
    return {
        **_row(risk, _RISK),
        "categories": list(codes),
        "unit": here.by_id[risk.unit_id].code,
        "site": here.sites[risk.site_id].code if risk.site_id else "",
    }


def _scores(risk: Risk, rows: list[RiskScore]) -> dict[str, Any]:
    highest = dict(spread_in(risk, rows).highest.choice)
    standing = next(place for place, row in enumerate(rows) if row.choice == highest)
    return {"standing": standing, "given": [_row(one, _SCORE) for one in rows]}


def _stack(stack: Stack) -> dict[str, Any]:
    return {
        "raises": stack.raises,
        "members": [[one.risk, one.risk_class, sorted(one.factors)] for one in stack.members],
        "reasons": [[one.kind, one.code, list(one.risks)] for one in stack.reasons],
    }


def _row(row: Risk | RiskScore | Advice, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain_value(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    """A value of plain lists and objects, as JSON gives it back."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, frozenset | set):
        return sorted(_plain(one) for one in value)
    return plain_value(value)

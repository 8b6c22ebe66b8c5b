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
from baken.rooms.register.queries.cases import Case, names_seen
from baken.rooms.register.queries.decision_parts import plain_options
from baken.rooms.register.queries.local_ratings import unit_of
from baken.rooms.register.queries.resolutions import explained
from baken.rooms.register.queries.scores import spread_in
from baken.rooms.register.rules.decisions import changed_between
from baken.rooms.register.rules.resolution import Resolution
from baken.rooms.register.rules.stacking import Stack

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
_ADVICE = ("kind", "outcome", "words", "adviser", "adviser_name", "post", "at")
# What of a picture belongs to the risk itself, and changes when somebody changes the risk.
OF_RISK = ("risk", "scores", "advice", "options", "stack", "local_ratings")


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
    """A frozen picture as somebody sees it: of its stack, risks they may not read have no name."""
    stack = decision.picture["stack"]
    refs = [one[0] for one in stack["members"]]
    if not refs:
        return dict(decision.picture)
    names = names_seen(actor, refs)
    seen = {
        "raises": stack["raises"],
        "members": [[names[ref], *more] for ref, *more in stack["members"]],
        "reasons": [
            [kind, code, [names.get(ref, ref) for ref in risks]]
            for kind, code, risks in stack["reasons"]
        ],
    }
    return {**decision.picture, "stack": seen}


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

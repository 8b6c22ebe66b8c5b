"""A frozen copy in words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.rooms.sheets.forms.controls import WORDS

Shown = dict[str, Any]


def copy_shown(content: Mapping[str, Any], language: str) -> Shown:
    """The title, sections with answers, and risks with scores of a copy."""
    return {
        "title": content["title"],
        "unit": content["unit"],
        "instrument": said_in(content["instrument"]["title"], language),
        "instrument_version": content["instrument"]["version"],
        "profile": [_question(one, language) for one in content["profile"]],
        "sections": [
            {
                "title": said_in(one["title"], language),
                "label": one["label"],
                "questions": [_question(each, language) for each in one["questions"]],
            }
            for one in content["sections"]
        ],
        "risks": [_risk(one, language) for one in content["risks"]],
        "worst_now": content["worst_now"],
        "worst_after": content["worst_after"],
    }


def said_in(text: Any, language: str) -> str:
    """A text of a copy in a language; what a person wrote stays as it is."""
    if isinstance(text, str):
        return text
    return str(text.get("en" if language.startswith("en") else "nl", ""))


def _question(one: Mapping[str, Any], language: str) -> Shown:
    return {
        "text": said_in(one["text"], language),
        "is_statement": one["type"] == "statement",
        "answer": answer_said(one, language),
        "reason": one.get("reason", ""),
        "by": one.get("by", ""),
        "post": one.get("post", ""),
        "at": one.get("at", ""),
    }


def answer_said(one: Mapping[str, Any], language: str) -> str:
    """What was answered or worked out at a question of a copy, in words of a language."""
    if "computed" in one:
        value = one["computed"]
    else:
        value = one["value"]
        words = one.get("words") or []
        if words:
            return ", ".join(said_in(each, language) for each in words)
    if value is None:
        return _("no answer")
    if isinstance(value, str):
        return str(WORDS.get(value, value))
    if isinstance(value, int | float):
        return f"{value:g} {one['unit']}".strip()
    return _listed(value)


def _listed(value: Any) -> str:
    """A list or names with values, as plain text."""
    if isinstance(value, Mapping):
        return ", ".join(_listed(one) for one in value.values() if one not in ("", None, [], {}))
    if isinstance(value, list):
        return "; ".join(_listed(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _risk(one: Mapping[str, Any], language: str) -> Shown:
    return {
        "title": said_in(one["title"], language),
        "scenario": said_in(one["scenario"], language),
        "current": _score(one["current"], language),
        "residual": _score(one["residual"], language),
        "is_proposed": one["is_proposed"],
        "scores": one["scores"],
    }


def _score(score: Mapping[str, Any] | None, language: str) -> Shown | None:
    if score is None:
        return None
    number = "" if score["number"] is None else f"{score['number']:g}"
    return {
        "text": said_in(score["text"], language),
        "number": number or score["written"] or "",
        "common": score["common"],
    }

"""The closed list of kinds of answers: what each is in a condition, and which fields its question has.

Source: domain reference, instruments, section 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baken.core.instruments.definitions.vocabulary import NO, NOT_APPLICABLE, PARTIAL, YES
from baken.core.instruments.expressions import Kind

LIMITS = "constraints"


@dataclass(frozen=True)
class AnswerType:
    """A kind of answer.

    ``kind`` is what it is in a condition, None when it cannot stand in one; ``words`` are its only
    values; ``has`` and ``needs`` are the fields its question may and must have beside the usual ones.
    """

    code: str
    kind: Kind | None
    words: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    in_tables: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields its question may have beside the usual ones."""
        return (*self.needs, *self.has)

    @property
    def may_not_apply(self) -> bool:
        """Whether somebody may answer that the question does not apply."""
        return NOT_APPLICABLE in self.words


def _of_words(code: str, *words: str) -> AnswerType:
    return AnswerType(code, Kind.TEXT, words, in_tables=True)


def _reference(code: str) -> AnswerType:
    """An answer that names something of the organisation by its code."""
    return AnswerType(code, Kind.TEXT, in_tables=True)


def _number(code: str, *has: str, needs: tuple[str, ...] = ()) -> AnswerType:
    return AnswerType(code, Kind.NUMBER, has=(*has, LIMITS), needs=needs, in_tables=True)


def _list(code: str, *needs: str) -> AnswerType:
    return AnswerType(code, Kind.TEXTS, has=(LIMITS,), needs=needs)


_ALL = (
    _of_words("yes_no", YES, NO),
    _of_words("yes_no_na", YES, NO, NOT_APPLICABLE),
    _of_words("yes_no_partial_na", YES, NO, PARTIAL, NOT_APPLICABLE),
    AnswerType("single_choice", Kind.TEXT, needs=("options",), in_tables=True),
    _list("multi_choice", "options"),
    AnswerType("scale", Kind.NUMBER, has=("low", "high"), needs=(LIMITS,)),
    _number("integer", "unit"),
    _number("decimal", "unit"),
    _number("money"),
    AnswerType("date", Kind.DATE, has=(LIMITS,), in_tables=True),
    AnswerType("datetime", Kind.DATE, has=(LIMITS,)),
    _number("duration", needs=("unit",)),
    AnswerType("text", Kind.TEXT, has=(LIMITS,), in_tables=True),
    AnswerType("long_text", Kind.TEXT, has=(LIMITS,)),
    _reference("person"),
    _reference("function_group"),
    _reference("org_unit"),
    AnswerType("location", None),
    _reference("substance"),
    _reference("equipment"),
    _reference("material_item"),
    _list("photo"),
    _list("file"),
    AnswerType("signature", None),
    _number("headcount"),
    AnswerType("table", None, has=(LIMITS,), needs=("columns",)),
    AnswerType("measurement_series", Kind.NUMBERS, has=(LIMITS,), needs=("unit",)),
    _list("phase_list"),
    _list("risk_list"),
    _list("measure_list"),
    AnswerType("computed", None, has=("unit",), needs=("expr",)),
    AnswerType("statement", None),
)
ANSWER_TYPES: Mapping[str, AnswerType] = {one.code: one for one in _ALL}
COMPUTED, STATEMENT, RISK_LIST = "computed", "statement", "risk_list"
NOT_ANSWERED = frozenset({COMPUTED, STATEMENT})  # nobody gives an answer to these
TABLE_TYPES = tuple(one.code for one in _ALL if one.in_tables)

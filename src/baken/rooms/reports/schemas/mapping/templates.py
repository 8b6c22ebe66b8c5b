"""Templates: text with ``{column}`` in it, and parts in square brackets that may vanish."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from baken.rooms.reports.schemas.mapping.markup import plain_text
from baken.rooms.reports.schemas.mapping.problems import MISSING, Expression, Notes, Row

_PIECE = re.compile(r"(?P<column>\{[^{}\[\]\n]*\})|(?P<text>[^\[\]{}]+)|(?P<sign>.)", re.DOTALL)
_BLANKS = re.compile(r"[ \t]{2,}")
_BREAKS = re.compile(r"\s*[\r\n]+\s*")

Finish = Callable[[str], str]


@dataclass(frozen=True)
class Piece:
    """Plain text, or the value of a column, written in some way."""

    text: str = ""
    column: str = ""
    how: Finish = str

    def draw(self, row: Row) -> str:
        """The text that stands here for a row."""
        return self.how(row.values[self.column]) if self.column else self.text


def tidy_list(value: str) -> str:
    """A list with commas, without blanks, doubles and empty places: ``,a,a, b`` gives ``a, b``."""
    return ", ".join(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


def _capitalise(value: str) -> str:
    return value[:1].upper() + value[1:]


HOW: dict[str, Finish] = {
    "capitalise": _capitalise,
    "lower": str.lower,
    "list": tidy_list,
    "plain": plain_text,
}


def one_line(value: str) -> str:
    """The text with line breaks made into blanks."""
    return _BREAKS.sub(" ", value) if "\n" in value or "\r" in value else value


def with_lines(value: str) -> str:
    """The text with its line breaks, all written the same way."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value


def compile_template(text: str, place: str, *, keep_lines: bool, notes: Notes) -> Expression:
    """A template as a function; a row that fills none of its columns gives no result."""
    finish = with_lines if keep_lines else one_line
    lines = [_Line(line, place, finish, notes) for line in text.splitlines()]
    glue = "\n" if keep_lines else " "
    has_columns = any(line.columns for line in lines)

    def render(row: Row) -> object:
        values = row.values
        if has_columns and not any(values[c] for line in lines for c in line.columns):
            return MISSING
        return glue.join(filter(None, (line.draw(row) for line in lines))) or MISSING

    return render


class _Line:
    """One line of a template: parts that always stand there, and bracketed ones that may not."""

    def __init__(self, text: str, place: str, finish: Finish, notes: Notes) -> None:
        self._parts: list[tuple[bool, list[Piece]]] = [(False, [])]
        for found in _PIECE.finditer(text):
            if found["sign"] is None:
                self._parts[-1][1].append(_piece(found, place, finish, notes))
            else:
                self._bracket(found["sign"], text, place, notes)
        if self._parts[-1][0]:
            notes.problem(place, f"a bracket stays open in {text.strip()!r}")
        self.columns = [p.column for _, part in self._parts for p in part if p.column]

    def draw(self, row: Row) -> str:
        """The text of the line; empty when it has columns and none is filled."""
        values = row.values
        if self.columns and not any(values[column] for column in self.columns):
            return ""
        drawn = [
            piece.draw(row)
            for optional, part in self._parts
            if not optional or all(values[p.column] for p in part if p.column)
            for piece in part
        ]
        return _BLANKS.sub(" ", "".join(drawn)).strip()

    def _bracket(self, sign: str, text: str, place: str, notes: Notes) -> None:
        inside, part = self._parts[-1]
        if sign not in "[]" or inside != (sign == "]"):
            notes.problem(place, f"stray {sign!r} in {text.strip()!r}")
            return
        if inside and not any(piece.column for piece in part):
            notes.problem(place, f"brackets without a column in {text.strip()!r}")
        self._parts.append((not inside, []))


def _piece(found: re.Match[str], place: str, finish: Finish, notes: Notes) -> Piece:
    if found["text"] is not None:
        return Piece(text=found["text"])
    name, _, how = found["column"][1:-1].partition("!")
    if how and how not in HOW:
        notes.problem(place, f"{{{name}!{how}}}: after ! comes one of {', '.join(HOW)}")
    return Piece(column=notes.use(name, place), how=_written(finish, HOW.get(how)))


def _written(finish: Finish, how: Finish | None) -> Finish:
    return (lambda value: how(finish(value))) if how else finish

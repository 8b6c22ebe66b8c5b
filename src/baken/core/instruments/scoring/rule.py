"""Reads how a model comes to a class: a matrix of two axes, a product of axes with bands, or directly."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from baken.core.instruments.data_file import Entry
from baken.core.instruments.expressions import rounded
from baken.core.instruments.scoring.formula import product_of
from baken.core.instruments.scoring.model import Axis, Band, Bands, Direct, Matrix

RULES = ("matrix", "formula", "direct")


def read_rule(
    entry: Entry, axes: Sequence[Axis], classes: Sequence[str]
) -> Bands | Matrix | Direct:
    """The rule of a model, in which every class is reached. Raises DataProblem."""
    given = [name for name in RULES if entry.get(name) is not None]
    if len(given) != 1:
        raise entry.problem("matrix", "give either a matrix, or a formula with bands, or direct")
    if given == ["direct"]:
        return _direct(entry, axes[0], classes)
    if given == ["matrix"]:
        return _matrix(entry, {axis.code: axis for axis in axes}, classes)
    return _bands(entry, [axis.code for axis in axes], classes)


def _bands(entry: Entry, axes: Sequence[str], classes: Sequence[str]) -> Bands:
    formula = entry.text("formula")
    try:
        product = product_of(formula, axes)
    except ValueError as problem:
        raise entry.problem("formula", str(problem)) from None
    bands = tuple(_band(one, classes) for one in entry.entries("bands"))
    if [band.native for band in bands] != list(classes):
        raise entry.problem("bands", f"give one for every class, in order: {', '.join(classes)}")
    borders = [band.most for band in bands[:-1] if band.most is not None]
    if len(borders) < len(bands) - 1 or bands[-1].most is not None:
        raise entry.problem("bands", "every band but the last has a max, and the last has none")
    if borders != sorted(set(borders)):
        raise entry.problem("bands", "every max is higher than the one before it")
    return Bands(formula, product, bands)


def _band(entry: Entry, classes: Sequence[str]) -> Band:
    most = None if entry.get("max") is None else rounded(entry.number("max"))
    made = Band(entry.one_of("class", classes), most)
    entry.end()
    return made


def _matrix(entry: Entry, axes: dict[str, Axis], classes: Sequence[str]) -> Matrix:
    inner = entry.inner("matrix")
    rows, columns = inner.one_of("rows", axes), inner.one_of("columns", axes)
    if {rows, columns} != set(axes):
        raise inner.problem(
            "columns", "a matrix has two axes: one for the rows, one for the columns"
        )
    lines = inner.inner("cells")
    inner.end()
    cells = {
        (row, column): native
        for row in axes[rows].codes
        for column, native in zip(
            axes[columns].codes, _line(lines, row, axes[columns], classes), strict=True
        )
    }
    lines.end()
    _each_is_reached(inner, "cells", cells.values(), classes)
    return Matrix(rows, columns, cells)


def _direct(entry: Entry, axis: Axis, classes: Sequence[str]) -> Direct:
    inner = entry.inner("direct")
    cells = {code: inner.one_of(code, classes) for code in axis.codes}
    inner.end()
    _each_is_reached(entry, "direct", cells.values(), classes)
    return Direct(axis.code, cells)


def _each_is_reached(
    entry: Entry, name: str, found: Collection[str], classes: Sequence[str]
) -> None:
    unused = [one for one in classes if one not in found]
    if unused:
        raise entry.problem(name, f"no cell has the class {unused[0]}")


def _line(lines: Entry, row: str, columns: Axis, classes: Sequence[str]) -> tuple[str, ...]:
    """The classes of one row, from the first column to the last."""
    if lines.get(row) is None:
        raise lines.problem(row, "this row is missing; write its code between quotation marks")
    found = lines.some_of(row, classes)
    if len(found) != len(columns.codes):
        raise lines.problem(row, f"give {len(columns.codes)} classes, one for every column")
    return found

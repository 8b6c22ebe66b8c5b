"""Thousands of numbers in a question: as one parameter, which both databases read at once."""

from __future__ import annotations


def among(
    listed: str,
    *,
    vendor: str,
    array: str = "bigint",
    outside: bool = False,
    unweighed: bool = False,
) -> tuple[str, str]:
    """What follows a column to say that it is among numbers, or ``outside`` them, and the parameter.

    ``listed`` are the numbers with commas between. On PostgreSQL ``array`` must be the type of the
    column: only then is a row checked by a hash. Before that PostgreSQL weighs the numbers one by one,
    which for a thousand of them takes longer than most questions; ``unweighed`` spares it that, where
    something else finds the rows, and ``IS TRUE`` keeps it from comparing them with each row in turn.
    Source: PostgreSQL 15, ``convert_saop_to_hashed_saop``, ``scalararraysel``, ``pull_up_sublinks``.
    """
    if vendor == "postgresql" and unweighed:
        verb, told = ("NOT IN", "") if outside else ("IN", " IS TRUE")
        return f"{verb} (SELECT unnest(%s::{array}[])){told}", f"{{{listed}}}"
    if vendor == "postgresql":
        return f"{'<> ALL' if outside else '= ANY'}(%s::{array}[])", f"{{{listed}}}"
    verb = "NOT IN" if outside else "IN"
    return f"{verb} (SELECT value FROM json_each(%s))", f"[{listed}]"  # noqa: S608  no value in it

"""What is wrong with an expression, and where."""

from __future__ import annotations


class ExpressionError(ValueError):
    """An expression that cannot be used; ``column`` counts from 1, ``where`` names file and entry."""

    def __init__(self, message: str, *, column: int = 1, where: str = "") -> None:
        self.message = message
        self.column = column
        self.where = where
        place = f"column {column}"
        super().__init__(f"{where}, {place}: {message}" if where else f"{place}: {message}")

    def within(self, where: str) -> ExpressionError:
        """The same problem, said of an entry of a file."""
        return ExpressionError(self.message, column=self.column, where=where)

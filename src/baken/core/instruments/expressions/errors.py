"""What is wrong with an expression, and where."""

from __future__ import annotations

from baken.core.instruments.texts import Text


class ExpressionError(ValueError):
    """An expression that cannot be used.

    ``text`` says why in both languages, ``message`` in English; ``column`` counts from 1, ``where``
    names file and entry.
    """

    def __init__(self, text: Text, *, column: int = 1, where: str = "") -> None:
        self.text = text
        self.message = text.en
        self.column = column
        self.where = where
        place = f"column {column}"
        super().__init__(f"{where}, {place}: {text.en}" if where else f"{place}: {text.en}")

    def within(self, where: str) -> ExpressionError:
        """The same problem, said of an entry of a file."""
        return ExpressionError(self.text, column=self.column, where=where)

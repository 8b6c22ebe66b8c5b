"""Cases that every evaluator of instruments passes, on the server and on a device: see README.md here."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
EXPRESSIONS = FOLDER / "expressions.json"  # what expressions give, and which are refused
ANSWERS = FOLDER / "answers.json"  # what is taken for an answer, and how it is kept
SHEETS = FOLDER / "sheets.json"  # what follows from sheets that were filled in

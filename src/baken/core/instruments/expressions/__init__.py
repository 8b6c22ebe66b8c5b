"""Conditions over facts: text in, a checked tree, and an answer of yes, no or unknown with its reasons.

Nothing is executed: a text is parsed into a few kinds of nodes, and those are walked. A fact that is
not known makes a comparison unknown; ``and`` and ``or`` are three-valued (Kleene): no decides an
``and``, yes decides an ``or``, and otherwise one unknown part makes the whole unknown. Unknown is
never taken for yes. Arithmetic and functions are words of a later version: they are refused here.
Source: domain reference, instruments, section 3.
"""

from baken.core.instruments.expressions.compiled import Expression, compiled
from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.evaluate import Verdict, evaluated, rounded
from baken.core.instruments.expressions.parse import parsed
from baken.core.instruments.expressions.schema import Declared, Kind
from baken.core.instruments.expressions.tree import Node, printed

__all__ = [
    "Declared",
    "Expression",
    "ExpressionError",
    "Kind",
    "Node",
    "Verdict",
    "compiled",
    "evaluated",
    "parsed",
    "printed",
    "rounded",
]

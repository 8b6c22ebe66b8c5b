"""Conditions and formulas over facts: text in, a checked tree, and an answer or unknown, with reasons.

Nothing is executed: a text is parsed into a few kinds of nodes, and those are walked. There are facts,
written values, lists, ``and or not``, comparisons, ``in``, ``+ - * /``, functions and ``lookup`` in a
table. Size and depth are bounded, and every part is checked for its kind when a text is compiled.

*Unknown.* A fact that is absent or None is unknown, and what is compared or calculated with it as well.
``and`` and ``or`` are three-valued (Kleene): no decides an ``and``, yes decides an ``or``, and otherwise
one unknown part makes the whole unknown. Unknown is never taken for yes. ``coalesce`` takes the first
that is known; ``if`` with an unknown condition is unknown, unless both its values are the same. A list
may hold unknown items: ``count`` counts them, ``any``, ``all`` and ``in`` are decided by the known ones
when those decide, and every other function is unknown.

*Numbers* are doubles; each one that is written, given or calculated is rounded to 12 significant digits,
halves away from zero, so that comparisons and every device agree. Sums go from left to right, each step
rounded. ``round`` rounds to whole numbers, halves away from zero.

*Impossible* is dividing by zero, the logarithm of zero or less, the square root of less than zero, a
number beyond 1e300, the lowest, highest, worst or mean of an empty list, and a key that a table lacks.
Where no fact has a part in it, it is a mistake in the text: an ExpressionError when it is compiled.
Where facts make it so, the answer is unknown, its ``because`` names these facts and its ``troubles`` the
reason and the column. As any unknown it may not matter: ``false and 1 / x > 2`` is no,
``coalesce(1 / x, 0)`` is 0.
The sum of an empty list is 0, its count 0, its ``any`` no and its ``all`` yes.

Dates are facts only: they are compared with each other, and ``days_between`` counts from one to another.
Risk classes are facts as well. They compare by their order, with each other or with the code of a class
that is written as a text, such as ``worst(classes) >= 'high'``; the worst of an empty list is impossible.
Source: domain reference, instruments, section 3; house rule on instruments as data.
"""

from baken.core.instruments.expressions.answers import Answer, Reason, Trouble, Verdict
from baken.core.instruments.expressions.compiled import Expression, compiled
from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.evaluate import evaluated
from baken.core.instruments.expressions.kinds import Kind
from baken.core.instruments.expressions.numbers import rounded
from baken.core.instruments.expressions.parse import parsed
from baken.core.instruments.expressions.printing import printed
from baken.core.instruments.expressions.schema import Declared
from baken.core.instruments.expressions.tables import Table, table_of
from baken.core.instruments.expressions.tree import Node

__all__ = [
    "Answer",
    "Declared",
    "Expression",
    "ExpressionError",
    "Kind",
    "Node",
    "Reason",
    "Table",
    "Trouble",
    "Verdict",
    "compiled",
    "evaluated",
    "parsed",
    "printed",
    "rounded",
    "table_of",
]

"""Worked examples beside an instrument: sheets filled in, and what must come of them. Pure.

Experts write them in ``examples.yaml``, in the same strict YAML as the instrument; ``read_examples`` reads
that file and ``differences`` works an example out and says what comes out otherwise than it says::

    examples:
      - name: {nl: Draaibank zonder kap, en: Lathe without a guard}
        answers: {profile.has_machines: 'yes', m1@lathe: {value: 'no', evidence: 1}}
        otherwise: 'yes'            # the answer to every other question of words that is asked
        repetitions: {machines: [lathe, press]}
        scores: {m1@lathe: {current: {probability: '6', exposure: '6', effect: '7'}}}
        expect: {complete: true, worst: high, risks: [{at: m1@lathe, number: 252, native: '4'}]}

Only what stands under ``expect`` is compared. Lists are whole there, in any order: ``risks`` and
``follow_ups``, and as places ``missing`` (what keeps the sheet from being complete), ``hidden`` and
``told`` (word@place, or the word alone when it is about the whole sheet). ``refusals`` is how many there
are. Source: house rule on instruments as data.
"""

from baken.core.instruments.filling.examples.example import Example
from baken.core.instruments.filling.examples.reading import LEAST, read_examples
from baken.core.instruments.filling.examples.running import differences

__all__ = ["LEAST", "Example", "differences", "read_examples"]

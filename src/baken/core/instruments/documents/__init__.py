"""Files that experts write: YAML in, values with their lines out, and every mistake at once.

A file is read field by field with a ``Part``. What is wrong is noted, with file, line, field and a
sentence in both languages, and reading goes on; at the end all of it is told together as ``Refused``.
Source: house rule on instruments as data.
"""

from baken.core.instruments.documents.part import Part, opened
from baken.core.instruments.documents.placed import Placed
from baken.core.instruments.documents.problems import Findings, Problem, Refused
from baken.core.instruments.documents.yaml_text import placed

__all__ = ["Findings", "Part", "Placed", "Problem", "Refused", "opened", "placed"]

"""Pure decisions of the org room: the tree, reach, and who may be appointed by whom."""

from baken.rooms.org.rules.reach import (
    CARRIED,
    Fences,
    Line,
    Post,
    along_lines,
    guests_of,
    ranges_of,
)
from baken.rooms.org.rules.rows import (
    AppointmentRow,
    EarlierName,
    LineRow,
    NamedPostRow,
    OrganisationFile,
    PersonRow,
    UnitRow,
)
from baken.rooms.org.rules.tree import (
    LEVELS,
    PART_LEVEL,
    TreeProblem,
    child_path,
    parents_first,
    tree_problems,
    twice,
)

__all__ = [
    "CARRIED",
    "LEVELS",
    "PART_LEVEL",
    "AppointmentRow",
    "EarlierName",
    "Fences",
    "Line",
    "LineRow",
    "NamedPostRow",
    "OrganisationFile",
    "PersonRow",
    "Post",
    "TreeProblem",
    "UnitRow",
    "along_lines",
    "child_path",
    "guests_of",
    "parents_first",
    "ranges_of",
    "tree_problems",
    "twice",
]

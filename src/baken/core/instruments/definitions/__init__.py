"""Instruments as data: what people are asked, when, and what comes of their answers.

``read_definition`` turns a file into a checked ``Definition``, ready to be asked many times;
``definition_in`` does so with a tree of values that was read from something else. Nothing about
a specific instrument is code: whatever it needs is a block of the language, or it is not there.
Source: domain reference, instruments, sections 2 and 3; house rule on instruments as data.
"""

from baken.core.instruments.definitions.known import Known, Source
from baken.core.instruments.definitions.loader import (
    NOT_PUBLISHED,
    Published,
    definition_in,
    read_definition,
)
from baken.core.instruments.definitions.model import (
    ActionRule,
    Calculation,
    Column,
    Definition,
    FollowUpTrigger,
    Form,
    Head,
    Option,
    Picture,
    Question,
    Repeat,
    RiskTrigger,
    Section,
    StandardMeasure,
    Step,
)
from baken.core.instruments.definitions.version import Version, version_of

__all__ = [
    "NOT_PUBLISHED",
    "ActionRule",
    "Calculation",
    "Column",
    "Definition",
    "FollowUpTrigger",
    "Form",
    "Head",
    "Known",
    "Option",
    "Picture",
    "Published",
    "Question",
    "Repeat",
    "RiskTrigger",
    "Section",
    "Source",
    "StandardMeasure",
    "Step",
    "Version",
    "definition_in",
    "read_definition",
    "version_of",
]

"""Branch RI&Es in the XML of OiRA and Euphorie, read into instruments like those of our own files.

``read_survey`` turns the XML into the tree of values that an instrument file gives, with the lines of the
XML, and gives it to the same reader: one model, one way of working out. What could not be taken over is
told with its line, never lost in silence. ``pictures_in`` gives the pictures of a survey.
Source: Euphorie, content, export and upload.
"""

from baken.core.instruments.survey_xml.conversion import Counts, Scorings
from baken.core.instruments.survey_xml.notes import Note
from baken.core.instruments.survey_xml.surveys import (
    ReadSurvey,
    pictures_in,
    read_survey,
)

__all__ = ["Counts", "Note", "ReadSurvey", "Scorings", "pictures_in", "read_survey"]

"""Forms of sheets: plain input in, values for one action out."""

from baken.rooms.sheets.forms.section import SectionForm, name_of_question, was_of

__all__ = ["SectionForm", "name_of_question", "was_of"]

"""Forms of sheets: plain input in, values for one action out."""

from baken.rooms.sheets.forms.section import SectionForm, name_of_question

__all__ = ["SectionForm", "name_of_question"]

"""What changes sheets: one verb per file."""

from baken.rooms.sheets.actions.add_evidence import add_evidence
from baken.rooms.sheets.actions.answer_questions import Saved, answer_questions
from baken.rooms.sheets.actions.begin_sheet import begin_sheet
from baken.rooms.sheets.actions.copy_answers import copy_answers
from baken.rooms.sheets.actions.end_sheet import freeze_sheet, withdraw_sheet
from baken.rooms.sheets.actions.given import NewAnswer
from baken.rooms.sheets.actions.move_sheet import move_sheet
from baken.rooms.sheets.actions.repeat_section import add_repetition, end_repetition
from baken.rooms.sheets.actions.score_risk import score_risk
from baken.rooms.sheets.actions.settle_answer import settle_answer

__all__ = [
    "NewAnswer",
    "Saved",
    "add_evidence",
    "add_repetition",
    "answer_questions",
    "begin_sheet",
    "copy_answers",
    "end_repetition",
    "freeze_sheet",
    "move_sheet",
    "score_risk",
    "settle_answer",
    "withdraw_sheet",
]

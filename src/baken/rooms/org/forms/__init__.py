"""The forms of the org room."""

from baken.rooms.org.forms.fields import DayField, UnitField
from baken.rooms.org.forms.founding import FoundForm
from baken.rooms.org.forms.posts import (
    AppointForm,
    DayForm,
    DelegateForm,
    EndForm,
    PeriodForm,
    PersonField,
    UnitStepForm,
)

__all__ = [
    "AppointForm",
    "DayField",
    "DayForm",
    "DelegateForm",
    "EndForm",
    "FoundForm",
    "PeriodForm",
    "PersonField",
    "UnitField",
    "UnitStepForm",
]

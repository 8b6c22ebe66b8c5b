"""What a role can be allowed with filled-in instruments."""

from baken.core.access.permits import Permit
from baken.core.access.reach import READ as SHOWS

READ = "sheets.sheet.read"
FILL = "sheets.sheet.fill"
SCORE = "sheets.sheet.score"

PERMITS = (
    Permit(
        READ,
        "ingevulde bladen lezen, met antwoorden en scores",
        "read filled-in sheets, with answers and scores",
        SHOWS,
    ),
    Permit(
        FILL,
        "bladen invullen: antwoorden geven, foto’s toevoegen en kiezen tussen twee antwoorden",
        "fill in sheets: give answers, add photos and settle which of two answers holds",
    ),
    Permit(
        SCORE,
        "de risico’s van een blad scoren",
        "score the risks of a sheet",
    ),
)

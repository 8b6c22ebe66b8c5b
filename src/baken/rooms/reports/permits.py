"""What a role can be allowed in the reports room."""

from baken.core.access.permits import Permit
from baken.core.access.reach import GUARDED
from baken.core.access.reach import READ as SHOWS

CREATE = "reports.report.create"
CREATE_FOR = "reports.report.create_for"
READ = "reports.report.read"
RESPOND = "reports.report.respond"
TRIAGE = "reports.report.triage"
ANSWER = "reports.report.answer"
HAND_OVER = "reports.report.hand_over"
NOTE_IMMEDIATE = "reports.report.note_immediate"
READ_IDENTITY = "reports.identity.read"
INSPECT_IDENTITY = "reports.identity.inspect"
READ_OCCURRENCE = "reports.occurrence.read"
READ_SUMMARY = "reports.occurrence.read_summary"
COUNT = "reports.occurrence.count"
HANDLE = "reports.occurrence.handle"
SECOND_READ = "reports.occurrence.second_read"
DISPUTE = "reports.occurrence.dispute"
READ_INJURIES = "reports.injury.read"
READ_NOTIFICATION = "reports.notification.read"
READ_NOTIFICATION_SUMMARY = "reports.notification.read_summary"
NOTIFY = "reports.notification.notify"
WEIGH = "reports.notification.weigh"
READ_ACCIDENT_LIST = "reports.accident_list.read"
EMBARGO = "reports.occurrence.embargo"
READ_ACCIDENT = "reports.accident_record.read"
DRAW_UP = "reports.accident_record.draw_up"
REMARK = "reports.accident_record.remark"
REQUEST_ACCIDENT = "reports.accident_record.request"
TRY_ROUTES = "reports.route.try"
EXPORT = "reports.report.export"
EXPORT_OCCURRENCE = "reports.occurrence.export"
EXPORT_SUMMARY = "reports.occurrence.export_summary"

# Who holds one of these for a record handles it, and reads on under an information embargo.
KEEPERS = (TRIAGE, ANSWER, HANDLE, EMBARGO)

PERMITS = (
    Permit(CREATE, "een melding doen", "make a report"),
    Permit(
        CREATE_FOR,
        "invoeren wat een ander vertelt of opschrijft, en formulieren op papier afdrukken",
        "enter what somebody else tells or writes down, and print forms on paper",
    ),
    Permit(
        READ,
        "meldingen lezen, met verhaal, bestanden en gesprek",
        "read reports, with story, files and conversation",
        SHOWS,
    ),
    Permit(
        RESPOND,
        "als melder antwoorden en zeggen of het is opgelost",
        "answer as the reporter and say whether it is solved",
    ),
    Permit(TRIAGE, "meldingen ontvangen en beoordelen", "receive and triage reports"),
    Permit(
        ANSWER,
        "met de melder praten en antwoord geven",
        "talk with the reporter and give an answer",
    ),
    Permit(
        HAND_OVER, "meldingen aan een andere eenheid overdragen", "pass reports to another unit"
    ),
    Permit(
        NOTE_IMMEDIATE,
        "opschrijven wat er bij een melding of voorval meteen is gedaan",
        "note what was done at once about a report or an occurrence",
    ),
    Permit(READ_IDENTITY, "zien wie een melding deed", "see who made a report", GUARDED),
    Permit(
        INSPECT_IDENTITY,
        "zien wie een melding deed, als dat voor een inspectie aan jou is vrijgegeven",
        "see who made a report, when that was released to you for an inspection",
        GUARDED,
    ),
    Permit(READ_OCCURRENCE, "voorvallen volledig lezen", "read occurrences in full", SHOWS),
    Permit(
        READ_SUMMARY,
        "voorvallen zonder personen lezen: alleen soort, klasse, maand, eenheid en samenvatting",
        "read occurrences without persons: only kind, class, month, unit and summary",
        SHOWS,
    ),
    Permit(
        COUNT,
        "voorvallen tellen per eenheid en categorie, zonder ze te lezen",
        "count occurrences by unit and category, without reading them",
        SHOWS,
    ),
    Permit(HANDLE, "voorvallen behandelen", "handle occurrences"),
    Permit(
        DISPUTE,
        "de categorie van een voorval betwisten",
        "dispute the category of an occurrence",
    ),
    Permit(
        SECOND_READ,
        "als tweede lezer beslissen over wat een ander bij een voorval voorstelt",
        "decide as second reader on what somebody else proposes about an occurrence",
    ),
    Permit(
        READ_INJURIES,
        "letsel bij een voorval lezen",
        "read the injuries of an occurrence",
        GUARDED,
    ),
    Permit(
        READ_NOTIFICATION,
        "externe meldplichten volledig lezen: wie belde, met wie, en waarom",
        "read duties to notify in full: who called, whom, and why",
        SHOWS,
    ),
    Permit(
        READ_NOTIFICATION_SUMMARY,
        "externe meldplichten lezen zonder namen en zonder letsel",
        "read duties to notify without names and without injuries",
        SHOWS,
    ),
    Permit(
        NOTIFY,
        "extern melden, vastleggen dat het is gedaan, en een meldplicht openen",
        "notify outside, record that it was done, and open a duty to notify",
    ),
    Permit(
        WEIGH,
        "voorstellen dat een externe melding niet nodig is",
        "propose that a notification outside is not needed",
    ),
    Permit(
        READ_ACCIDENT_LIST,
        "de ongevallenlijst van de Arbowet lezen",
        "read the accident list of the working-conditions law",
        SHOWS,
    ),
    Permit(
        EMBARGO,
        "zeggen dat naam en eenheid bij de behandelaars blijven tot de naasten het weten",
        "say that names and unit stay with those who handle it until the next of kin know",
    ),
    Permit(
        READ_ACCIDENT,
        "een proces-verbaal van ongeval lezen",
        "read the accident record of a serviceman",
        GUARDED,
    ),
    Permit(
        DRAW_UP,
        "een proces-verbaal van ongeval opmaken",
        "draw up the accident record of a serviceman",
    ),
    Permit(
        REMARK,
        "opmerkingen maken bij je eigen proces-verbaal van ongeval",
        "remark on one's own accident record",
    ),
    Permit(
        REQUEST_ACCIDENT,
        "vragen om een proces-verbaal van een eigen ongeval",
        "ask for a record of an accident of one's own",
    ),
    Permit(
        TRY_ROUTES,
        "de regels bekijken voor waar een melding heen gaat, en ze proberen",
        "look at the rules of where a report goes, and try them",
    ),
    Permit(
        EXPORT,
        "meldingen die je mag lezen in een bestand meenemen",
        "take the reports one may read away in a file",
    ),
    Permit(
        EXPORT_OCCURRENCE,
        "voorvallen die je volledig mag lezen in een bestand meenemen",
        "take the occurrences one may read in full away in a file",
    ),
    Permit(
        EXPORT_SUMMARY,
        "voorvallen zonder personen in een bestand meenemen",
        "take occurrences without persons away in a file",
    ),
)

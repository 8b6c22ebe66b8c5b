"""What is done about the turret that turned: three measures, and a small purchase for what cannot wait.

Source: domain reference, reporting, section 15, step 6. What lies after the day of loading (the other
switches, sixty days later whether it works, the new score and the brigade's acceptance) is walked by
whoever looks at the demonstration.
"""

from __future__ import annotations

from baken.site.demo.measures import COMMANDER, Act, Told

RISK = "Beknelling tussen koepel en romp"
DECIDE = Act(3, COMMANDER, "decide", {"authority_confirmed": True})
START = Act(2, COMMANDER, "start", {})
SWITCHES = Told(
    RISK,
    4,
    {
        "title": "Nieuwe schakelaar in elk koepelslot",
        "description": (
            "Vervang de schakelaar van het koepelslot in alle 44 voertuigen, te beginnen met de 31 die"
            " versleten zijn. Met een goede schakelaar draait de koepel niet zolang het slot dicht is."
        ),
        "control_level": "source",
        "due_on": 45,
        "interim": (
            "De koepel draait alleen na “dek vrij” op één radionet, met een uitkijk buiten. De zes slechtste"
            " voertuigen staan stil."
        ),
        "budget": "38.400",
        "budget_source": "regular",
        "expected_residual": "medium",
        "success_criterion": "44 van de 44 schakelaars vervangen, en twintig keer draaien zonder fout.",
        "verification_method": "Zestig dagen na de laatste elk voertuig nakijken, en twintig keer kijken.",
        "alarp_more": "Een tweede slot, dat ook de stroom van de koepel wegneemt.",
        "alarp_cost": "Ruim drie ton voor 44 voertuigen.",
        "alarp_time": "De fabrikant vraagt twee jaar; het voertuig gaat over zes jaar weg.",
        "alarp_trouble": "Elk voertuig staat er vier weken voor stil.",
    },
    (
        DECIDE,
        START,
        Act(
            1,
            COMMANDER,
            "note_progress",
            {
                "progress": "Het depot levert er 38 over vijf weken. De zes die niet kunnen wachten komen als"
                " kleine aanschaf."
            },
        ),
    ),
)
MARKING = Told(
    RISK,
    4,
    {
        "title": "Markering op het dek waar de koepel draait",
        "description": "Een rode baan op het dek, met bordjes bij elke opstap: hier draait de koepel.",
        "control_level": "organisational",
        "due_on": 20,
        "budget": "2.200",
        "budget_source": "regular",
        "expected_residual": "medium",
        "success_criterion": "Op alle 44 voertuigen is de baan te zien, ook bij modder en in het donker.",
        "alarp_more": "Een hek om de baan.",
        "alarp_cost": "Ruim duizend euro per voertuig.",
        "alarp_time": "Een half jaar voor een goedkeuring.",
        "alarp_trouble": "Een hek staat de bemanning in de weg bij een noodgeval.",
    },
)
DRILL = Told(
    RISK,
    4,
    {
        "title": "Radiodrill “dek vrij” op één net",
        "description": "Wie draait vraagt “dek vrij”, wie buiten kijkt antwoordt, op het voertuignet.",
        "control_level": "organisational",
        "due_on": 10,
        "expected_residual": "medium",
        "success_criterion": "Twintig keer gekeken, en twintig keer gevraagd en geantwoord op één net.",
        "verification_method": "Onaangekondigd meekijken bij vier pelotons.",
        "alarp_more": "Een vaste intercom voor wie buiten staat.",
        "alarp_cost": "Negenhonderd euro per voertuig.",
        "alarp_time": "Komt met de nieuwe radio, over anderhalf jaar.",
        "alarp_trouble": "Een losse kabel op het dek is een nieuw gevaar.",
    },
    (
        DECIDE,
        START,
        Act(
            1,
            COMMANDER,
            "implement",
            {
                "done": "Alle bemanningen hebben de drill drie keer gedaan; de kaart hangt bij de schutter."
            },
        ),
    ),
)
MEASURES = (SWITCHES, MARKING, DRILL)

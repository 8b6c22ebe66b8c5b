"""Terms with the clock moved forward: every one acts once, with two workers at work.

Loads the demo, then lets two `baken worker` processes run side by side while the clock stands ever
further ahead, and looks at what they did: no term may have acted twice, none that is over may be left,
and the trail must hold. Run it by `make drill`; it takes some minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

HOURS = (0, 24, 72, 400, 800, 1600, 3200)
LONGEST = 240  # seconds for one stand of the clock
LOOK = """
import json
from collections import Counter
from django.db.models import Count
from baken.core import clock
from baken.core.events.models import OutboxEvent
from baken.rooms.reports.models import (
    AccidentRecord, AccidentRecordStep, Occurrence, OccurrenceStep, Report, ReportStep
)
left = twice = acted = closed = 0
for root, steps in ((Report, ReportStep), (Occurrence, OccurrenceStep)):
    rows = root.objects.for_system(reason="terms")
    left += rows.filter(stalls_at__lte=clock.now()).count()
    chain = steps.objects.for_system(reason="trail")
    raised = list(chain.filter(code__endswith=".raised").values_list("record", "facts", "at"))
    acted += len(raised)
    levels = Counter((record, facts["to"], facts["phase"], at.date()) for record, facts, at in raised)
    twice += sum(count - 1 for count in levels.values())
    ended = chain.filter(code__endswith="report.closed", words__post="Baken").values("record")
    closed += ended.count()
    twice += sum(row["n"] - 1 for row in ended.annotate(n=Count("pk")))
records = AccidentRecord.objects.for_system(reason="terms")
left += records.filter(stalls_at__lte=clock.now()).count()
chain = AccidentRecordStep.objects.for_system(reason="trail").filter(code__endswith=".overdue")
told = list(chain.values_list("record", "facts", "from_state"))
heard = Counter((record, facts["overdue_to"], state) for record, facts, state in told)
twice += sum(count - 1 for count in heard.values())
waiting = OutboxEvent.objects.filter(delivered_on__isnull=True).count()
done = {"raised": acted, "closed": closed, "overdue": len(told)}
print(json.dumps({"left": left + waiting, "twice": twice, **done}))
"""


def look(settings: dict[str, str]) -> dict[str, int]:
    """What the workers have done so far."""
    setup = "import django; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", setup + LOOK],
        env={**settings, "DJANGO_SETTINGS_MODULE": "baken.site.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, int] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def stand(settings: dict[str, str]) -> dict[str, int]:
    """Two workers with the clock as it stands, until nothing is left to do."""
    command = [sys.executable, "-m", "baken.site.cli", "worker"]
    workers = [subprocess.Popen(command, env=settings) for _ in range(2)]
    begun = time.monotonic()
    try:
        while time.monotonic() - begun < LONGEST:
            time.sleep(3)
            found = look(settings)
            if not found["left"]:
                return found
        return look(settings)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(180)


def main() -> int:
    """Every stand of the clock on the configured database; 0 when every term acted once."""
    bad = 0
    with tempfile.TemporaryDirectory() as home:
        settings = {**os.environ, "BAKEN_HOME": home, "BAKEN_DEMO": "yes"}
        baken = [sys.executable, "-m", "baken.site.cli"]
        subprocess.run([*baken, "demo", "--no-serve"], env=settings, check=True)
        for hours in HOURS:
            moved = {**settings, "BAKEN_CLOCK_SHIFT_HOURS": str(hours)}
            found = stand(moved)
            bad += found["left"] + found["twice"]
            print(f"{hours:5} hours ahead: {found}", flush=True)
        proof = subprocess.run([*baken, "verify-trail"], env=settings, check=False)
    return 1 if bad or proof.returncode else 0


if __name__ == "__main__":
    sys.exit(main())

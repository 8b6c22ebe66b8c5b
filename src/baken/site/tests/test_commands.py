"""The command line: what it does, what it says, and with which status it ends."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError

from baken.conftest import Cast
from baken.core.accounts.models import Account, ApiToken
from baken.core.accounts.tokens import token_shown
from baken.core.events.models import OutboxEvent
from baken.core.trail.models import Seal
from baken.core.trail.seal import seal_finished_days
from baken.core.trail.verify import breaks
from baken.rooms.notices.queries import notices_of
from baken.rooms.org.models import Person, PersonStep, Unit, UnitStep
from baken.rooms.org.tests.factories import make_account, make_unit
from baken.site import cli, database, server
from baken.site.commands import Problem, check, demo, serve, token
from baken.site.worker import Worker

ORGANISATION = """
units:
  - {code: TOP, nl: Top, level: 7, children: [{code: SUB, nl: Sub, level: 3}]}
persons:
  - {number: P1, name: An Ander, unit: SUB, account: ander}
appointments:
  - {person: P1, role: employee, unit: SUB, from: 2020-01-01}
"""
THINGS = """
sites: [{code: HAV-1, nl: Kazerne, holder: SUB}]
equipment: [{code: LADR-1, kind: ladder, name: Ladder, unit: SUB, site: HAV-1}]
"""


def baken(*words: str, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the real program with nothing but these settings."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "baken.site.cli", *words],
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a fresh installation with an embedded database in ``home``."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    source = str(Path(cli.__file__).parents[2])
    return kept | {"BAKEN_HOME": str(home), "PYTHONPATH": source, **settings}


class TestTheProgram:
    """From outside, as somebody at a prompt sees it."""

    def test_help_works_without_any_setting_and_names_every_command(self, tmp_path: Path) -> None:
        done = baken("--help", home=tmp_path)
        assert done.returncode == 0
        assert [name for name in cli.load_commands() if f"  {name}" not in done.stdout] == []

    def test_wrong_use_ends_with_two(self, tmp_path: Path) -> None:
        assert baken("fly", home=tmp_path).returncode == 2

    def test_missing_secret_is_one_sentence_and_status_one(self, tmp_path: Path) -> None:
        done = baken("verify-trail", home=tmp_path)
        assert done.returncode == 1
        assert done.stderr.startswith("baken: BAKEN_SECRET_KEY is missing.")
        assert done.stderr.count("\n") == 1

    def test_unknown_database_address_is_one_sentence(self, tmp_path: Path) -> None:
        done = baken("check", home=tmp_path, BAKEN_DEMO="yes", DATABASE_URL="strange://x")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr

    def test_unreachable_database_is_one_sentence(self, tmp_path: Path) -> None:
        where = f"postgres://nobody@{str(tmp_path).replace('/', '%2F')}/none"
        done = baken("verify-trail", home=tmp_path, BAKEN_DEMO="yes", DATABASE_URL=where)
        assert done.returncode == 1
        assert done.stderr.startswith("baken: The database cannot be used")
        assert "Traceback" not in done.stderr

    def test_serve_refuses_an_unmigrated_database(self, tmp_path: Path) -> None:
        done = baken("serve", "--port", str(free_port()), home=tmp_path, BAKEN_DEMO="yes")
        assert done.returncode == 1
        assert "baken serve --migrate" in done.stderr


class TestServing:
    """The server with its worker, started and stopped as a process manager does."""

    def test_server_answers_and_stops_clean_with_its_worker(self, running: Running) -> None:
        assert running.get("/healthz") == 200
        assert running.children() > 0
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(timeout=30) == 0
        assert running.group_is_gone()

    def test_killed_worker_is_started_again(self, running: Running) -> None:
        first = running.worker()
        os.kill(first, signal.SIGKILL)
        assert running.wait_for(lambda: running.worker() not in (0, first))


class Running:
    """A server of our own: its process, its port, and the processes it started."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        words = ["serve", "--migrate", "--with-worker", "--workers", "1", "--port", str(self.port)]
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "baken.site.cli", *words],
            env=environment(home, BAKEN_DEMO="yes"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def get(self, path: str) -> int:
        """The status of an answer."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return int(answer.status)

    def answers(self) -> bool:
        """Whether the port is open and the worker there."""
        try:
            return self.get("/healthz") == 200 and self.worker() > 0
        except OSError:
            return False

    def children(self) -> int:
        """How many processes of the group there are beside the first."""
        return len(self._group()) - 1

    def worker(self) -> int:
        """The process id of the background worker, or 0."""
        found = [pid for pid, words in self._group().items() if "worker" in words]
        return found[0] if found else 0

    def group_is_gone(self) -> bool:
        """Whether no process that it started is left."""
        return self.wait_for(lambda: not self._group())

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        """Whether it becomes true within half a minute."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if condition():
                return True
            time.sleep(0.1)
        return False

    def _group(self) -> dict[int, list[str]]:
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.getpgid(int(entry.name)) == self.process.pid:
                    words = (entry / "cmdline").read_text().split("\0")
                    if words != [""]:
                        found[int(entry.name)] = words
            except OSError:
                continue
        return found


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A server that answers; whatever is left of it is ended afterwards."""
    server = Running(tmp_path)
    try:
        assert server.wait_for(server.answers), "the server did not answer"
        yield server
    finally:
        for pid in server._group():
            os.kill(pid, signal.SIGKILL)
        server.process.wait()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


class TestPort:
    """A port that cannot be opened is said in a sentence."""

    def test_port_in_use_is_refused_with_advice(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            with pytest.raises(Problem, match="BAKEN_PORT"):
                server.refuse_taken("127.0.0.1", other.getsockname()[1])

    def test_number_that_is_no_port_is_refused(self) -> None:
        with pytest.raises(Problem, match="is no port"):
            server.refuse_taken("127.0.0.1", 70_000)

    def test_no_server_process_at_all_is_refused(self) -> None:
        with pytest.raises(Problem, match="At least one"):
            serve.start(port=1, workers=0, with_worker=False)


class TestSentences:
    """A mistake is told in one line on stderr, never as a traceback."""

    @pytest.mark.parametrize(
        ("raised", "said"),
        [
            (Problem("No such thing."), "No such thing."),
            (FileNotFoundError(2, "No such file", "x.yaml"), "x.yaml: No such file."),
            (OperationalError("out of reach\nmore"), "The database cannot be used: out of reach"),
            (ProgrammingError('relation "a" does not exist'), "Run `baken migrate` first."),
            (KeyboardInterrupt(), "Stopped."),
        ],
    )
    def test_problem_becomes_a_sentence(
        self, raised: BaseException, said: str, capsys: Any, monkeypatch: Any
    ) -> None:
        def fail(options: Any) -> int:
            raise raised

        monkeypatch.setattr("baken.site.commands.verify_trail.run", fail)
        assert cli.main(["verify-trail"]) == 1
        told = capsys.readouterr().err
        assert said in told
        assert told.count("\n") == 1

    def test_reader_that_went_away_is_no_traceback(self, monkeypatch: Any) -> None:
        def fail(options: Any) -> int:
            raise BrokenPipeError

        monkeypatch.setattr("sys.stdout", sys.stdout)
        monkeypatch.setattr("baken.site.commands.verify_trail.run", fail)
        assert cli.main(["verify-trail"]) == 1


class TestOrganisation:
    """``baken import-organisation``."""

    def test_import_makes_units_persons_and_accounts_and_says_so(
        self, db: None, tmp_path: Path, capsys: Any
    ) -> None:
        assert self.load(tmp_path, ORGANISATION) == 0
        assert "unit SUB created" in capsys.readouterr().out
        assert sorted(Unit.objects.values_list("code", flat=True)) == ["SUB", "TOP"]
        assert not Account.objects.get(username="ander").has_usable_password()

    def test_second_import_changes_nothing(self, db: None, tmp_path: Path, capsys: Any) -> None:
        self.load(tmp_path, ORGANISATION)
        capsys.readouterr()
        assert self.load(tmp_path, ORGANISATION) == 0
        assert capsys.readouterr().out == "0 created, 0 changed, 4 unchanged.\n"

    def test_problem_in_the_file_is_told_and_nothing_is_written(
        self, db: None, tmp_path: Path, capsys: Any
    ) -> None:
        assert self.load(tmp_path, ORGANISATION.replace("role: employee", "role: wizard")) == 1
        assert "no role wizard" in capsys.readouterr().err
        assert Unit.objects.count() == 0

    def test_file_with_sites_and_equipment_is_brought_in_whole(
        self, db: None, tmp_path: Path, capsys: Any
    ) -> None:
        assert self.load(tmp_path, ORGANISATION + THINGS) == 0
        told = capsys.readouterr().out
        assert "site HAV-1 created\nequipment LADR-1 created\n6 created, 0 changed" in told
        assert self.load(tmp_path, ORGANISATION + THINGS) == 0
        assert capsys.readouterr().out == "0 created, 0 changed, 6 unchanged.\n"

    def test_problem_with_one_thing_leaves_nothing_of_the_whole_file(
        self, db: None, tmp_path: Path, capsys: Any
    ) -> None:
        wrong = THINGS.replace("kind: ladder", "kind: dragon")
        assert self.load(tmp_path, ORGANISATION + wrong) == 1
        told = capsys.readouterr()
        assert told.out == "0 created, 0 changed, 0 unchanged.\n"
        assert told.err == (
            "equipment 1 (LADR-1), field kind: there is no kind of equipment dragon\n"
        )
        assert (Unit.objects.count(), Account.objects.count()) == (0, 0)

    def test_csv_with_equipment_is_read_as_such(
        self, db: None, tmp_path: Path, capsys: Any
    ) -> None:
        self.load(tmp_path, ORGANISATION)
        file = tmp_path / "equipment.csv"
        file.write_text("code,kind,name,unit,serial_number\nLADR-1,ladder,Ladder,SUB,S1\n")
        capsys.readouterr()
        assert cli.main(["import-organisation", str(file)]) == 0
        assert capsys.readouterr().out.startswith("equipment LADR-1 created\n1 created")

    def test_missing_file_is_a_sentence(self, db: None, tmp_path: Path, capsys: Any) -> None:
        assert cli.main(["import-organisation", str(tmp_path / "none.yaml")]) == 1
        assert "none.yaml" in capsys.readouterr().err

    def load(self, folder: Path, content: str) -> int:
        """Import this content through the command."""
        file = folder / "organisation.yaml"
        file.write_text(content, encoding="utf-8")
        return cli.main(["import-organisation", str(file)])


class TestToken:
    """``baken token create``."""

    def test_token_alone_is_printed_and_opens_the_account(self, cast: Cast, capsys: Any) -> None:
        assert cli.main(["token", "create", "--user", "soldier", "--days", "3"]) == 0
        printed = capsys.readouterr().out
        assert printed.count("\n") == 1
        assert token_shown(printed.strip(), cast.at).account == cast.soldier.account

    def test_token_leaves_a_row_in_the_history_and_a_notice(self, cast: Cast) -> None:
        token.token_with_trace(account=cast.soldier.account, at=cast.at, days=3)
        last = PersonStep.objects.of(cast.soldier.person).order_by("-serial").first()
        assert (last.code, last.facts) == ("org.person.token_made", {"days": 3})
        assert [one.code for one in notices_of(cast.soldier.actor).items] == ["site.token_made"]
        assert list(breaks()) == []

    def test_person_gets_no_token_outside_the_demonstration(
        self, cast: Cast, settings: Any, capsys: Any
    ) -> None:
        settings.DEMO = False
        assert cli.main(["token", "create", "--user", "soldier"]) == 1
        assert "service accounts" in capsys.readouterr().err
        assert ApiToken.objects.count() == 0

    def test_service_account_gets_one_outside_the_demonstration(
        self, cast: Cast, settings: Any
    ) -> None:
        settings.DEMO = False
        Account.objects.filter(username="soldier").update(is_service=True)
        assert cli.main(["token", "create", "--user", "soldier"]) == 0

    @pytest.mark.parametrize("words", [["--user", "none"], ["--user", "soldier", "--days", "0"]])
    def test_unknown_name_or_no_days_is_refused(self, cast: Cast, words: list[str]) -> None:
        assert cli.main(["token", "create", *words]) == 1

    def test_account_of_nobody_gets_no_token(self, cast: Cast) -> None:
        Person.objects.for_system(reason="access").filter(pk=cast.soldier.person.pk).update(
            account=None
        )
        assert cli.main(["token", "create", "--user", "soldier"]) == 1
        assert ApiToken.objects.count() == 0


class TestTrailAndMigrate:
    """``baken verify-trail`` and ``baken migrate``."""

    def test_whole_trail_is_said_to_hold(self, cast: Cast, capsys: Any) -> None:
        assert cli.main(["verify-trail"]) == 0
        assert capsys.readouterr().out == "The trail holds.\n"

    def test_seals_are_printed_to_keep_elsewhere_and_missed_when_gone(
        self, cast: Cast, capsys: Any, tmp_path: Path
    ) -> None:
        seal_finished_days(at=cast.at + timedelta(days=2))
        assert cli.main(["verify-trail"]) == 0
        said = capsys.readouterr().out.splitlines()
        assert (said[0], len(said)) == ("The trail holds.", 1 + Seal.objects.count())
        kept = tmp_path / "seals"
        kept.write_text("\n".join(said[1:]))
        assert cli.main(["verify-trail", "--seals", str(kept)]) == 0

        Seal.objects.all().delete()

        assert cli.main(["verify-trail", "--seals", str(kept)]) == 1
        assert "kept elsewhere and is gone" in capsys.readouterr().err

    def test_file_of_seals_that_is_not_there_is_one_sentence(self, cast: Cast, capsys: Any) -> None:
        assert cli.main(["verify-trail", "--seals", "nergens"]) == 1
        assert capsys.readouterr().err == "baken: nergens: No such file or directory.\n"

    def test_first_broken_place_is_named(self, cast: Cast, capsys: Any) -> None:
        Person.objects.for_system(reason="trail").filter(pk=cast.soldier.person.pk).update(
            state="gone"
        )
        assert cli.main(["verify-trail"]) == 1
        assert cast.soldier.person.ref in capsys.readouterr().err

    def test_somebody_elses_account_is_told_with_what_to_do(self, cast: Cast, capsys: Any) -> None:
        person, found = cast.outsider.person, Person.objects.for_system(reason="trail")
        found.filter(pk=person.pk).update(account=make_account("indringer"))
        assert cli.main(["verify-trail"]) == 1
        said = capsys.readouterr().err
        assert said.startswith(
            f"The trail does not hold. First at {person.ref}: account is not what"
        )
        assert "put back from a copy what org.person.imported recorded" in said

    def test_migrated_database_has_nothing_to_do(self, db: None, capsys: Any) -> None:
        assert cli.main(["migrate"]) == 0
        assert capsys.readouterr().out == "Nothing to do.\n"

    def test_worker_refuses_an_unmigrated_database(self, db: None, monkeypatch: Any) -> None:
        monkeypatch.setattr(database, "waiting_migrations", lambda: 3)
        assert cli.main(["worker"]) == 1


class TestCheck:
    """``baken check``: a sentence per problem."""

    @pytest.fixture
    def sound(self, db: None, settings: Any) -> Any:
        """Settings of an installation that is fit for production."""
        settings.SECRET_KEY = "3f9c1b7a5d2e8f4061c7a9b3d5e7f1028394a6b8c0d2e4f6"
        settings.DEMO = False
        settings.HTTPS = True
        settings.ALLOWED_HOSTS = ["baken.example"]
        settings.SECOND_FACTOR = "own"
        return settings

    def test_sound_installation_is_fit(self, sound: Any, capsys: Any) -> None:
        assert cli.main(["check"]) == 0
        assert capsys.readouterr().out == "Fit for production.\n"

    def test_units_whose_reports_nobody_can_triage_are_named(
        self, sound: Any, cast: Cast, capsys: Any
    ) -> None:
        assert cli.main(["check"]) == 1
        told = capsys.readouterr().err
        assert "name no unit: appoint a safety adviser on MINISTRY" in told
        assert "Nobody can triage reports of 2 units, such as ARMY, NAVY." in told
        cast.add("desk", ("safety_adviser", "MINISTRY", None))
        assert cli.main(["check"]) == 0

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("OIDC_ISSUER", "https://id.example", []),
            ("OIDC_ISSUER", "http://id.example", ["BAKEN_OIDC_ISSUER"]),
            ("OIDC_CLIENT_ID", "", ["BAKEN_OIDC_CLIENT_ID"]),
            ("OIDC_SCOPES", "profile", ["BAKEN_OIDC_SCOPES"]),
        ],
    )
    def test_single_sign_on_that_cannot_work_is_a_problem(
        self, sound: Any, name: str, value: str, words: list[str]
    ) -> None:
        sound.OIDC_ISSUER, sound.OIDC_CLIENT_ID = "https://id.example", "baken"
        setattr(sound, name, value)
        assert [line.split()[0] for line in check.settings_problems()] == words

    @pytest.mark.parametrize(
        ("name", "value", "word"),
        [
            ("SECRET_KEY", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "BAKEN_SECRET_KEY"),
            ("SECRET_KEY", "short", "BAKEN_SECRET_KEY"),
            ("DEBUG", True, "Debug"),
            ("DEMO", True, "BAKEN_DEMO"),
            ("SECOND_FACTOR", "never", "BAKEN_SECOND_FACTOR"),
            ("HTTPS", False, "BAKEN_HTTPS"),
            ("ALLOWED_HOSTS", ["localhost"], "BAKEN_HOSTS"),
            ("ALLOWED_HOSTS", ["*"], "BAKEN_HOSTS"),
            ("CLOCK_SHIFT_HOURS", 5, "BAKEN_CLOCK_SHIFT_HOURS"),
            ("FILES_ROOT", Path("/dev/null/files"), "Files cannot be stored"),
            ("ROLES_FILE", Path("/dev/null/roles"), "The roles"),
        ],
    )
    def test_each_problem_is_one_sentence(
        self, sound: Any, capsys: Any, name: str, value: Any, word: str
    ) -> None:
        setattr(sound, name, value)
        assert cli.main(["check"]) == 1
        told = capsys.readouterr().err
        assert word in told
        assert told.count("\n") == 1

    def test_layout_with_a_mistake_is_told_with_its_line(self, sound: Any, tmp_path: Path) -> None:
        (tmp_path / "brief_card.yaml").write_text("layout: }", encoding="utf-8")
        sound.LAYOUTS_FOLDER = tmp_path
        [told] = check.layout_problems_said()
        assert told.startswith("BAKEN_LAYOUTS, brief_card.yaml, line 1: this is no valid YAML")

    def test_unmigrated_database_is_told(self, sound: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(database, "waiting_migrations", lambda: 2)
        assert list(check.database_problems()) == [
            "The database misses 2 migrations: run `baken migrate`."
        ]

    def test_database_out_of_reach_is_told(self, sound: Any, monkeypatch: Any) -> None:
        def fail() -> int:
            raise OperationalError("no route")

        monkeypatch.setattr(database, "waiting_migrations", fail)
        assert list(check.database_problems()) == ["The database cannot be reached: no route"]

    def test_unfit_engine_is_told(self, sound: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(database, "engine_problem", lambda: "Too old.")
        assert list(check.database_problems()) == ["Too old."]

    def test_old_engine_is_recognised(self, db: None, monkeypatch: Any) -> None:
        monkeypatch.setattr("django.db.connection.vendor", "sqlite", raising=False)
        monkeypatch.setattr(database.sqlite3, "sqlite_version_info", (3, 30))
        assert "too old" in database.engine_problem()

    def test_events_that_wait_or_failed_are_told(self, sound: Any, cast: Cast) -> None:
        for attempts, number in ((8, 1), (0, 2)):
            OutboxEvent.objects.create(
                number=number,
                name="reports.report.stepped",
                table="reports.report",
                record=1,
                at=cast.at.replace(year=2020),
                attempts=attempts,
            )
        told = list(check.outbox_problems())
        assert [sentence.split()[0] for sentence in told] == ["1", "Events"]


class TestWorker:
    """One round of the worker, and when it stops."""

    def test_round_delivers_what_waits(self, cast: Cast, deliver: Any) -> None:
        assert deliver() == 0
        OutboxEvent.objects.create(
            number=7, name="reports.report.stepped", table="reports.report", record=1, at=cast.at
        )
        assert Worker().work_once(cast.at) == 1

    def test_day_is_sealed_once_by_two_workers(self, cast: Cast) -> None:
        from baken.core.trail.models import Seal

        tomorrow = cast.at.replace(day=cast.at.day + 1)
        for worker in (Worker(), Worker()):
            worker.work_once(tomorrow)
            worker.work_once(tomorrow)
        assert Seal.objects.count() == Seal.objects.values("table").distinct().count() > 0
        assert list(breaks()) == []

    def test_unit_ends_once_its_last_day_is_over(self, cast: Cast) -> None:
        det = make_unit("DET", parent=cast.battalion, level=1, ends_on=cast.at.date())
        worker = Worker()
        states = []
        for days in (0, 1, 1):
            worker.work_once(cast.at + timedelta(days=days))
            states.append(Unit.objects.get(pk=det.pk).state)
        assert states == ["existing", "dissolved", "dissolved"]
        step = UnitStep.objects.of(det).order_by("-serial")[0]
        assert (step.actor, step.facts) == (None, {"on": cast.at.date().isoformat()})

    def test_orphan_stops_at_once(self, db: None, monkeypatch: Any) -> None:
        monkeypatch.setattr(signal, "signal", lambda number, handler: None)
        Worker(parent=0).run()

    def test_database_trouble_is_waited_out(self, db: None, monkeypatch: Any) -> None:
        worker = Worker()

        def fail(at: Any) -> int:
            worker.stop()
            raise OperationalError("gone")

        monkeypatch.setattr(signal, "signal", lambda number, handler: None)
        monkeypatch.setattr(worker, "work_once", fail)
        worker.run()


class TestDemo:
    """``baken demo``, where it does not load."""

    def test_other_organisation_is_left_alone(self, cast: Cast, capsys: Any) -> None:
        assert cli.main(["demo", "--no-serve"]) == 1
        assert "not the demonstration" in capsys.readouterr().err
        assert Account.objects.filter(username="soldaat").count() == 0

    @pytest.mark.parametrize(("days", "hours"), [(49, "1176"), (0, None), (-5, None)])
    def test_day_to_come_moves_the_clock_to_it(self, days: int, hours: str | None) -> None:
        day = date.today() + timedelta(days=days)  # noqa: DTZ011 - the day of this machine
        found = demo.environment(argparse.Namespace(today=day))
        assert found.get("BAKEN_CLOCK_SHIFT_HOURS") == hours

    def test_no_day_leaves_the_clock_alone(self) -> None:
        assert demo.environment(argparse.Namespace(today=None)) == {"BAKEN_DEMO": "yes"}

    def test_day_that_is_no_day_is_wrong_use(self) -> None:
        with pytest.raises(SystemExit) as ended:
            cli.main(["demo", "--today", "tomorrow"])
        assert ended.value.code == 2

"""What is made ahead in a second process is what would have been made here, whatever goes wrong."""

from __future__ import annotations

import asyncio
import errno
import multiprocessing
import os
import signal
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.db import connection

from baken.rooms.reports.jobs import ahead as module
from baken.rooms.reports.jobs.ahead import MakerLost, ahead, let_go_of_databases, send_all
from baken.rooms.reports.schemas.legacy_file import FileDamaged


def _yes() -> bool:
    return True


def _makers(count: int) -> Iterator[tuple[int, int]]:
    """Every number with the process that made it."""
    for number in range(count):
        yield number, os.getpid()


def _damaged_at(last: int) -> Iterator[int]:
    yield from range(last)
    raise FileDamaged("the file is damaged after line 7")


def _killed_at(last: int) -> Iterator[int]:
    yield from range(last)
    os.kill(os.getpid(), signal.SIGKILL)


def test_items_after_the_first_are_made_in_one_other_process() -> None:
    made = list(ahead(_makers(40), more=_yes))
    assert [number for number, _maker in made] == list(range(40))
    others = {maker for _number, maker in made[1:]}
    assert (made[0][1], len(others)) == (os.getpid(), 1)
    assert os.getpid() not in others


@pytest.mark.parametrize("count", [0, 1, 5])
def test_without_more_to_come_no_process_starts(count: int) -> None:
    made = list(ahead(_makers(count), more=lambda: False))
    assert made == [(number, os.getpid()) for number in range(count)]


def test_items_are_made_here_where_no_process_can_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(os, "fork", refuse)
    assert list(ahead(_makers(5), more=_yes)) == [(number, os.getpid()) for number in range(5)]


@pytest.mark.parametrize("count", [0, 1])
def test_more_may_turn_out_to_be_nothing(count: int) -> None:
    assert len(list(ahead(_makers(count), more=_yes))) == count


@pytest.mark.parametrize("last", [0, 1, 3])
def test_trouble_over_there_is_raised_here_after_the_items_before_it(last: int) -> None:
    made = ahead(_damaged_at(last), more=_yes)
    assert [next(made) for _number in range(last)] == list(range(last))
    with pytest.raises(FileDamaged, match="line 7"):
        next(made)


def test_a_process_that_is_killed_is_told_as_lost() -> None:
    made = ahead(_killed_at(2), more=_yes)
    assert [next(made), next(made)] == [0, 1]
    with pytest.raises(MakerLost):
        next(made)


def _killed_while_sending() -> Iterator[bytes]:
    """The second item is larger than a pipe holds: its sender waits in the middle of it."""
    yield b""
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    yield bytes(5_000_000)


def test_a_process_that_is_killed_in_the_middle_of_an_item_is_told_as_lost() -> None:
    made = ahead(_killed_while_sending(), more=_yes)
    assert next(made) == b""
    multiprocessing.active_children()[0].join(10)
    with pytest.raises(MakerLost):
        next(made)


def test_an_item_that_cannot_travel_is_trouble() -> None:
    with pytest.raises(Exception, match="pickle"):
        list(ahead(iter([1, lambda: 2]), more=_yes))


def test_the_process_ends_with_its_reader() -> None:
    with closing(ahead(_makers(1_000_000), more=_yes)) as made:
        next(made)
        assert len(multiprocessing.active_children()) == 1
    assert multiprocessing.active_children() == []


# ---- the database of the parent ----


def _counting() -> Iterator[int]:
    """What the database says, asked in the process that makes the items."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT 1")
            yield cursor.fetchone()[0]


def _holding(socket: int) -> Iterator[bool]:
    """Whether the process that makes the items holds a socket with this number."""
    while True:
        yield stat.S_ISSOCK(os.fstat(socket).st_mode)


@pytest.mark.django_db
def test_the_database_is_refused_over_there_and_goes_on_here() -> None:
    with closing(ahead(_asking(), more=_yes)) as made:
        assert next(made) == 0
        with pytest.raises(RuntimeError, match="must not touch the database"):
            next(made)
    assert next(_counting()) == 1


def _asking() -> Iterator[int]:
    yield 0
    yield from _counting()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file has no socket")
def test_the_socket_of_the_database_is_held_here_only() -> None:
    connection.ensure_connection()
    with closing(ahead(_holding(connection.connection.fileno()), more=_yes)) as made:
        assert [next(made) for _item in range(3)] == [True, False, False]
        assert next(_counting()) == 1
    assert next(_counting()) == 1


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file has no socket")
def test_the_socket_is_held_here_only_within_an_event_loop_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There a loop of the parent is none, and Django would show that process other connections."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

    async def within() -> list[bool]:
        connection.ensure_connection()
        with (
            closing(connection),
            closing(ahead(_holding(connection.connection.fileno()), more=_yes)) as made,
        ):
            return [next(made) for _item in range(3)]

    with ThreadPoolExecutor(
        1
    ) as beside:  # a browser's tests may have a loop in this thread already
        assert beside.submit(asyncio.run, within()).result() == [True, False, False]


def test_databases_that_are_let_go_of_are_not_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    held = SimpleNamespace(fileno=lambda: read)
    servers = [SimpleNamespace(connection=held, vendor="postgresql")]
    files = [SimpleNamespace(connection=object(), vendor="sqlite")]
    monkeypatch.setattr(module, "_inherited", [])
    monkeypatch.setattr(module.connections, "all", lambda: servers)
    let_go_of_databases(files)
    assert stat.S_ISCHR(os.fstat(read).st_mode)
    assert [one.connection for one in servers + files] == [None, None]
    with pytest.raises(RuntimeError, match="must not touch"):
        servers[0].connect()
    os.close(read)
    os.close(write)


def test_everything_is_sent_and_then_the_end() -> None:
    here, there = multiprocessing.Pipe(duplex=False)
    send_all(iter([1, 2]), there)
    assert [here.recv() for _message in range(3)] == [("item", 1), ("item", 2), ("end", None)]


def test_trouble_is_sent_in_place_of_the_end() -> None:
    here, there = multiprocessing.Pipe(duplex=False)
    send_all(_damaged_at(1), there)
    assert here.recv() == ("item", 0)
    kind, trouble = here.recv()
    assert (kind, type(trouble)) == ("trouble", FileDamaged)


def test_sending_to_nobody_is_silent() -> None:
    here, there = multiprocessing.Pipe(duplex=False)
    here.close()
    send_all(iter([1, 2]), there)
    assert there.closed is False

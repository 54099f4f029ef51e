"""What was shown is shown once, also when the process dies in between."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.clock import VirtualClock
from adapters.terminal.journal import Journal
from adapters.terminal.messenger import TerminalMessenger
from adapters.terminal.shown import Shown, Told
from bot.errors import MaybeSentError
from bot.ports import Messenger, Posted
from tests.adapters.terminal.screens import ECHO, NINE, PROMPT, letter

M1 = Posted(channel="me", message_id="m1")


class Wall:
    """A window that remembers, and can be broken."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.broken: OSError | None = None

    def show(self, item: Shown) -> str:
        if self.broken is not None:
            raise self.broken
        self.shown.append(item)
        return "words"

    @property
    def faces(self) -> list[tuple[int, int, bool]]:
        """Return id, version and whether it was new, of each message shown."""
        return [(item.letter.id, item.letter.version, item.is_new) for item in self.shown if isinstance(item, Told)]


class Process:
    """A messenger on a journal that outlives it."""

    def __init__(self, path: Path, wall: Wall) -> None:
        self.journal = Journal(path)
        self.messenger = TerminalMessenger(window=wall, journal=self.journal, clock=VirtualClock(NINE))

    def dies(self) -> None:
        self.journal.close()


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shown"


async def test_a_letter_is_shown_at_the_time_and_can_be_found(path: Path, wall: Wall) -> None:
    messenger: Messenger = Process(path, wall).messenger
    assert messenger.platform == "terminal"
    assert await messenger.find(letter(PROMPT), NINE) is None
    assert await messenger.send(letter(PROMPT)) == M1
    assert wall.shown == [Told(at=NINE, letter=letter(PROMPT))]
    assert await messenger.find(letter(PROMPT), NINE) == M1


async def test_the_same_face_is_shown_once(path: Path, wall: Wall) -> None:
    messenger = Process(path, wall).messenger
    for _ in range(2):
        await messenger.send(letter(PROMPT))
    for _ in range(2):
        await messenger.edit(letter(ECHO, version=2), M1)
    await messenger.send(letter(PROMPT))
    assert wall.faces == [(1, 1, True), (1, 2, False)]


async def test_after_a_restart_what_was_shown_is_known(path: Path, wall: Wall) -> None:
    first = Process(path, wall)
    await first.messenger.send(letter(PROMPT))
    first.dies()
    second = Process(path, wall).messenger
    assert await second.find(letter(PROMPT), NINE) == M1
    assert await second.send(letter(PROMPT)) == M1
    assert await second.find(letter(PROMPT, number=2), NINE) is None
    # Wanted anew while the outcome was unknown: it arrived, and its newer face is shown once.
    assert await second.find(letter(ECHO, version=2), NINE) == M1
    await second.edit(letter(ECHO, version=2), M1)
    await second.edit(letter(ECHO, version=2), M1)
    assert wall.faces == [(1, 1, True), (1, 2, False)]


async def test_a_message_sent_again_with_a_newer_face_is_a_replacement(path: Path, wall: Wall) -> None:
    messenger = Process(path, wall).messenger
    await messenger.send(letter(PROMPT))
    await messenger.send(letter(ECHO, version=2))
    assert wall.faces == [(1, 1, True), (1, 2, False)]


async def test_the_pause_for_reading_comes_when_all_is_written_down(path: Path, wall: Wall) -> None:
    noted: list[tuple[str, int | None]] = []

    async def pace(words: str) -> None:
        noted.append((words, journal.version(1)))

    with Journal(path) as journal:
        messenger = TerminalMessenger(window=wall, journal=journal, clock=VirtualClock(NINE), pace=pace)
        await messenger.send(letter(PROMPT))
        await messenger.send(letter(PROMPT))
    assert noted == [("words", 1)]


async def test_a_terminal_that_is_gone_is_said_so_and_nothing_is_noted(path: Path, wall: Wall) -> None:
    process = Process(path, wall)
    wall.broken = BrokenPipeError("gone")
    with pytest.raises(MaybeSentError):
        await process.messenger.send(letter(PROMPT))
    assert process.messenger.fault is wall.broken
    assert await process.messenger.find(letter(PROMPT), NINE) is None


# --- the journal ------------------------------------------------------------------------------------------------------


def test_the_journal_holds_numbers_only_and_is_its_owners(path: Path) -> None:
    path.touch(mode=0o644)
    with Journal(path) as journal:
        journal.note(12, 1)
        journal.note(13, 1)
        journal.note(12, 2)
    assert path.read_bytes() == b"12 1\n13 1\n12 2\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_journal_knows_what_was_shown_last(path: Path) -> None:
    with Journal(path) as journal:
        journal.note(12, 1)
        journal.note(13, 1)
        journal.note(12, 2)
    with Journal(path) as journal:
        assert sorted((12, 13, 14), key=journal.place) == [14, 13, 12]
        journal.note(13, 2)
        assert [journal.is_earlier(each) for each in (12, 13, 14)] == [True, False, False]


@pytest.mark.parametrize(
    ("held", "versions", "then"),
    [
        (b"1 1\n2 1\n3", {1: 1, 2: 1, 3: None}, b"1 1\n2 1\n9 1\n"),
        (b"1 1\n2 ", {1: 1, 2: None}, b"1 1\n9 1\n"),
        (b"1 1\n2 1", {1: 1, 2: 1}, b"1 1\n2 1\n9 1\n"),
        (b"1", {1: None}, b"9 1\n"),
        (b"\x00\x00\n1 1\n", {1: 1}, b"\x00\x00\n1 1\n9 1\n"),
        (b"words of a person\n2 3\n", {2: 3}, b"words of a person\n2 3\n9 1\n"),
        (b"1 2\n1 1\n", {1: 2}, b"1 2\n1 1\n9 1\n"),
        (b"", {1: None}, b"9 1\n"),
    ],
)
def test_a_torn_line_is_mended(path: Path, held: bytes, versions: dict[int, int | None], then: bytes) -> None:
    path.write_bytes(held)
    with Journal(path) as journal:
        assert {message: journal.version(message) for message in versions} == versions
        journal.note(9, 1)
    assert path.read_bytes() == then


@settings(deadline=None, max_examples=50)  # each waits for the disk
@given(noted=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12)), min_size=1), torn=st.integers(0, 6))
def test_wherever_a_crash_tears_it_nothing_is_claimed_that_was_not_shown(
    tmp_path_factory: pytest.TempPathFactory, noted: list[tuple[int, int]], torn: int
) -> None:
    path = tmp_path_factory.mktemp("journal") / "shown"
    whole = "".join(f"{message} {version}\n" for message, version in noted)
    path.write_text(whole[: max(len(whole) - torn, 0)], encoding="ascii")
    with Journal(path) as journal:
        for message, _ in noted:
            claimed = journal.version(message)
            assert claimed is None or claimed <= max(version for each, version in noted if each == message)
        journal.note(99, 1)
    with Journal(path) as journal:
        assert journal.version(99) == 1

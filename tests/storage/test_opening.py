from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.ports import Store
from storage import open_store
from storage.sqlite import network_file_system
from tests.storage.given import NOW, account, enrolled

SECRET = "geheim"  # noqa: S105 - a password that must not be found


async def refusal(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        await open_store(url)
    return str(caught.value)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def let_others_read(path: Path) -> None:
    path.chmod(0o644)


def databases_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.rglob("*.db"))


async def used(store: Store) -> None:
    await enrolled(store)
    await store.close()


# --- SQLite -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["sqlite:///{}", "sqlite+aiosqlite:///{}", "{}"])
async def test_a_file_is_named_as_people_name_it(tmp_path: Path, how: str) -> None:
    path = tmp_path / "a file.db"
    await used(await open_store(how.format(path)))
    assert path.exists()


async def test_a_path_may_be_relative_and_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    await used(await open_store("sqlite:///here.db"))
    await used(await open_store("~/.local/share/whatfor/there.db"))
    assert databases_in(tmp_path) == ["here.db", "there.db"]


async def test_the_files_and_the_directory_made_for_them_are_their_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "whatfor.db"
    old = os.umask(0)
    store = await open_store(str(path))
    await enrolled(store)
    os.umask(old)
    assert mode(path.parent) == 0o700
    assert {file.name: mode(file) for file in path.parent.iterdir()} == {
        "whatfor.db": 0o600,
        "whatfor.db-shm": 0o600,
        "whatfor.db-wal": 0o600,
    }
    await store.close()


async def test_a_file_that_others_could_read_becomes_its_owners_alone(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    let_others_read(path)
    await (await open_store(sqlite_url)).close()
    assert mode(path) == 0o600


async def test_a_database_is_set_up_to_lose_nothing_and_to_keep_nothing_deleted(sqlite_store: Store) -> None:
    async with sqlite_store._engine.connect() as connection:  # type: ignore[attr-defined]  # noqa: SLF001 - settings of its inside
        settings = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


async def test_what_was_stored_is_there_when_it_is_opened_again(database_url: str) -> None:
    store = await open_store(database_url)
    ann = await enrolled(store)
    await store.close()
    store = await open_store(database_url)
    async with store.begin() as tx:
        assert await tx.people.known(ann.account) == ann
    await store.close()


async def test_two_stores_over_one_file_see_each_others_work(sqlite_url: str) -> None:
    one, two = await open_store(sqlite_url), await open_store(sqlite_url)
    people = [account() for _ in range(20)]

    async def enrol(number: int) -> None:
        async with (one, two)[number % 2].begin() as tx:
            await tx.people.enrol(people[number], "UTC", NOW)

    await asyncio.gather(*(enrol(number) for number in range(20)))
    async with one.begin() as tx:
        assert {known.account for known in await tx.records.people()} == set(people)
    for store in (one, two):
        await store.close()


async def test_a_store_in_memory_lasts_until_it_is_closed() -> None:
    store = await open_store("sqlite://")
    ann = await enrolled(store)
    async with store.begin() as tx:
        assert await tx.people.known(ann.account) == ann
    other = await open_store("sqlite://")
    async with other.begin() as tx:
        assert await tx.records.people() == ()
    for each in (store, other):
        await each.close()


async def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    assert await refusal(str(tmp_path / "not" / "there" / "x.db")) == (
        f"There is no directory {tmp_path / 'not'}. Make it, or name another file."
    )


async def test_what_is_no_place_for_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hello")
    assert await refusal(str(tmp_path)) == f"{tmp_path} is a directory. Name a file in it."
    assert "is a file, not a directory" in await refusal(str(tmp_path / "file" / "x.db"))


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Dana, " * 1_000)
    path.chmod(0o644)
    assert await refusal(str(path)) == f"{path} is no database. Name another file."
    assert (path.read_text(), mode(path)) == ("Dear Dana, " * 1_000, 0o644)


async def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE people (name TEXT)")
    connection.close()
    assert "another program" in await refusal(str(path))


async def test_a_database_that_is_newer_than_the_program_is_left_alone(database_url: str) -> None:
    store = await open_store(database_url)
    async with store._engine.begin() as connection:  # type: ignore[attr-defined]  # noqa: SLF001 - nobody else writes this
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await store.close()
    assert "newer version of Whatfor (its tables are at step 9999)" in await refusal(database_url)


@pytest.mark.parametrize(
    ("directory", "kind"),
    [
        ("/home/ann", None),
        ("/home/ann/share/deep", "nfs4"),
        ("/home/ann/share/deep/local", None),
        ("/home/ann/shared", None),
        ("/mnt/with space/x", "cifs"),
        ("/mnt/far", "fuse.sshfs"),
        ("/mnt/near", None),
    ],
)
def test_a_network_file_system_is_recognised(directory: str, kind: str | None) -> None:
    mounts = """\
/dev/vda / ext4 rw,relatime 0 0
server:/x /home/ann/share nfs4 rw 0 0
/dev/vdb /home/ann/share/deep/local xfs rw 0 0
//server/y /mnt/with\\040space cifs rw 0 0
ann@server: /mnt/far fuse.sshfs rw 0 0
/dev/sdc /mnt/near fuse.ntfs-3g rw 0 0
"""
    assert network_file_system(Path(directory), mounts) == kind
    assert network_file_system(Path(directory), "") is None


@pytest.mark.parametrize(
    "ending", ["await store.close()", "raise SystemExit(3)", "os.kill(os.getpid(), signal.SIGTERM)"]
)
async def test_a_process_that_used_a_store_ends(tmp_path: Path, ending: str) -> None:
    program = f"""
import asyncio, os, signal
from storage import open_store
async def main():
    store = await open_store({str(tmp_path / "x.db")!r})
    async with store.begin() as tx:
        await tx.records.people()
    {ending}
asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=Path(__file__).parents[2])
    assert await asyncio.wait_for(process.wait(), 30) == {"a": 0, "r": 3, "o": -15}[ending[0]]


# --- PostgreSQL, and what is neither ----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
async def test_a_postgresql_database_is_named_as_people_name_it(postgres_url: str, scheme: str) -> None:
    rest = postgres_url.partition("://")[2]
    parameters = "&sslmode=disable&channel_binding=prefer&connect_timeout=5&application_name=bot"
    await used(await open_store(f"{scheme}://{rest}{parameters}"))


async def test_several_processes_may_start_at_once_on_an_empty_database(empty_postgres_url: str) -> None:
    stores = await asyncio.gather(*(open_store(empty_postgres_url) for _ in range(4)))
    for store in stores:
        await used(store)


async def test_without_its_driver_the_way_to_get_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert "pip install 'whatfor[postgres]'" in await refusal(f"postgresql://ann:{SECRET}@localhost/whatfor")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"postgresql://ann:{SECRET}@localhost:1/whatfor", "whatfor on localhost:1"),
        (f"postgresql://ann:{SECRET}@localhost:port/whatfor", "can't be read"),
        (f"postgresql://ann:{SECRET}@localhost/whatfor?connect_timeout=soon", "can't be read"),
        ("~nobody-of-that-name/x.db", "there is none"),
        (f"postgresql://ann:{SECRET}@localhost:1/whatfor?colour=red", "whatfor on localhost:1"),
        (f"mysql://ann:{SECRET}@localhost/whatfor", "mysql is no database that Whatfor knows"),
        ("://", "can't be read"),
    ],
)
async def test_what_cannot_be_opened_is_said_without_the_password(url: str, said: str) -> None:
    reason = await refusal(url)
    assert said in reason
    assert SECRET not in reason


async def test_a_missing_postgresql_database_is_named(postgres_server: str) -> None:
    reason = await refusal(postgres_server.replace("/postgres?", "/nowhere?"))
    assert 'database "nowhere" does not exist. Create it first.' in reason

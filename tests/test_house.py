"""The rules of the house hold, and each of them can fail."""

from __future__ import annotations

import ast
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.independence import IndependenceContract

from tests.contracts import Arrows, Outside

HOME = Path(__file__).parent.parent
PACKAGES = ("bot", "adapters", "storage")
CONTRACT_TYPES: dict[str, type[Contract]] = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "arrows": Arrows,
    "independence": IndependenceContract,
    "outside": Outside,
}

ENGINE = "The engine imports along the arrows"
DOORS = "A door knows the engine's face, and neither the store nor the engine's inside"
STORE = "The store knows the engine's words, and nothing of what it does"
DOORS_APART = "Doors never meet one another"
FEATURES_APART = "Features may speak another's words, never in a circle"
PURE = "The engine takes from outside only pure libraries"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Build a copy of the packages, to be spoilt."""
    for package in PACKAGES:
        shutil.copytree(HOME / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def file_of(root: Path, module: str) -> Path:
    """Return the file of a module under `root`, which is made where there is none yet."""
    path = root.joinpath(*module.split("."))
    if (path / "__init__.py").exists():
        return path / "__init__.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.with_suffix(".py").touch()
    return path.with_suffix(".py")


def offend(root: Path, importer: str, imported: str) -> None:
    """Add one import to a module under `root`."""
    if imported.partition(".")[0] in PACKAGES:
        file_of(root, imported)
    with file_of(root, importer).open("a", encoding="utf-8") as file:
        file.write(f"\nimport {imported}\n")


def broken_contracts(root: Path) -> list[str]:
    """Return the names of the contracts that the packages under `root` break."""
    configuration = read_configuration(str(HOME / "pyproject.toml"))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root)
        for package in PACKAGES:  # else the packages that this process runs from would be found, not those under root
            patch.delitem(sys.modules, package, raising=False)
        graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)

    def kept(options: dict[str, Any]) -> bool:
        contract = CONTRACT_TYPES[options["type"]](options["name"], configuration["session_options"], options)
        return contract.check(graph, verbose=False).kept

    return [options["name"] for options in configuration["contracts_options"] if not kept(options)]


def sources() -> Iterator[tuple[str, str]]:
    """Yield the path and text of every Python file that is ours."""
    for directory in (*PACKAGES, "tests", "bench"):
        for path in sorted((HOME / directory).rglob("*.py")):
            yield str(path.relative_to(HOME)), path.read_text(encoding="utf-8")


def test_the_house_keeps_its_contracts() -> None:
    assert broken_contracts(HOME) == []


def test_a_copy_of_the_house_keeps_them_too(house: Path) -> None:
    assert broken_contracts(house) == []


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        # the engine knows no door and no store
        ("bot.reception", "adapters.terminal", ENGINE),
        ("bot.features.offender", "adapters", ENGINE),
        ("bot.domain.offender", "storage", ENGINE),
        ("bot.engine", "storage.tables", ENGINE),
        ("bot.settings", "storage", ENGINE),
        # nobody imports the composition root but the command line, and nobody the command line
        ("bot.engine", "bot.wiring", ENGINE),
        ("bot.ports", "bot.wiring", ENGINE),
        ("bot.wiring", "bot.cli", ENGINE),
        ("bot.settings", "bot.cli", ENGINE),
        ("bot.__main__", "bot.wiring", ENGINE),
        # inside the engine
        ("bot.errors", "bot.domain", ENGINE),
        ("bot.domain.offender", "bot.ui", ENGINE),
        ("bot.domain.offender", "bot.grammar", ENGINE),
        ("bot.grammar.offender", "bot.ui", ENGINE),
        ("bot.grammar.offender", "bot.commands", ENGINE),
        ("bot.ui", "bot.ports", ENGINE),
        ("bot.ports", "bot.features", ENGINE),
        ("bot.commands", "bot.features", ENGINE),
        ("bot.feature", "bot.features", ENGINE),
        ("bot.reception", "bot.features", ENGINE),
        ("bot.agenda", "bot.features.offender", ENGINE),
        ("bot.delivery", "bot.features", ENGINE),
        ("bot.engine", "bot.features", ENGINE),
        ("bot.reception", "bot.delivery", ENGINE),
        ("bot.delivery", "bot.reception", ENGINE),
        ("bot.agenda", "bot.reception", ENGINE),
        ("bot.features.offender", "bot.reception", ENGINE),
        ("bot.features.offender", "bot.agenda", ENGINE),
        ("bot.features.offender", "bot.delivery", ENGINE),
        ("bot.features.offender", "bot.engine", ENGINE),
        # a room without a line may import nothing, and nobody may import it
        ("bot.unheard_of", "bot.domain", ENGINE),
        ("bot.features.offender", "bot.unheard_of", ENGINE),
        # doors
        ("adapters.terminal.offender", "storage", DOORS),
        ("adapters.unheard_of", "storage.tables", DOORS),
        ("adapters.terminal.offender", "bot.reception", DOORS),
        ("adapters.terminal.offender", "bot.features", DOORS),
        ("adapters.terminal.offender", "bot.wiring", DOORS),
        ("adapters.ticker", "bot.agenda", DOORS),
        ("adapters.ticker", "bot.delivery", DOORS),
        # the store
        ("storage.offender", "adapters", STORE),
        ("storage.offender", "bot.features", STORE),
        ("storage.offender", "bot.reception", STORE),
        ("storage.offender", "bot.delivery", STORE),
        ("storage.offender", "bot.agenda", STORE),
        ("storage.offender", "bot.engine", STORE),
        ("storage.offender", "bot.cli", STORE),
        ("storage.offender", "bot.wiring", STORE),
        # neighbours
        ("adapters.slack.offender", "adapters.discord", DOORS_APART),
        ("adapters.terminal.offender", "adapters.unheard_of", DOORS_APART),
        ("adapters.ticker", "adapters.pictures", DOORS_APART),
        ("bot.features.diary", "bot.features.checkin", FEATURES_APART),
        # from outside
        ("bot.domain.offender", "dateutil", PURE),
        ("bot.features.offender", "sqlalchemy", PURE),
        ("bot.reception", "slack_bolt", PURE),
        ("bot.ui", "urllib.parse", PURE),
        ("bot.ports", "sqlite3", PURE),
        ("bot.delivery", "socket", PURE),
        ("bot.engine", "subprocess", PURE),
        ("bot.unheard_of", "http.client", PURE),
    ],
)
def test_one_offending_import_breaks_its_contract(house: Path, importer: str, imported: str, contract: str) -> None:
    offend(house, importer, imported)

    # What the engine imports, each door that knows the engine meets: independence counts the roundabout ways too.
    assert contract in (broken := broken_contracts(house))
    assert set(broken) <= {contract, DOORS_APART}


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("bot.wiring", "adapters.terminal"),
        ("bot.wiring", "storage"),
        ("bot.wiring", "bot.features"),
        ("bot.wiring", "sqlite3"),
        ("bot.cli.offender", "bot.wiring"),
        ("bot.cli.offender", "adapters.terminal"),
        ("bot.cli.offender", "prompt_toolkit"),
        ("bot.engine", "bot.reception"),
        ("bot.features.checkin", "bot.features.outreach"),
        ("bot.features.offender", "bot.ports"),
        ("bot.features.offender", "bot.feature"),
        ("bot.reception", "asyncio"),
        ("bot.ui", "wcwidth"),
        ("adapters.ticker", "bot.engine"),
        ("adapters.ticker", "apscheduler"),
        ("storage.offender", "bot.ports"),
        ("storage.offender", "sqlalchemy"),
    ],
)
def test_what_the_picture_allows_is_allowed(house: Path, importer: str, imported: str) -> None:
    offend(house, importer, imported)

    assert broken_contracts(house) == []


def suspensions(source: str) -> list[int]:
    """Return the lines of a source that wait for something."""
    waiting = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    return [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, waiting)]


def test_nothing_in_the_domain_or_the_grammar_waits() -> None:
    rooms = ("bot/domain/", "bot/grammar/")

    assert {path: suspensions(text) for path, text in sources() if path.startswith(rooms)}
    assert [path for path, text in sources() if path.startswith(rooms) and suspensions(text)] == []
    assert suspensions("def now(): ...\nasync def later(): ...") == [2]


EXCEPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore|fmt:\s*(?:off|skip)|pragma:).*")
WITH_REASON = re.compile(
    r"# (?:noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|type: ignore\[[a-z, -]+\]|fmt: (?:off|skip)|pragma: [a-z ]+)"
    r"  ?[#-] ?\w.+"
)


def without_reason(source: str) -> list[str]:
    """Return the exceptions from a check that a source makes and does not explain on their line."""
    found = (EXCEPTION.search(line) for line in source.splitlines())
    return [match[0] for match in found if match and not WITH_REASON.match(match[0])]


def test_every_exception_from_a_check_has_its_reason_on_its_line() -> None:
    this = str(Path(__file__).relative_to(HOME))

    assert {path: rows for path, text in sources() if path != this and (rows := without_reason(text))} == {}
    assert without_reason("a = b  # noqa: D102\nc = d  # type: ignore[arg-type]") == [
        "# noqa: D102",
        "# type: ignore[arg-type]",
    ]
    assert without_reason("a = b  # noqa: D102, S101 - says it\nc = d  # type: ignore[arg-type]  # ours") == []


def test_no_file_of_the_project_names_the_host_of_a_package_registry() -> None:
    hosts = re.compile("py" + r"pi\.org|python" + r"hosted|npm" + r"js\.|deb\." + "debian")
    files = [
        HOME / ".ci" / "run",
        HOME / "Makefile",
        HOME / "Procfile",
        *HOME.glob("*.lock"),
        *HOME.glob("*.toml"),
    ]
    files += [*HOME.glob("*.md"), *HOME.glob("docs/**/*.md")]

    assert [str(path) for path in files if hosts.search(path.read_text(encoding="utf-8"))] == []

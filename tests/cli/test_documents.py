"""What the documents say is what the program does."""

from __future__ import annotations

import ast
import json
import re
from datetime import datetime

import pytest

from bot.cli import COMMANDS, main
from bot.settings import LEVELS
from tests.cli.shell import REPOSITORY

MORNING = ("chat", "--script", str(REPOSITORY / "docs" / "morning.script"), "--zone", "Europe/Paris")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
KEYS = {"at", "to", "kind", "id", "text", "buttons", "image"}


@pytest.mark.parametrize("name", ["morning", "quiet", "month", "process", "partners"])
def test_a_script_is_printed_as_its_transcript_has_it(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Written anew with: whatfor chat --script docs/NAME.script --zone Europe/Paris > docs/NAME.txt"""
    assert main(("chat", "--script", str(REPOSITORY / "docs" / f"{name}.script"), "--zone", "Europe/Paris")) == 0
    assert capsys.readouterr().out == (REPOSITORY / "docs" / f"{name}.txt").read_text(encoding="utf-8")


def test_the_morning_as_json_has_an_object_a_line_with_what_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*MORNING, "--json"]) == 0

    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["kind"] for each in said} == {"message", "replace", "form"}
    for each in said:
        assert each.keys() >= KEYS
        assert each["to"] == "me"
        assert datetime.fromisoformat(each["at"]).utcoffset() is not None
        assert (each["kind"] == "form") == ("title" in each and "inputs" in each)
    assert said[-1]["text"].startswith("Week 48")


def test_nothing_of_idas_is_told_after_she_ended_it() -> None:
    before, after = (REPOSITORY / "docs" / "partners.txt").read_text(encoding="utf-8").split("ida > share revoke Sam\n")
    told = [[each for each in part.split("\n\n") if re.search("  to (sam|kim): ", each)] for part in (before, after)]
    of_hers = re.compile(r"ida: \d|of 3|Dana|D\. K\.|Ben\b|Emma|Chloé")
    assert [sum(bool(of_hers.search(each)) for each in some) for some in told] == [5, 0]
    assert len(told[1]) > 5


def test_what_the_readme_shows_of_a_conversation_was_said() -> None:
    transcript = (REPOSITORY / "docs" / "morning.txt").read_text(encoding="utf-8")
    shown = README.split("```\n")[1]
    for block in shown.strip().split("\n\n"):
        assert f"{block}\n" in transcript


def test_the_readme_has_every_command_and_every_file_it_points_to() -> None:
    for command in COMMANDS:
        assert f"`whatfor {command}" in README
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (REPOSITORY / target).exists(), target


def test_every_link_between_decisions_leads_somewhere() -> None:
    pages = sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Consequences", "The check")), page
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (page.parent / target).exists(), target
        for path in re.findall(r"`((?:tests|bot|storage|adapters|docs)/[\w./]+)`", text):
            assert (REPOSITORY / path).exists(), path


def test_the_example_of_settings_has_each_with_one_sentence() -> None:
    code = ast.parse((REPOSITORY / "bot" / "settings.py").read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(code) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    names = {text for text in texts if re.fullmatch(r"[A-Z]+_[A-Z_]+", text)} - set(LEVELS)
    example = (REPOSITORY / ".env.example").read_text(encoding="utf-8")

    described = re.findall(r"^# ([^\n]+\.)\n#([A-Z_]+)=$", example, re.MULTILINE)
    assert {name for _, name in described} == names
    assert all(f"`{name}`" in README for name in names)

"""People and their plans."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.people import Person, Plan, Stage, Who, find_zones, known_zone, zones_at

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Europe/Paris", ("Europe/Paris",)),
        ("europe/paris", ("Europe/Paris",)),
        ("paris", ("Europe/Paris",)),
        ("New York", ("America/New_York",)),
        ("utc", ("UTC",)),
        ("kathm", ("Asia/Kathmandu",)),
        ("nowhere at all", ()),
        ("", ()),
        ("CET", ()),
    ],
)
def test_a_zone_is_found_by_its_name_its_city_or_a_part_of_it(text: str, zones: tuple[str, ...]) -> None:
    assert find_zones(text) == zones


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("US/Pacific", "US/Pacific"),
        ("Atlantis/Poseidonis", None),
        ("Europe", None),
        ("../etc/passwd", None),
        ("\0", None),
        ("", None),
        (None, None),
    ],
)
def test_a_zone_that_only_a_platform_knows_is_none(name: str | None, zone: str | None) -> None:
    assert known_zone(name) == zone


def test_several_zones_with_the_same_letters_are_all_offered() -> None:
    assert len(find_zones("america/in", limit=25)) > 1


@pytest.mark.parametrize(
    ("stage", "pause", "asked"),
    [
        (Stage.NEW, None, False),
        (Stage.STARTED, None, True),
        (Stage.STARTED, timedelta(minutes=1), False),
        (Stage.STARTED, timedelta(0), True),
    ],
)
def test_nobody_is_asked_before_their_yes_or_during_a_pause(
    stage: Stage, pause: timedelta | None, *, asked: bool
) -> None:
    until = NOON + pause if pause is not None else None
    person = Person(who=Who(1, 1), plan=Plan(zone="Europe/Paris"), stage=stage, paused_until=until)
    assert person.may_be_asked(NOON) is asked


def test_the_first_prompt_after_a_pause_may_come_at_its_very_end() -> None:
    until = NOON + timedelta(hours=2)
    person = Person(who=Who(1, 1), plan=Plan(zone="Europe/Paris"), stage=Stage.STARTED, paused_until=until)
    assert person.next_prompt(NOON) == until


@pytest.mark.parametrize(
    ("clock", "zones"),
    [
        (time(9), ("Europe/Paris", "Europe/Berlin", "Africa/Lagos")),
        (time(8, 55), ("Europe/Paris", "Europe/Berlin", "Africa/Lagos")),  # a clock that is slow
        (time(3, 2), ("America/New_York", "America/Bogota")),
        (time(13, 45), ("Asia/Kathmandu",)),
        (time(21), ("Pacific/Auckland",)),
        (time(22), ("Pacific/Honolulu",)),  # the evening before
        (time(9, 20), ()),
    ],
)
def test_the_time_of_day_names_the_zones_in_which_it_is(clock: time, zones: tuple[str, ...]) -> None:
    assert zones_at(clock, datetime(2026, 11, 23, 8, tzinfo=UTC))[: len(zones) or 1] == zones

"""When somebody does not work: at lunch, on days off, on the public holidays of their country."""

from __future__ import annotations

import pytest

from bot.gestures import Errors, Open
from bot.ports import Store
from tests.features.harness import START, Conversation, started

ASKED = "What are you doing, and why? "


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Start somebody on Monday 23 November 2026 at 08:00."""
    return await started(sqlite_store)


@pytest.fixture
async def november(sqlite_store: Store) -> Conversation:
    """Start somebody two days before Armistice Day, who keeps it, and works from nine to eleven."""
    me = await started(sqlite_store, at="2026-11-09 08:00", plan=START.replace("9-17", "9-11"))
    await me.say("settings set country fr")
    me.shown.clear()
    return me


def asked(me: Conversation) -> list[str]:
    """Return when which stretches were asked about, in order."""
    said = ((one.at.split()[0], one.text.splitlines()) for one in me.shown if one.kind == "message")
    lines = ((day, line) for day, text in said for line in text if line.startswith(ASKED))
    return [f"{day} {line.removeprefix(ASKED)}" for day, line in lines]


# --- settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "saved"),
    [
        ("settings set country fr", "Public holidays  no country set → France"),
        ("settings set country:de-by", "Public holidays  no country set → Germany, Bayern"),
        ("settings set country united states", "Public holidays  no country set → United States"),
        (
            'settings set country:"United States, California"',
            "Public holidays  no country set → United States, California",
        ),
        ("settings set lunch 12:30-13:30", "Lunch  not set → 12:30–13:30"),
        ("settings set lunch 1-2", "Lunch  not set → 13:00–14:00"),
        (
            "settings set lunch 12-1 country scotland report mon 9:00",
            (
                "Report           Fri 16:00 → Mon 09:00\n"
                "Lunch            not set → 12:00–13:00\n"
                "Public holidays  no country set → United Kingdom, Scotland"
            ),
        ),
    ],
)
async def test_lunch_and_country_are_set_in_a_line_and_told_old_to_new(
    me: Conversation, words: str, saved: str
) -> None:
    await me.say(words)
    assert me.last.text == f"Saved. The next question comes at 09:00 (Europe/Paris).\n{saved}"
    await me.press("Undo")
    await me.say("settings")
    assert "not set\nPublic holidays  no country set\nDays off         none planned" in me.last.text


async def test_off_and_none_switch_them_off(me: Conversation) -> None:
    await me.say("settings set lunch 12-13 country fr")
    await me.say("settings set lunch off country none")
    assert me.last.text.splitlines()[1:] == [
        "Lunch            12:00–13:00 → not set",
        "Public holidays  France → no country set",
    ]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            "settings set country germny",
            "Country whose public holidays you keep: germny (I know no “germny”. Did you mean Germany, Guernsey?)",
        ),
        (
            "settings set country gb-york",
            (
                "Country whose public holidays you keep: gb-york "
                "(I know no “gb-york”. Did you mean gb-eng, gb-nir, gb-sct, gb-wls?)"
            ),
        ),
        (
            "settings set country qqqqqq",
            (
                "Country whose public holidays you keep: qqqqqq "
                "(I know no country “qqqqqq”. One like France, de-by or us-ca, or none.)"
            ),
        ),
        (
            "settings set lunch 18-19",
            "Lunch: 18-19 (A part of your working hours (9–17) on the half hour, like 12:30-13:30, or off.)",
        ),
    ],
)
async def test_what_is_not_understood_opens_the_form_with_what_to_write(
    me: Conversation, words: str, line: str
) -> None:
    assert isinstance(await me.say(words), Open)
    assert line in me.last.text.splitlines()


async def test_hours_that_are_all_lunch_are_refused(me: Conversation) -> None:
    await me.say("settings set lunch 12-13")
    assert isinstance(await me.say("settings set hours 12-13"), Open)
    assert "Working hours: 12-13 (All of that is lunch (12–13).)" in me.last.text


async def test_the_form_shows_what_is_set_and_can_be_sent_in_again_unchanged(me: Conversation) -> None:
    await me.say("pause")
    await me.say("settings set lunch 12:30-13:30 country de-by")
    await me.say("days off 24 dec-2 jan, 3 dec")
    await me.say("days off yesterday, tomorrow")
    await me.at("2026-11-24 08:00")
    await me.say("days off today")
    await me.say("settings")
    await me.press("Lunch and days off")
    assert me.last.text == (
        "When you do not work\n"
        "Lunch: 12:30–13:30 (No question begins then.)\n"
        "Country whose public holidays you keep: Germany, Bayern (Or a region: de-by, us-ca.)\n"
        "Days off: 24 Nov 2026, 3 Dec 2026, 24 Dec 2026–2 Jan 2027 (Days and ranges, with commas between.)"
    )
    await me.submit({})
    assert me.last.text == "Nothing changed: those are your settings already."


async def test_the_form_changes_all_three_and_refuses_what_it_can_not_read(me: Conversation) -> None:
    await me.say("settings")
    await me.press("Lunch and days off")
    assert isinstance(await me.submit({"lunch": "noon", "country": "Atlantis", "off": "some day"}), Errors)
    assert me.last.text == (
        "lunch: A part of your working hours (9–17) on the half hour, like 12:30-13:30, or off.\n"
        "country: I know no “Atlantis”. Did you mean Albania, Aland Islands?\n"
        "off: Days like 24 dec-2 jan, 12 feb, next week; or none."
    )
    await me.submit({"lunch": "12-1", "country": "France", "off": "24 dec-2 jan, fri"})
    assert me.last.kind == "replace"
    assert me.last.text.splitlines()[1:] == [
        "Lunch            not set → 12:00–13:00",
        "Public holidays  no country set → France",
        "Days off         none planned → Fri 27 Nov, Thu 24 Dec–Sat 2 Jan",
    ]
    await me.say("settings")
    await me.press("Lunch and days off")
    await me.submit({"lunch": "", "country": "", "off": ""})
    assert me.last.text.splitlines()[1:] == [
        "Lunch            12:00–13:00 → not set",
        "Public holidays  France → no country set",
        "Days off         Fri 27 Nov, Thu 24 Dec–Sat 2 Jan → none planned",
    ]


# --- the beginning ----------------------------------------------------------------------------------------------------


async def test_the_country_of_the_zone_is_a_guess_in_a_form_and_counts_only_when_it_is_sent_in(
    sqlite_store: Store,
) -> None:
    me = Conversation(sqlite_store)
    await me.say("start zone:Europe/Paris")
    await me.press("Lunch and days off")
    guess = "Country whose public holidays you keep: France (A guess from your zone: leave it, change it, or empty it.)"
    assert guess in me.last.text.splitlines()
    await me.say("start")
    week = "Your week: Europe/Paris, Mon–Fri 9–17, every half hour, outreach at 10:00, 3 conversations a week."
    assert week in me.last.text
    await me.press("Lunch and days off")
    await me.submit({"lunch": "12:30-13:30"})
    assert "Mon–Fri 9–17, lunch 12:30–13:30, off on holidays in France, every half hour," in me.last.text
    await me.press("Lunch and days off")
    await me.submit({"country": ""})
    await me.press("Start")
    said = "Started. Europe/Paris, Mon–Fri 9–17, lunch 12:30–13:30, every half hour, outreach at 10:00, 3 conversations"
    assert me.shown[-2].text.startswith(said)


# --- lunch ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("always_asked")
async def test_no_question_begins_at_lunch_which_is_no_slot_either_and_can_be_written_down(me: Conversation) -> None:
    await me.say("settings set lunch 12:30-13:30")
    await me.at("2026-11-23 14:10")
    assert asked(me)[-4:] == ["Mon 11:30–12:00", "Mon 12:00–12:30", "Mon 13:30–14:00", "Mon 14:00–14:30"]
    await me.say("since lunch: invoices - taxes")
    assert me.last.text.startswith("✓ 13:30–14:10 invoices — taxes")
    await me.say("12:30-13:30 lunch")
    assert me.last.text.startswith("✓ 12:30–13:30 lunch")
    await me.at("2026-11-23 17:00")
    assert me.last.text.splitlines()[0] == "Done. 1 of 14 slots. Quiet until Tue 24 Nov 09:00."
    await me.say("today")
    assert "12:30–13:30 lunch" in me.last.text
    assert "13:00–" not in me.last.text


@pytest.mark.usefixtures("always_asked")
async def test_a_nudge_at_lunch_comes_at_its_time_and_asks_nothing(me: Conversation) -> None:
    await me.say("settings set lunch 9:30-10:30")
    me.shown.clear()
    await me.at("2026-11-23 10:30")
    said = [one for one in me.shown if one.kind == "message"]
    assert [one.at for one in said] == ["Mon 09:00", "Mon 10:00", "Mon 10:30"]
    assert said[1].text.startswith("10:00. Your hour for talking to prospects.")
    assert asked(me) == ["Mon 09:00–09:30"]
    assert said[2].text.startswith("Who are you talking to, and what for? 10:30–11:00")


async def test_quiet_until_lunch_is_until_it_begins(me: Conversation) -> None:
    await me.say("settings set lunch 12:30-13:30")
    for words in ("pause until lunch", "quiet until lunch"):
        await me.say(words)
        assert me.last.text.startswith("Quiet until 12:30.")


# --- holidays ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("always_asked")
async def test_on_a_holiday_nothing_is_said_and_the_evening_before_names_it(november: Conversation) -> None:
    me = november
    await me.at("2026-11-10 10:40")
    await me.say("mail - clear it")
    me.shown.clear()
    await me.at("2026-11-10 11:00")
    assert [one.text.splitlines()[0] for one in me.shown if one.kind == "message"] == [
        "Done. 1 of 4 slots. Tomorrow is Armistice Day. Quiet until Thu 12 Nov 09:00."
    ]
    me.shown.clear()
    await me.at("2026-11-11 23:59")
    assert me.shown == []
    await me.say("status")
    assert me.last.text.splitlines()[0] == (
        "Today is Armistice Day. The next question comes Thu 12 Nov 09:00 (Europe/Paris)."
    )
    await me.at("2026-11-12 09:00")
    assert asked(me) == ["Thu 09:00–09:30"]


@pytest.mark.usefixtures("always_asked")
async def test_a_holiday_is_not_counted_in_the_week(november: Conversation) -> None:
    me = november
    await me.say("8-9 mail - clear it")
    await me.at("2026-11-13 11:00")
    await me.say("report week")
    assert "0 of 16 slots" in me.last.text


async def test_a_holiday_that_one_works_on_is_asked_about(november: Conversation) -> None:
    await november.say("days on 11 nov")
    assert november.last.text.startswith("Not off any more: Wed 11 Nov. ")
    await november.at("2026-11-11 09:00")
    assert asked(november)[-1] == "Wed 09:00–09:30"


async def test_a_country_that_is_chosen_on_its_holiday_makes_the_rest_of_it_silent(sqlite_store: Store) -> None:
    me = await started(sqlite_store, at="2026-11-11 08:00")
    await me.at("2026-11-11 09:10")
    await me.say("settings set country france")
    assert me.last.text.startswith("Saved. Today is Armistice Day. The next question comes Thu 12 Nov 09:00")
    me.shown.clear()
    await me.at("2026-11-11 23:00")
    assert me.shown == []


async def test_two_holidays_before_a_long_weekend_are_both_named(sqlite_store: Store) -> None:
    me = await started(sqlite_store, at="2026-04-02 08:00")
    await me.say("settings set country de")
    await me.say("mail - clear it")
    await me.at("2026-04-02 17:00")
    named = "Tomorrow is Good Friday, Mon 6 Apr is Easter Monday. Quiet until Tue 7 Apr 09:00."
    assert me.last.text.splitlines()[0].endswith(named)


# --- days off ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("always_asked")
async def test_days_off_are_silent_and_the_first_question_comes_after_them(me: Conversation) -> None:
    await me.say("mail - clear it")
    await me.say("days off tomorrow-thu")
    assert me.last.text == (
        "Off: Tue 24 Nov–Thu 26 Nov. Nothing is asked then. The next question comes at 09:00 (Europe/Paris)."
    )
    await me.at("2026-11-23 17:00")
    assert me.last.text.splitlines()[0].endswith("Quiet until Fri 27 Nov 09:00.")
    me.shown.clear()
    await me.at("2026-11-26 23:00")
    assert me.shown == []
    await me.say("home")
    assert "You are off today. The next question comes Fri 27 Nov 09:00 (Europe/Paris)." in me.last.text
    await me.at("2026-11-27 09:00")
    assert asked(me) == ["Fri 09:00–09:30"]


async def test_a_day_taken_off_in_its_middle_is_silent_from_then_on(me: Conversation) -> None:
    await me.at("2026-11-23 09:05")
    await me.say("days off today")
    assert me.last.text == (
        "Off: Mon 23 Nov. Nothing is asked then. "
        "You are off today. The next question comes Tue 24 Nov 09:00 (Europe/Paris)."
    )
    me.shown.clear()
    await me.at("2026-11-23 20:00")
    assert me.shown == []
    await me.say("days on")
    assert me.last.text.startswith("Not off any more: Mon 23 Nov. The next question comes Tue 24 Nov 09:00")


async def test_days_off_are_listed_and_taken_back_with_a_tap_or_a_line(me: Conversation) -> None:
    await me.say("days off")
    assert me.last.text.splitlines()[0] == "No days off are planned."
    await me.say("days off 24 dec-2 jan, fri")
    await me.say("settings set country fr")
    await me.say("days on 28 dec - 29 dec")
    assert me.last.text.startswith("Not off any more: Mon 28 Dec–Tue 29 Dec. ")
    await me.say("days")
    assert me.last.text == (
        "Your days off.\n"
        "Fri 27 Nov\n"
        "Thu 24 Dec–Sun 27 Dec\n"
        "Wed 30 Dec–Sat 2 Jan\n"
        "Public holidays in France: Fri 25 Dec Christmas Day, Fri 1 Jan New Year's Day, Mon 29 Mar Easter Monday, "
        "Thu 6 May Ascension Day.\n"
        "`days off 24 dec-2 jan` takes some, `days on 28 dec` takes them back."
    )
    await me.press("I work then")
    assert me.last.text.startswith("Not off any more: Fri 27 Nov. ")
    await me.press("Undo")
    await me.say("days")
    assert "Fri 27 Nov" in me.last.text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (
            "days off some time",
            (
                "I did not understand which days: some time. "
                "Try `days off 24 dec-2 jan`, `days off fri` or `days off next week`."
            ),
        ),
        (
            "days on never",
            "I did not understand which days: never. Try `days on 24 dec-2 jan`, `days on fri` or `days on next week`.",
        ),
        ("days off 3 dec 2029", "Days off reach a year ahead, to Wed 24 Nov 2027."),
        ("days on fri", "Nothing to take back: Fri 27 Nov is not off."),
        ("days on thu-fri", "Nothing to take back: Thu 26 Nov–Fri 27 Nov are not off."),
    ],
)
async def test_what_can_not_be_done_with_days_off_is_said(me: Conversation, words: str, answer: str) -> None:
    await me.say(words)
    assert me.last.text == answer


async def test_a_day_that_was_off_already_changes_nothing(me: Conversation) -> None:
    await me.say("days off fri")
    await me.say("days off fri")
    assert me.last.text == "Nothing changed: that is off already."


async def test_a_forged_button_takes_nothing_back(me: Conversation) -> None:
    for value in ("", "x.y", "2026-12-24", "2026-12-24.2026-12-01", "2026-12-24.9999-12-31"):
        await me.press_raw("daysoff.work", value)
    assert {one.text for one in me.shown} == {
        "Those days are gone.",
        "Days off reach a year ahead, to Wed 24 Nov 2027.",
    }


# --- the week ---------------------------------------------------------------------------------------------------------


async def test_the_report_comes_at_its_time_on_a_day_off_and_counts_what_was_worked(me: Conversation) -> None:
    await me.say("mail - clear it")
    await me.say("days off tue-fri")
    me.shown.clear()
    await me.at("2026-11-28 12:00")
    report = next(one for one in me.shown if one.text.startswith("Week 48"))
    assert report.at == "Fri 16:00"
    assert "of 16" in report.text


async def test_a_week_that_was_off_from_end_to_end_is_not_reported(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=START.replace("9-17", "9-10"))
    await me.say("days off 30 nov-11 dec")
    await me.at("2026-12-02 12:00")
    await me.say("10-11 mail - clear it")
    me.shown.clear()
    await me.at("2026-12-12 12:00")
    assert [one.text.splitlines()[0][:7] for one in me.shown if one.text.startswith("Week")] == ["Week 49"]


async def test_starting_in_one_line_knows_of_no_holidays(sqlite_store: Store) -> None:
    me = Conversation(sqlite_store)
    await me.say(START)
    await me.say("settings")
    assert "Public holidays  no country set" in me.last.text

"""When it was: times, days, halves of the day, and what is no time after all."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from bot.grammar.reply import Entries
from tests.grammar.reading import at, replied, table, written


@table(
    ("10:00-11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10.00-11.30 x - y", "Wed 10:00–11:30: x — y"),
    ("10h-11h30 x - y", "Wed 10:00–11:30: x — y"),
    ("10h00-11h30 x - y", "Wed 10:00–11:30: x — y"),
    ("10am-11:30am x - y", "Wed 10:00–11:30: x — y"),
    ("10-11:30 AM x - y", "Wed 10:00–11:30: x — y"),
    ("10 a.m. - 11:30 a.m. x - y", "Wed 10:00–11:30: x — y"),
    ("10:00 - 11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00–11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00 — 11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00--11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00−11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00 to 11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00 till 11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00 until 11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("from 10 to 11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("From 10-11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("between 10 and 11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("@10-11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00-11:30: x - y", "Wed 10:00–11:30: x — y"),
    ("10:00-11:30, x - y", "Wed 10:00–11:30: x — y"),
    ("10:00-11:30 - x - y", "Wed 10:00–11:30: x — y"),
    ("- 10:00-11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("10:00-11:30\nx\ny", "Wed 10:00–11:30: x — y"),
    ("10:00-now x - y", "Wed 10:00–14:35: x — y"),
    ("10:00-? x - y", "Wed 10:00–14:35: x — y"),
    ("9-noon x - y", "Wed 09:00–12:00: x — y"),
    ("from 9 to midday x - y", "Wed 09:00–12:00: x — y"),
    ("noon-1 x - y", "Wed 12:00–13:00: x — y"),
    ("from lunch to 2 x - y", "Wed 13:00–14:00: x — y"),
    ("09:00-lunch x - y", "Wed 09:00–12:00: x — y"),
    ("midnight-1am x - y", "Wed 00:00–01:00: x — y"),
    ("24:00-1:00 x - y", "Wed 00:00–01:00: x — y"),
)
def test_a_stretch_is_typed_in_many_ways(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("12am-1am x - y", "Wed 00:00–01:00: x — y"),
    ("12pm-1pm x - y", "Wed 12:00–13:00: x — y"),
    ("12:30-1:15 x - y", "Wed 12:30–13:15: x — y"),
    ("11:30-1 x - y", "Wed 11:30–13:00: x — y"),
    ("8am-9:00 x - y", "Wed 08:00–09:00: x — y"),
    ("1:00-2:30 x - y", "Wed 13:00–14:30: x — y"),
    ("6:00-7:00 x - y", "Wed 06:00–07:00: x — y"),
    ("18:30", "9-17 x - y", "Wed 09:00–17:00: x — y [guess] or 9-17 x — y"),
    ("18:30", "9:00-6pm x - y", "Wed 09:00–18:00: x — y"),
    ("20:05", "7-20:00 x - y", "Wed 07:00–20:00: x — y"),
    ("22:30", "9-10pm x - y", "Wed 21:00–22:00: x — y"),
    ("22:00", "8:00-9:00 x - y", "Wed 20:00–21:00: x — y [guess] or 8:00-9:00 x — y"),
    ("22:00", "08:00-9:00 x - y", "Wed 08:00–09:00: x — y"),
    ("23:30", "10:00-11:30 x - y", "Wed 10:00–11:30: x — y"),
    ("9:30-6:00 x - y", "open: x — y [ask-time]"),
    ("10:00-10:00 x - y", "open: x — y [ask-time]"),
    ("13:00-11:00 x - y", "open: x — y [ask-time]"),
)
def test_half_of_the_day_is_the_reading_that_fits_and_ended_last(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment.zfill(5))) == understood


@table(
    ("10-11 demos - Acme", "Wed 10:00–11:00: demos — Acme [guess] or 10-11 demos — Acme"),
    ("10 - 11 demos - Acme", "Wed 10:00–11:00: demos — Acme [guess] or 10 - 11 demos — Acme"),
    ("10 to 11 demos", "Wed 10:00–11:00: demos — ? [guess] or 10 to 11 demos"),
    ("15:30", "2-3 demos - Acme", "Wed 14:00–15:00: demos — Acme [guess] or 2-3 demos — Acme"),
    ("14:51", "2-3 demos - Acme", "Wed 14:00–15:00: demos — Acme [guess] or 2-3 demos — Acme"),
    ("14:49", "2-3 demos - Acme", "open: 2-3 demos — Acme"),
    ("18:00", "9-5 grind - rent", "Wed 09:00–17:00: grind — rent [guess] or 9-5 grind — rent"),
    ("10-lunch demos - Acme", "Wed 10:00–12:00: demos — Acme [guess] or 10-lunch demos — Acme"),
    ("12-1 lunch", "Wed 12:00–13:00: lunch (break) [guess] or 12-1 lunch"),
)
def test_a_bare_stretch_that_fits_is_a_guess(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("2-3 demos - close Acme", "open: 2-3 demos — close Acme"),
    ("2 - 3 demos - close Acme", "open: 2 - 3 demos — close Acme"),
    ("2–3 demos – close Acme", "open: 2–3 demos — close Acme"),
    ("2-3: demos - close Acme", "open: 2-3: demos — close Acme"),
    ("5 to 10 calls - pipeline", "open: 5 to 10 calls — pipeline"),
    ("1-1 with Sam", "open: 1-1 with Sam — ?"),
    ("1-1 with Sam - catch up", "open: 1-1 with Sam — catch up"),
    ("1-1 - catch up", "open: 1-1 — catch up"),
    ("1-1; catch up", "open: 1-1 — catch up"),
    ("9-5 grind", "open: 9-5 grind — ?"),
    ("16-17 year olds - survey", "open: 16-17 year olds — survey"),
    ("2-3h research - learn", "open: 2-3h research — learn"),
    ("20-30 calls - pipeline", "open: 20-30 calls — pipeline"),
    ("10-11% growth - plan", "open: 10-11% growth — plan"),
    ("10-11-2026 report - file", "open: 10-11-2026 report — file"),
    ("10 and 11 are rooms - check", "open: 10 and 11 are rooms — check"),
    ("24/7 support - help", "open: 24/7 support — help"),
    ("3pm", "open: 3pm — ?"),
    ("10:30 standup - sync", "open: 10:30 standup — sync"),
    ("13pm-14pm x - y", "open: 13pm-14pm x — y"),
    ("10:75-11:00 x - y", "open: 10:75-11:00 x — y"),
    ("now - 3 calls to go", "open: now — 3 calls to go"),
    ("lunch - 2 people from Acme", "open: lunch — 2 people from Acme (break)"),
    ("10-11", "open: 10-11 — ?"),
    ("10:00-11:00", "open: 10:00-11:00 — ?"),
    ("since 1pm", "open: since 1pm — ?"),
    ("2h", "open: 2h — ?"),
    ("at 5 Main Street - meet Dana", "open: at 5 Main Street — meet Dana"),
    ("at 5 - meet Dana", "open: at 5 — meet Dana"),
    ("at lunch with Dana - reconnect", "open: at lunch with Dana — reconnect"),
    ("since 3 demos fell through - fix", "open: since 3 demos fell through — fix"),
    ("until 13 people sign - sell", "open: until 13 people sign — sell"),
    ("until fri is done - x", "open: until fri is done — x"),
)
def test_numbers_that_fit_no_time_stay_words(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("15:00-16:00 demo - Acme", "Wed 15:00–16:00: demo — Acme [future]"),
    ("3:00-4:00 demo - Acme", "Wed 15:00–16:00: demo — Acme [future]"),
    ("3pm-4 demo - Acme", "Wed 15:00–16:00: demo — Acme [future]"),
    ("from 2 to 3 demo - Acme", "Wed 14:00–15:00: demo — Acme [future]"),
    ("9-10pm demo - Acme", "Wed 21:00–22:00: demo — Acme [future]"),
    ("today 16:00-17:00 demo - Acme", "Wed 16:00–17:00: demo — Acme [future]"),
    ("today 4-5 demo", "Wed 16:00–17:00: demo — ? [future, guess] or 4-5 demo"),
    ("at 15:00 demo - Acme", "Wed 15:00–15:30: demo — Acme [future, guess] or at 15:00 demo — Acme"),
    ("wed 16:00-17:00 demo - Acme", "Wed 16:00–17:00: demo — Acme [future]"),
    ("2026-12-01 10:00-11:00 demo - Acme", "Tue 10:00–11:00: demo — Acme [future]"),
    ("14:00-14:45 demo - Acme", "Wed 14:00–14:45: demo — Acme"),
    ("14:00-14:46 demo - Acme", "Wed 14:00–14:46: demo — Acme [future]"),
)
def test_a_stretch_to_come_is_marked_so_that_it_can_be_asked_about(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("23:30-00:30 deploy - release", "Tue 23:30–00:30: deploy — release"),
    ("00:40", "23:30-00:30 deploy - release", "Tue 23:30–00:30: deploy — release"),
    ("10pm-1am deploy - release", "Tue 22:00–01:00: deploy — release"),
    ("10pm-midnight deploy - release", "Tue 22:00–00:00: deploy — release"),
    ("02:00", "20:00-22:30 slides - talk", "Tue 20:00–22:30: slides — talk"),
    ("02:00", "8:00-10:30 slides - talk", "Tue 20:00–22:30: slides — talk"),
    ("02:00", "8-10 slides - talk", "Tue 20:00–22:00: slides — talk [guess] or 8-10 slides — talk"),
    ("05:59", "20:00-22:30 slides - talk", "Tue 20:00–22:30: slides — talk"),
    ("06:00", "20:00-22:30 slides - talk", "Wed 20:00–22:30: slides — talk [future]"),
    ("02:00", "14:00-15:00 slides - talk", "Wed 14:00–15:00: slides — talk [future]"),
    ("00:20", "since 22:00 slides - talk", "Tue 22:00–00:20: slides — talk"),
    ("00:20", "since 10 slides - talk", "Tue 22:00–00:20: slides — talk"),
    ("01:00", "1h slides - talk", "Wed 00:00–01:00: slides — talk"),
    ("00:30", "last hour slides - talk", "Tue 23:30–00:30: slides — talk"),
)
def test_the_night_belongs_to_the_evening_before(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("yesterday 16:00-17:30 x - y", "Tue 16:00–17:30: x — y"),
    ("Yesterday, 4:00-5:30 x - y", "Tue 16:00–17:30: x — y"),
    ("yesterday 9:00-10:00 x - y", "Tue 09:00–10:00: x — y"),
    ("yesterday: 7:00-8:00 x - y", "Tue 07:00–08:00: x — y"),
    ("yesterday 6:00-7:00 x - y", "Tue 18:00–19:00: x — y"),
    ("yesterday 2-3 demos - Acme", "Tue 14:00–15:00: demos — Acme [guess] or 2-3 demos — Acme"),
    ("yesterday 23:30-00:30 x - y", "Tue 23:30–00:30: x — y"),
    ("yesterday at 10:00 x - y for 1h", "Tue 10:00–11:00: x — y"),
    ("today 10:00-11:00 x - y", "Wed 10:00–11:00: x — y"),
    ("today since 1pm x - y", "Wed 13:00–14:35: x — y"),
    ("today 2h x - y", "Wed 12:35–14:35: x — y"),
    ("wed 10:00-11:00 x - y", "Wed 10:00–11:00: x — y"),
    ("tue 10:00-11:00 x - y", "Tue 10:00–11:00: x — y"),
    ("Thursday 10:00-11:00 x - y", "Thu 10:00–11:00: x — y"),
    ("sat 10:00-11:00 x - y", "Sat 10:00–11:00: x — y"),
    ("2026-11-23 10:00-11:00 x - y", "Mon 10:00–11:00: x — y"),
    ("yesterday x - y", "open: x — y [ask-time]"),
    ("Friday newsletter - readers", "open: newsletter — readers [ask-time]"),
    ("yesterday 1-1 with Sam - plan", "open: 1-1 with Sam — plan [ask-time]"),
    ("yesterday 2h x - y", "open: 2h x — y [ask-time]"),
    ("yesterday calls for 2h", "open: calls for 2h — ? [ask-time]"),
    ("yesterday until 3pm x - y", "open: x — y [ask-time]"),
    ("sat with Dana - listen", "open: sat with Dana — listen"),
    ("sun cream - order", "open: sun cream — order"),
    ("yesterday", "open: yesterday — ?"),
    ("yesterday's notes - file", "open: yesterday's notes — file"),
    ("monumental work - awe", "open: monumental work — awe"),
    ("2026-13-45 10:00-11:00 x", "open: 2026-13-45 10:00-11:00 x — ?"),
    ("9999-12-31 23:30-00:30 x - y", "open: x — y [ask-time]"),
    ("0001-01-01 00:00-01:00 x - y", "open: x — y [ask-time]"),
)
def test_a_day_stands_before_the_time(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


def test_a_weekday_is_the_last_one_today_included() -> None:
    days = ("thu", "fri", "sat", "sun", "mon", "tue", "wed")
    replies = [replied(f"{day} 10:00-11:00 x") for day in days]

    starts = [reply.entries[0].start for reply in replies if isinstance(reply, Entries)]
    assert starts == [at(f"2026-11-{number} 10:00") for number in range(19, 26)]


@table(
    ("since 1pm x - y", "Wed 13:00–14:35: x — y"),
    ("since 9 x - y", "Wed 09:00–14:35: x — y"),
    ("Since 13:00, x - y", "Wed 13:00–14:35: x — y"),
    ("since noon x - y", "Wed 12:00–14:35: x — y"),
    ("since lunch x - y", "Wed 13:00–14:35: x — y"),
    ("since 1pm prospecting since it is thin", "Wed 13:00–14:35: prospecting — it is thin"),
    ("since 15:00 x - y", "open: x — y [ask-time]"),
    ("09:00", "since 8pm x - y", "open: x — y [ask-time]"),
    ("11:10", "until 13 workshop - Acme", "Wed 11:10–13:00: workshop — Acme [rests]"),
    ("until 3 workshop - Acme", "Wed 14:35–15:00: workshop — Acme [rests]"),
    ("till 16:30 workshop - Acme", "Wed 14:35–16:30: workshop — Acme [rests]"),
    ("11:10", "until noon workshop - Acme", "Wed 11:10–12:00: workshop — Acme [rests]"),
    ("11:10", "until lunch workshop - Acme", "Wed 11:10–12:00: workshop — Acme [rests]"),
    ("23:30", "until 1am deploy - release", "Wed 23:30–01:00: deploy — release [rests]"),
    ("until 13:00 workshop - Acme", "open: workshop — Acme [ask-time]"),
    ("at 10:00 call - book for 30m", "Wed 10:00–10:30: call — book"),
    ("at 10:00 call - book (1h)", "Wed 10:00–11:00: call — book"),
    ("@10:00 call - book, 45 min", "Wed 10:00–10:45: call — book"),
    ("at 10:00 call - book", "Wed 10:00–10:30: call — book [guess] or at 10:00 call — book"),
    ("at 14:20 call - book", "Wed 14:20–14:35: call — book [guess] or at 14:20 call — book"),
    ("@10 call - book", "Wed 10:00–10:30: call — book [guess] or @10 call — book"),
)
def test_one_end_is_enough(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("last 2 hours x - y", "Wed 12:35–14:35: x — y"),
    ("past 45 min x - y", "Wed 13:50–14:35: x — y"),
    ("the last hour x - y", "Wed 13:35–14:35: x — y"),
    ("for the last half hour x - y", "Wed 14:05–14:35: x — y"),
    ("1h30 research - learn", "Wed 13:05–14:35: research — learn"),
    ("1h 30m research - learn", "Wed 13:05–14:35: research — learn"),
    ("1h30m research - learn", "Wed 13:05–14:35: research — learn"),
    ("1.5h research - learn", "Wed 13:05–14:35: research — learn"),
    ("1,5 hours research - learn", "Wed 13:05–14:35: research — learn"),
    ("90 minutes of research - learn", "Wed 13:05–14:35: research — learn"),
    ("an hour and a half of research - learn", "Wed 13:05–14:35: research — learn"),
    ("1 hour and 30 minutes: research - learn", "Wed 13:05–14:35: research — learn"),
    ("half an hour of email - clear the inbox", "Wed 14:05–14:35: email — clear the inbox"),
    ("an hour of email - clear", "Wed 13:35–14:35: email — clear"),
    ("45' email - clear", "Wed 13:50–14:35: email — clear"),
    ("45m: email - clear", "Wed 13:50–14:35: email — clear"),
    ("email - clear (1h)", "Wed 13:35–14:35: email — clear"),
    ("email - clear (1h).", "Wed 13:35–14:35: email — clear"),
    ("email - clear, 45m", "Wed 13:50–14:35: email — clear"),
    ("email for 2 hours", "Wed 12:35–14:35: email — ?"),
    ("email - clear for half an hour", "Wed 14:05–14:35: email — clear"),
    ("#ops email (1h)", "Wed 13:35–14:35: email — ? #ops"),
    ("16h travel - meet", "Tue 22:35–14:35: travel — meet"),
    ("17h travel - meet", "open: 17h travel — meet"),
    ("0h travel", "open: 0h travel — ?"),
    ("10 m race - train", "open: 10 m race — train"),
    ("hour of power - grow", "open: hour of power — grow"),
    ("last minute changes - ship", "open: last minute changes — ship"),
    ("past 30 days report - boss", "open: past 30 days report — boss"),
    ("calls (2h) - x", "open: calls (2h) — x"),
    ("calls (2h", "open: calls (2h — ?"),
    ("waiting for 20h", "open: waiting for 20h — ?"),
    ("plan for 2026", "open: plan for 2026 — ?"),
    ("for 2h", "open: for 2h — ?"),
    ("10:00-11:00 calls for 2h", "Wed 10:00–11:00: calls for 2h — ?"),
)
def test_a_length_ends_now(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


TEN, ELEVEN = (int(at(clock).timestamp()) for clock in ("10:00", "11:00"))


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        (f"<t:{TEN}>-<t:{ELEVEN}> x - y", "Wed 10:00–11:00: x — y"),
        (f"<t:{TEN}:R> – <t:{ELEVEN}:t> x - y", "Wed 10:00–11:00: x — y"),
        (f"<t:{TEN}>-11 x - y", "Wed 10:00–11:00: x — y"),
        (f"from 10 to <t:{ELEVEN}> x - y", "Wed 10:00–11:00: x — y"),
        (f"since <t:{TEN}> x - y", "Wed 10:00–14:35: x — y"),
        (f"<!date^{TEN}^{{time}}|10:00>-<!date^{ELEVEN}^{{time}}^https://a.co|11:00> x - y", "Wed 10:00–11:00: x — y"),
        (f"&lt;t:{TEN}&gt;-&lt;t:{ELEVEN}&gt; x - y", "Wed 10:00–11:00: x — y"),
        (f"<t:{TEN}> x - y for 1h", "Wed 10:00–11:00: x — y"),
        (f"at <t:{TEN}> x - y (1h)", "Wed 10:00–11:00: x — y"),
        (f"<t:{ELEVEN}>-<t:{TEN}> x - y", "open: x — y [ask-time]"),
        ("<t:999999999999> x - y", "open: <t:999999999999> x — y"),
        ("<t:x> x - y", "open: <t:x> x — y"),
        (f"met <t:{TEN}> - y", f"open: met <t:{TEN}> — y"),
        ("met <!date^1^{date} - {time}|a - b> - y", "open: met <!date^1^{date} - {time}|a - b> — y"),
    ],
)
def test_a_token_of_a_platform_is_a_moment(text: str, understood: str) -> None:
    assert written(replied(text)) == understood


@pytest.mark.parametrize(
    ("zone", "moment", "text", "hours"),
    [
        # the clocks go forward at 02:00 in Paris and in New York
        ("Europe/Paris", "2026-03-29 09:00", "01:30-03:30 x", 1),
        ("Europe/Paris", "2026-03-29 09:00", "02:15-03:30 x", 0.5),
        ("Europe/Paris", "2026-03-29 03:30", "last hour x", 1),
        ("America/New_York", "2026-03-08 09:00", "01:30-03:30 x", 1),
        ("America/New_York", "2026-03-08 09:00", "since 01:30 x", 6.5),
        # and back at 03:00 in Paris, at 02:00 in New York
        ("Europe/Paris", "2026-10-25 09:00", "01:30-03:30 x", 3),
        ("Europe/Paris", "2026-10-25 09:00", "02:30-03:30 x", 2),
        ("America/New_York", "2026-11-01 09:00", "00:30-02:30 x", 3),
        ("America/New_York", "2026-11-01 09:00", "saturday 23:30-01:30 x", 2),
        ("Asia/Kathmandu", "2026-11-25 14:35", "10:00-11:30 x", 1.5),
        ("Australia/Lord_Howe", "2026-04-05 09:00", "01:00-03:00 x", 2.5),
        ("Pacific/Apia", "2011-12-31 09:00", "thu 23:00-01:00 x", 1),
    ],
)
def test_a_change_of_clocks_counts(zone: str, moment: str, text: str, hours: float) -> None:
    reply = replied(text, moment, zone)

    assert isinstance(reply, Entries)
    (said,) = reply.entries
    assert said.start is not None
    assert said.end is not None
    assert said.end.astimezone(UTC) - said.start.astimezone(UTC) == timedelta(hours=hours)
    assert said.start < said.end


def test_a_stretch_that_no_clock_showed_is_asked_about() -> None:
    assert written(replied("02:15-02:45 x", "2026-03-29 09:00")) == "open: x — ? [ask-time]"


def test_a_stretch_over_the_hour_that_repeats_still_begins_before_it_ends() -> None:
    second_time = at("2026-10-25 02:10").replace(fold=1)

    reply = replied("30m x", now=second_time)

    assert isinstance(reply, Entries)
    (said,) = reply.entries
    assert said.start == at("2026-10-25 02:40").astimezone(UTC)
    assert said.end == second_time.astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "text", "understood"),
    [
        ("Asia/Kathmandu", "14:35", "10-11:30 invoices because taxes", "Wed 10:00–11:30: invoices — taxes"),
        ("Pacific/Chatham", "14:35", "since 1pm x - y", "Wed 13:00–14:35: x — y"),
        ("Pacific/Kiritimati", "00:30", "23:30-00:30 x - y", "Tue 23:30–00:30: x — y"),
        ("America/St_Johns", "14:35", "yesterday 16:00-17:30 x", "Tue 16:00–17:30: x — ?"),
    ],
)
def test_every_zone_has_its_own_clock(zone: str, moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment, zone)) == understood


def test_seconds_do_not_count() -> None:
    now = at("14:35") + timedelta(seconds=59, microseconds=1)

    assert written(replied("1h x", now=now)) == "Wed 13:35–14:35: x — ?"
    assert replied("1h x", now=now) == replied("1h x")

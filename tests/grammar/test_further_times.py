"""Further rows of the specification, written from its words: times, days, lengths, changes of the clocks."""

from __future__ import annotations

from datetime import UTC

import pytest

from bot.grammar.reply import Entries
from tests.grammar.reading import at, replied, table, written

NINE_THIRTY = "Wed 09:30–10:15: x — y"


@table(
    ("9h30-10h15 x - y", NINE_THIRTY),
    ("9.30–10.15 x - y", NINE_THIRTY),
    ("9:30am–10:15am x - y", NINE_THIRTY),
    ("9:30 a.m. to 10:15 a.m. x - y", NINE_THIRTY),
    ("9:30‐10:15 x - y", NINE_THIRTY),
    ("9:30‑10:15 x - y", NINE_THIRTY),
    ("9:30‒10:15 x - y", NINE_THIRTY),
    ("9:30−10:15 x - y", NINE_THIRTY),
    ("9:30——10:15 x - y", NINE_THIRTY),
    ("9:30 -- 10:15 x - y", NINE_THIRTY),
    ("between 9:30 and 10:15 x - y", NINE_THIRTY),
    ("from 9:30 until 10:15 x - y", NINE_THIRTY),
    ("From 9:30 till 10:15, x - y", NINE_THIRTY),
    ("at 9:30-10:15 x - y", NINE_THIRTY),
    ("@ 9:30-10:15 x - y", NINE_THIRTY),
    ("9:30-10:15; x - y", NINE_THIRTY),
    ("9:30-10:15. x - y", NINE_THIRTY),
    ("from 9 until now x - y", "Wed 09:00–14:35: x — y"),
    ("9:30-? x", "Wed 09:30–14:35: x — ?"),
    ("between 9 and noon x", "Wed 09:00–12:00: x — ?"),
    ("from midday till 1 x", "Wed 12:00–13:00: x — ?"),
    ("11-12:15 x - y", "Wed 11:00–12:15: x — y"),
    ("from 11 to 12 x - y", "Wed 11:00–12:00: x — y"),
    ("13h-14h x - y", "Wed 13:00–14:00: x — y [guess] or 13h-14h x — y"),
    ("8h15-9 x - y", "Wed 08:15–09:00: x — y"),
    ("9:30---10:15 x", "open: 9:30---10:15 x — ?"),
    ("9:30/10:15 x", "open: 9:30/10:15 x — ?"),
)
def test_a_stretch_in_every_notation(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    # guesses lie in 06:00–23:00
    ("5:30-6:30 run - health", "Wed 17:30–18:30: run — health [future]"),
    ("05:30-06:30 run - health", "Wed 05:30–06:30: run — health"),
    ("5:30am-6:30 run - health", "Wed 05:30–06:30: run — health"),
    ("6:00-6:30 run - health", "Wed 06:00–06:30: run — health"),
    ("02:30", "1:00-2:00 x", "Wed 13:00–14:00: x — ? [future]"),
    ("02:30", "01:00-02:00 x", "Wed 01:00–02:00: x — ?"),
    ("23:50", "10:00-11:00 x", "Wed 22:00–23:00: x — ? [guess] or 10:00-11:00 x"),
    ("23:50", "11:00-11:30 x", "Wed 11:00–11:30: x — ?"),
    # and end at most ten minutes from now
    ("11:50", "10-12 x - y", "Wed 10:00–12:00: x — y [guess] or 10-12 x — y"),
    ("11:49", "10-12 x - y", "open: 10-12 x — y"),
    ("11:49", "from 10 to 12 x - y", "Wed 10:00–12:00: x — y [future]"),
    ("2-2:45 demo - Acme", "Wed 14:00–14:45: demo — Acme"),
    ("2-2:46 demo - Acme", "Wed 14:00–14:46: demo — Acme [future]"),
    # eight hours, or sixteen where an end is explicit
    ("18:00", "9:00-5:00 x", "Wed 09:00–17:00: x — ?"),
    ("18:00", "8:30-5:00 x", "open: x — ? [ask-time]"),
    ("18:00", "8:30-17:00 x", "Wed 08:30–17:00: x — ?"),
    ("18:00", "8:30am-5:00 x", "Wed 08:30–17:00: x — ?"),
    ("18:00", "00:00-16:00 x", "Wed 00:00–16:00: x — ?"),
    ("18:00", "00:00-16:01 x", "open: x — ? [ask-time]"),
    ("18:00", "since 8 x", "open: since 8 x — ?"),
    ("18:00", "since 08:00 x", "Wed 08:00–18:00: x — ?"),
    ("18:00", "since 8am x", "Wed 08:00–18:00: x — ?"),
    # am and pm
    ("12:30am-1:15am x", "Wed 00:30–01:15: x — ?"),
    ("12-12:45 x", "Wed 12:00–12:45: x — ?"),
    ("1pm-2 x", "Wed 13:00–14:00: x — ?"),
    ("1-2pm x", "Wed 13:00–14:00: x — ?"),
    ("16:30", "3P.M.-4 P.M. x", "Wed 15:00–16:00: x — ?"),
    ("16:30", "7am-3pm x", "Wed 07:00–15:00: x — ?"),
    ("10-11am x", "Wed 10:00–11:00: x — ?"),
    ("11-1pm x", "Wed 11:00–13:00: x — ?"),
)
def test_which_half_of_the_day(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("00:20", "22:00-23:30 slides - talk", "Tue 22:00–23:30: slides — talk"),
    ("05:00", "18:00-19:00 slides - talk", "Tue 18:00–19:00: slides — talk"),
    ("00:45", "19:30-0:30 slides - talk", "Tue 19:30–00:30: slides — talk"),
    ("09:00", "11:30pm-12:15am slides - talk", "Tue 23:30–00:15: slides — talk"),
    ("09:00", "11pm-1am slides - talk", "Tue 23:00–01:00: slides — talk"),
    ("01:00", "00:15-00:45 slides - talk", "Wed 00:15–00:45: slides — talk"),
    ("00:10", "yesterday 22:00-23:00 slides - talk", "Tue 22:00–23:00: slides — talk"),
    ("00:10", "last 20 min slides - talk", "Tue 23:50–00:10: slides — talk"),
    ("22:00", "until 1am slides - talk", "Wed 22:00–01:00: slides — talk [rests]"),
    ("since midnight slides - talk", "Wed 00:00–14:35: slides — talk"),
    ("yesterday 23:00-01:00 slides - talk", "Tue 23:00–01:00: slides — talk"),
)
def test_over_midnight(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("yesterday 9-10:30 x", "Tue 09:00–10:30: x — ?"),
    ("Yesterday 7-8pm x", "Tue 19:00–20:00: x — ?"),
    ("yesterday 7:00-8:30 x", "Tue 07:00–08:30: x — ?"),
    ("yesterday noon-1 x", "Tue 12:00–13:00: x — ?"),
    ("yesterday from 9 to 10 x", "Tue 09:00–10:00: x — ?"),
    ("yesterday 5-6 x - y", "Tue 17:00–18:00: x — y [guess] or 5-6 x — y"),
    ("yesterday since 3pm x", "open: x — ? [ask-time]"),
    ("mon 9:00-10:00 x", "Mon 09:00–10:00: x — ?"),
    ("Monday: 9-10:30 x", "Mon 09:00–10:30: x — ?"),
    ("thursday, 14:00-15:00 x", "Thu 14:00–15:00: x — ?"),
    ("fri 8:00-9:00 x", "Fri 08:00–09:00: x — ?"),
    ("sun 10:00-11:00 x", "Sun 10:00–11:00: x — ?"),
    ("tue at 16:00 call - book for 45m", "Tue 16:00–16:45: call — book"),
    ("2026-11-20 13:30-15:00 audit - Acme", "Fri 13:30–15:00: audit — Acme"),
    ("today 9:15-10:00 x", "Wed 09:15–10:00: x — ?"),
    ("today 13-14 x - y", "Wed 13:00–14:00: x — y [guess] or 13-14 x — y"),
    ("mon planning - focus", "open: planning — focus [ask-time]"),
)
def test_a_day_by_name_or_date(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("since 9:15 x - y", "Wed 09:15–14:35: x — y"),
    ("Since 9:15am, x - y", "Wed 09:15–14:35: x — y"),
    ("since noon: x - y", "Wed 12:00–14:35: x — y"),
    ("since 2 x - y", "Wed 14:00–14:35: x — y"),
    ("last 30 minutes x - y", "Wed 14:05–14:35: x — y"),
    ("Last 1h30 x - y", "Wed 13:05–14:35: x — y"),
    ("past hour x - y", "Wed 13:35–14:35: x — y"),
    ("the past 2 hours x - y", "Wed 12:35–14:35: x — y"),
    ("for the past half hour x - y", "Wed 14:05–14:35: x — y"),
    ("last 20' x - y", "Wed 14:15–14:35: x — y"),
    ("until 5 workshop - Acme", "Wed 14:35–17:00: workshop — Acme [rests]"),
    ("til 17h workshop - Acme", "Wed 14:35–17:00: workshop — Acme [rests]"),
    ("till midnight workshop - Acme", "Wed 14:35–00:00: workshop — Acme [rests]"),
    ("at 9 standup - sync for 15 min", "Wed 09:00–09:15: standup — sync [guess] or at 9 standup — sync"),
    ("at 9am standup - sync", "Wed 09:00–09:30: standup — sync [guess] or at 9am standup — sync"),
    ("@13:30 demo - Acme, 1h", "Wed 13:30–14:30: demo — Acme"),
    ("at noon run - health for 40 min", "Wed 12:00–12:40: run — health"),
    ("@14:15 call - book", "Wed 14:15–14:35: call — book [guess] or @14:15 call — book"),
)
def test_one_end_of_a_stretch(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("research - learn for 1h30", "Wed 13:05–14:35: research — learn"),
    ("research - learn, 1.5 h", "Wed 13:05–14:35: research — learn"),
    ("research (90 min)", "Wed 13:05–14:35: research — ?"),
    ("2 hours: research - learn", "Wed 12:35–14:35: research — learn"),
    ("an hour and a half of mail - clear", "Wed 13:05–14:35: mail — clear"),
    ("45 minutes of mail - clear", "Wed 13:50–14:35: mail — clear"),
    ("half hour mail - clear", "Wed 14:05–14:35: mail — clear"),
    ("1 h 15 min mail - clear", "Wed 13:20–14:35: mail — clear"),
    ("0.5h mail - clear", "Wed 14:05–14:35: mail — clear"),
    ("2,5h mail - clear", "Wed 12:05–14:35: mail — clear"),
    ("3h30m mail - clear", "Wed 11:05–14:35: mail — clear"),
    ("mail - clear (2h).", "Wed 12:35–14:35: mail — clear"),
    ("mail - clear for one hour!", "Wed 13:35–14:35: mail — clear"),
    ("mail, 20 min", "Wed 14:15–14:35: mail — ?"),
    ("mail because it piles up (30 min)", "Wed 14:05–14:35: mail — it piles up"),
    ("mail for half an hour - clear", "open: mail for half an hour — clear"),
    ("mail - clear for 17h", "open: mail — clear for 17h"),
)
def test_a_length_before_or_behind(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("1-2 calls - Acme", "Wed 13:00–14:00: calls — Acme [guess] or 1-2 calls — Acme"),
    ("9-10 calls - Acme", "Wed 09:00–10:00: calls — Acme [guess] or 9-10 calls — Acme"),
    ("10-2 calls - Acme", "Wed 10:00–14:00: calls — Acme [guess] or 10-2 calls — Acme"),
    ("15:05", "12-3 calls - Acme", "Wed 12:00–15:00: calls — Acme [guess] or 12-3 calls — Acme"),
    ("7-9 pages a day - habit", "Wed 07:00–09:00: pages a day — habit [guess] or 7-9 pages a day — habit"),
    ("3-4 calls - Acme", "open: 3-4 calls — Acme"),
    ("9-17 calls - Acme", "open: 9-17 calls — Acme"),
    ("1-1 with Dana - listen", "open: 1-1 with Dana — listen"),
    ("100-200 words - blog", "open: 100-200 words — blog"),
    ("2-for-1 offer - clients", "open: 2-for-1 offer — clients"),
    ("5-a-side - fun", "open: 5-a-side — fun"),
    ("9-11", "open: 9-11 — ?"),
    ("16-17:30 demo - Acme", "Wed 16:00–17:30: demo — Acme [future]"),
    ("5pm-6pm gym - health", "Wed 17:00–18:00: gym — health [future]"),
    ("from 15 to 16 demo - Acme", "Wed 15:00–16:00: demo — Acme [future]"),
    ("at 17:00 demo - Acme for 1h", "Wed 17:00–18:00: demo — Acme [future]"),
    ("2026-11-27 10:00-11:00 demo - Acme", "Fri 10:00–11:00: demo — Acme [future]"),
    ("today 17:00-18:00 demo - Acme", "Wed 17:00–18:00: demo — Acme [future]"),
)
def test_a_guess_can_be_taken_back_and_what_is_to_come_is_asked_about(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@pytest.mark.parametrize(
    ("zone", "moment", "text", "start", "end"),
    [
        # in Paris the clocks go from 02:00 to 03:00 on 29 March and from 03:00 to 02:00 on 25 October
        ("Europe/Paris", "2026-03-29 09:00", "01:00-04:00 x", "2026-03-29 00:00", "2026-03-29 02:00"),
        ("Europe/Paris", "2026-03-29 09:00", "02:00-03:30 x", "2026-03-29 01:00", "2026-03-29 01:30"),
        ("Europe/Paris", "2026-03-29 00:30", "until 4am x", "2026-03-28 23:30", "2026-03-29 02:00"),
        ("Europe/Paris", "2026-03-30 10:00", "yesterday 1:30-3:30 x", "2026-03-29 11:30", "2026-03-29 13:30"),
        ("Europe/Paris", "2026-10-25 09:00", "00:30-02:30 x", "2026-10-24 22:30", "2026-10-25 00:30"),
        ("Europe/Paris", "2026-10-25 03:30", "last 3 hours x", "2026-10-24 23:30", "2026-10-25 02:30"),
        ("Europe/Paris", "2026-10-25 03:15", "x - y for 2h", "2026-10-25 00:15", "2026-10-25 02:15"),
        # in New York at 02:00 on 8 March and on 1 November; on Lord Howe Island by half an hour
        ("America/New_York", "2026-03-08 04:00", "1h30 x", "2026-03-08 06:30", "2026-03-08 08:00"),
        ("America/New_York", "2026-11-01 09:00", "since 1:30am x", "2026-11-01 05:30", "2026-11-01 14:00"),
        ("America/New_York", "2026-11-01 03:00", "23:00-00:30 x", "2026-11-01 03:00", "2026-11-01 04:30"),
        ("Australia/Lord_Howe", "2026-04-05 04:00", "00:00-03:00 x", "2026-04-04 13:00", "2026-04-04 16:30"),
    ],
)
def test_a_night_in_which_the_clocks_change(zone: str, moment: str, text: str, start: str, end: str) -> None:
    reply = replied(text, moment, zone)

    assert isinstance(reply, Entries)
    (said,) = reply.entries
    told = [moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M") for moment in (said.start, said.end) if moment]
    assert told == [start, end]


HALF_NINE, TEN, FOUR = (int(at(clock).timestamp()) for clock in ("09:30", "10:15", "16:00"))


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        (f"<t:{HALF_NINE}:F>-<t:{TEN}:F> x - y", NINE_THIRTY),
        (f"between <t:{HALF_NINE}> and <t:{TEN}> x - y", NINE_THIRTY),
        (f"&lt;t:{HALF_NINE}&gt; to &lt;t:{TEN}&gt; x - y", NINE_THIRTY),
        (f"9:30-<!date^{TEN}^{{time}}|10:15> x - y", NINE_THIRTY),
        (f"since <!date^{HALF_NINE}^{{time}}|9:30> x - y", "Wed 09:30–14:35: x — y"),
        (f"until <t:{FOUR}:t> x - y", "Wed 14:35–16:00: x — y [rests]"),
        (f"<t:{TEN}>-<t:{FOUR}> x - y", "Wed 10:15–16:00: x — y [future]"),
        (f"at <t:{TEN}:R> x - y for 1h", "Wed 10:15–11:15: x — y"),
        (f"x - y by <t:{FOUR}>", f"open: x — y by <t:{FOUR}>"),
    ],
)
def test_a_token_is_a_moment_wherever_a_time_may_stand(text: str, understood: str) -> None:
    assert written(replied(text)) == understood

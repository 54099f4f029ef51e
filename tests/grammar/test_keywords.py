"""Messages that are nothing but a keyword, and pauses."""

from __future__ import annotations

import pytest

from bot.grammar.dates import read_until
from bot.grammar.reply import Pause
from tests.grammar.reading import PARIS, at, replied, table, written

WORDS = {
    "help": ("help", "?", "commands", "hi", "hello", "hey", "Help!", "HELLO.", " hey "),
    "same": ("same", "same as last", "ditto", "Still on it", "+1", '"', "“", "”", "=", "Same.", "Ditto!"),
    "skip": ("skip", "pass", "n/a", "N/A", "not now", "nothing", "-", "—", "Nothing."),
    "undo": ("undo", "oops", "Oops!", "scratch that", "delete that"),
    "pause": ("pause", "stop", "mute", "snooze", "quiet", "dnd", "STOP!"),
    "nothing": ("", " ", "\n", "\u200b", "\ufeff \u200b", "— —", "- -", "\u200e"),
}


@pytest.mark.parametrize(("text", "meaning"), [(text, meaning) for meaning, texts in WORDS.items() for text in texts])
def test_a_keyword_is_the_whole_message(text: str, meaning: str) -> None:
    assert written(replied(text)) == meaning


@table(
    ("skip the queue - save time", "open: skip the queue — save time"),
    ("nothing much", "open: nothing much — ?"),
    ("same thing", "open: same thing — ?"),
    ("help Dana - goodwill", "open: help Dana — goodwill {help Dana - goodwill}"),
    ("stop sending emails - calm", "open: stop sending emails — calm"),
    ("quiet reading - learn", "open: quiet reading — learn"),
    ("mute the phone for the demo", "open: mute the phone for the demo — ?"),
    ("stopping by at Acme", "open: stopping by at Acme — ?"),
    ("hey there", "open: hey there — ?"),
)
def test_a_keyword_with_more_behind_it_is_an_entry(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@table(
    ("quiet for 2h", "pause until Wed 25 Nov 16:35"),
    ("snooze an hour", "pause until Wed 25 Nov 15:35"),
    ("snooze for half an hour", "pause until Wed 25 Nov 15:05"),
    ("mute 45 min", "pause until Wed 25 Nov 15:20"),
    ("dnd 1h30", "pause until Wed 25 Nov 16:05"),
    ("pause for 3 days", "pause until Sat 28 Nov 14:35"),
    ("pause for a week", "pause until Wed 02 Dec 14:35"),
    ("pause today", "pause until Thu 26 Nov 00:00"),
    ("stop for today", "pause until Thu 26 Nov 00:00"),
    ("pause tomorrow", "pause until Fri 27 Nov 00:00"),
    ("pause until tomorrow", "pause until Thu 26 Nov 00:00"),
    ("Pause until Fri!", "pause until Fri 27 Nov 00:00"),
    ("pause till friday", "pause until Fri 27 Nov 00:00"),
    ("pause until wed", "pause until Wed 02 Dec 00:00"),
    ("pause until 14:00", "pause until Thu 26 Nov 14:00"),
    ("pause until 15:00", "pause until Wed 25 Nov 15:00"),
    ("quiet until 3", "pause until Wed 25 Nov 15:00"),
    ("quiet until 3pm", "pause until Wed 25 Nov 15:00"),
    ("pause until 2026-12-01", "pause until Tue 01 Dec 00:00"),
    ("pause until 1 dec", "pause until Tue 01 Dec 00:00"),
    ("pause until next week", "pause until Mon 30 Nov 00:00"),
    ("pause until tomorrow 9:00", "pause until Thu 26 Nov 09:00"),
    ("pause until fri at 2", "pause until Fri 27 Nov 14:00"),
    ("pause until tomorrow noon", "pause until Thu 26 Nov 12:00"),
    ("pause until midnight", "pause until Thu 26 Nov 00:00"),
)
def test_a_pause_may_say_until_when(moment: str, text: str, understood: str) -> None:
    assert written(replied(text, moment)) == understood


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("1h", "15:35"),
        ("24h", "2026-11-26 14:35"),
        ("2 weeks", "2026-12-09 14:35"),
        ("14:30", "2026-11-26 14:30"),
        ("tomorrow", "2026-11-27 00:00"),
        ("fri", "2026-11-27 00:00"),
        ("lunch", "2026-11-26 12:00"),
        ("1.12.", "2026-12-01 00:00"),
        ("yesterday", None),
        ("2026-11-24", None),
        ("now", None),
        ("", None),
        ("0 min", None),
        ("whenever", None),
        ("for", None),
        ("999 weeks", "2046-01-17 14:35"),
        ("fri 99:99", None),
    ],
)
def test_the_argument_of_a_pause_is_read_alike(text: str, until: str | None) -> None:
    read = read_until(text, at("14:35"), PARIS)

    assert read == (at(until) if until else None)
    assert read is None or read.tzinfo is PARIS


def test_a_pause_over_a_change_of_clocks_ends_at_local_midnight() -> None:
    # On 29 March 2026 the clocks of Paris go forward.
    assert replied("pause tomorrow", "2026-03-28 20:00") == Pause(at("2026-03-30 00:00"))

"""Words made plain before anything is read into them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.clean import clean

PIECES = st.one_of(
    st.text(max_size=5),
    st.text(st.characters(), max_size=5),
    st.sampled_from(["&amp;", "&lt;", "&gt;", "amp;", "lt;", "&", "\r\n", "\u200b", "\u200f", " ", "\ud83d"]),
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  a \t b  ", "a b"),
        ("a\u00a0b\u3000c", "a b c"),
        ("a\r\nb\rc\u2028d\n\n e", "a\nb\nc\nd\ne"),
        ("\ufeffa\u200bb\u2060", "ab"),
        ("a\x00b\x1b[0m", "ab[0m"),
        ("\ud83da", "a"),
        ("\u202eabc\u202c", "abc"),
        ("\u200fשל\u200f", "של"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("R&amp;D &lt;3 -&gt; x", "R&D <3 -> x"),
        ("&amp;lt;", "<"),
        ("& &amp &nbsp;", "& &amp &nbsp;"),
        ("<t:1:R> <!date^1^{date}|x>", "<t:1:R> <!date^1^{date}|x>"),
    ],
)
def test_what_says_nothing_goes_and_what_was_written_stays(text: str, plain: str) -> None:
    assert clean(text) == plain


@given(st.lists(PIECES, max_size=20).map("".join))
def test_clean_words_stay_as_they_are(text: str) -> None:
    assert clean(clean(text)) == clean(text)

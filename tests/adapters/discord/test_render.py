"""Whatever the bot shows, Discord takes, and whatever somebody typed stays text."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from adapters.discord import render
from adapters.discord.words import Json
from bot.domain.people import Account
from bot.errors import ScreenError
from bot.ui import (
    B,
    Button,
    Cmd,
    Confirm,
    Fact,
    Form,
    Image,
    Link,
    Lit,
    Menu,
    Message,
    Name,
    Option,
    Section,
    Style,
    Tone,
    When,
)
from tests.adapters.catalogue import EXTREMES, FORMS, NOW
from tests.adapters.discord.judges import alive, judge_message, judge_modal
from tests.adapters.hostile import PAYLOADS, TEXTS, spoilt
from tests.adapters.pictures.small import chart

PARIS = ZoneInfo("Europe/Paris")
MENTIONS = {"help": "</help:12>", "call log": "</call log:13>"}


def posted(message: Message) -> Json:
    return render.message(message, identity=7, zone=PARIS, now=NOW, mentions=MENTIONS)


def test_every_message_of_the_features_is_one_that_discord_takes(shown: tuple[list[Message], list[Form]]) -> None:
    messages, _ = shown
    assert len(messages) > 60
    for message in messages:
        judge_message(posted(message))


def test_every_form_of_the_features_is_one_that_discord_takes(shown: tuple[list[Message], list[Form]]) -> None:
    _, forms = shown
    assert len({form.id for form in forms}) >= 9
    for form in forms:
        judge_modal(render.modal(form))


@pytest.mark.parametrize("message", EXTREMES, ids=range(len(EXTREMES)))
def test_a_message_at_the_limits_is_one_that_discord_takes(message: Message) -> None:
    judge_message(posted(message))


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_a_form_at_the_limits_is_one_that_discord_takes(form: Form) -> None:
    judge_modal(render.modal(form))


# --- whatever somebody types ------------------------------------------------------------------------------------------


def spoil(screens: list[Message] | list[Form], examples: int, *, derandomize: bool) -> None:
    """See that so many screens with hostile text are valid and that nothing in them is alive that is not ours."""

    @settings(
        max_examples=examples,
        derandomize=derandomize,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(screens), st.lists(TEXTS, min_size=1, max_size=12))
    def one(screen: Message | Form, words: list[str]) -> None:
        try:
            hostile, tame = spoilt(screen, cycle(words)), spoilt(screen, cycle("x"))
        except ScreenError:  # too much for any platform
            reject()
        if isinstance(hostile, Message) and isinstance(tame, Message):
            judge_message(posted(hostile))
            assert alive(posted(hostile)) <= alive(posted(tame))
        elif isinstance(hostile, Form):
            judge_modal(render.modal(hostile))

    one()


def test_hostile_text_stays_text(shown: tuple[list[Message], list[Form]]) -> None:
    messages, forms = shown
    spoil([*messages, *EXTREMES[:1]], 80, derandomize=True)
    spoil(forms, 40, derandomize=True)


@pytest.mark.slow
def test_hostile_text_stays_text_on_ten_thousand_screens(shown: tuple[list[Message], list[Form]]) -> None:
    messages, forms = shown
    spoil([*messages, *EXTREMES[:1]], 7_500, derandomize=False)
    spoil([*forms, *FORMS], 2_500, derandomize=False)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_inert_everywhere(payload: str) -> None:
    for message in (
        Message(text=(Lit(payload), "x")),
        Message(text=("x",), title=f"x{payload}", sections=(Section(text=(Lit(f"{payload}\n{payload}"),)),)),
        Message(text=("http:", Lit(payload), Lit("//x.com "), Lit(payload))),
        Message(text=("x",), sections=(Section(fields=(Fact(label=payload, value=(Lit(payload),)),)),)),
        Message(text=("x",), footer=(Lit(f"{payload}\n{payload}"),)),
    ):
        assert not alive(posted(message)) - Counter({"begins -#": 1}), posted(message)
    assert not alive(render.line(payload))
    judge_message(render.line(payload))
    judge_message(render.fixing({"a": payload}, "a.form", "c" * 90, private=False))
    judge_message(render.asked(Confirm(text=payload), "do.it", "v" * 90))


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_a_prompt_reads_like_this() -> None:
    prompt = Message(
        text=("What are you doing, and why? ", When(NOW), "–", When(NOW + timedelta(minutes=30))),
        sections=(Section(text=("Last: ", Lit("R&D *now*"), " — ", B(Lit("3 <demos>")), " at ", When(NOW))),),
        buttons=(
            Button(action="checkin.same", value="s1", label="Same as before", style=Style.PRIMARY),
            Button(action="checkin.write", value="s1", label="Write it…", opens_form=True),
            Button(action="diary.undo", label="Undo", confirm=Confirm(text="Sure?", yes="Undo", no="Keep")),
        ),
        menu=Menu(action="checkin.more", placeholder="More", value="s1", options=(Option(label="Skip", value="skip"),)),
        footer=("Or just reply; ", Cmd("help"), "."),
        tone=Tone.GOOD,
        silent=True,
    )

    shown = posted(prompt)

    assert shown["content"] == "What are you doing, and why? 09:00–09:30"
    assert shown["embeds"] == [
        {
            "description": r"Last: R&D \*now\* — **3 <\u200bdemos>** at <t:1795420800:t>".replace(r"\u200b", "\u200b"),
            "footer": {"text": "Or just reply; /help."},
            "color": 0x2E8B57,
        }
    ]
    buttons, menu = shown["components"]
    assert buttons["id"] == 1_000_007
    assert render.identity_of(shown) == 7
    assert [each["custom_id"] for each in buttons["components"]] == [
        "v1:checkin.same:s1",
        "f1:checkin.write:s1",
        "q1:diary.undo:",
    ]
    assert [each["style"] for each in buttons["components"]] == [1, 2, 2]
    assert menu["components"][0]["custom_id"] == "m1:checkin.more:s1"
    assert (shown["flags"], shown["attachments"]) == (1 << 12, [])


def test_a_footer_alone_is_small_print_under_the_words() -> None:
    footer = (Cmd("call log"), " logs one, ", Cmd("call log Dana"), " begins it, ", Link("this", "https://a.b/?(x)"))
    assert posted(Message(text=("Done.",), footer=footer))["content"] == (
        "Done.\n-# </call log:13> logs one, `/call log Dana` begins it, [this](<https://a.b/?%28x%29>)"
    )


def test_a_picture_is_named_with_the_words_that_say_the_same() -> None:
    shown = posted(Message(text=("Your week.",), image=Image(name="a week.png", chart=chart(), alt="Selling 40 %")))
    assert shown["attachments"] == [{"id": 0, "filename": "a_week.png", "description": "Selling 40 %"}]
    assert shown["embeds"] == [{"image": {"url": "attachment://a_week.png"}}]


def test_where_a_picture_could_not_be_painted_its_words_stand_for_it() -> None:
    said = Message(text=("Your week.",), image=Image(name="week.png", chart=chart(), alt="Selling *40* %"))
    shown = render.message(said, identity=7, zone=PARIS, now=NOW, mentions=MENTIONS, in_words=True)
    assert (shown["attachments"], shown["embeds"]) == ([], [{"description": "Selling \\*40\\* %"}])


def test_a_person_is_named_as_discord_does_and_anybody_else_by_words() -> None:
    names = (
        Name(Account("discord", "1", "12")),
        " ",
        Name(Account("discord", "1", "@x")),
        " ",
        Name(Account("slack", "T", "U1")),
    )
    assert posted(Message(text=names))["content"] == "<@12> @\u200bx U1"


def test_sections_keep_their_order_and_facts_stand_side_by_side() -> None:
    fact = Fact(label="Zone", value=("Paris",))
    sections = (
        Section(text=("one",)),
        Section(text=("two",), fields=(fact, fact)),
        Section(text=("three",), fields=(Fact(label="Long", value=("y" * 1_100,)),)),
    )
    first, second = posted(Message(text=("x",), title="T", sections=sections))["embeds"]
    assert (first["title"], first["description"]) == ("T", "one\n\ntwo")
    assert first["fields"] == [{"name": "Zone", "value": "Paris", "inline": True}] * 2
    assert second["description"].startswith("three\n\n**Long**\n")


def test_what_is_longer_than_a_content_goes_on_below_and_nothing_of_it_is_lost() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    shown = posted(Message(text=(Lit(words),)))
    assert f"{shown['content']}{shown['embeds'][0]['description']}".split() == words.split()


def test_what_is_too_much_for_discord_is_shortened_with_a_sign() -> None:
    sections = tuple(Section(text=(Lit("*" * 640),)) for _ in range(5))
    shown = posted(Message(text=("x",), sections=sections))
    assert sum(len(each["description"]) for each in shown["embeds"]) <= 6_000
    assert shown["embeds"][-1]["description"].endswith("…")

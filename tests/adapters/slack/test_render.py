"""Whatever the bot shows, Slack takes, and whatever somebody typed stays text."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from adapters.slack import render
from adapters.slack.words import Json
from bot.domain.people import Account
from bot.errors import ScreenError
from bot.ui import (
    B,
    Button,
    Cmd,
    Confirm,
    Fact,
    Form,
    Link,
    Lit,
    Menu,
    Message,
    Name,
    Option,
    Section,
    Style,
    When,
)
from tests.adapters.catalogue import EXTREMES, FORMS, NOW
from tests.adapters.hostile import PAYLOADS, TEXTS, spoilt
from tests.adapters.slack.judges import GAP, alive, judge_message, judge_view, texts

OTHER = Account("discord", "1", "@other")
PARIS = ZoneInfo("Europe/Paris")


def posted(message: Message) -> Json:
    return render.message(message, key="m1", zone=PARIS, now=NOW)


def test_every_message_of_the_features_is_one_that_slack_takes(shown: tuple[list[Message], list[Form]]) -> None:
    messages, _ = shown
    assert len(messages) > 60
    for message in messages:
        judge_message(posted(message))
        judge_view(render.home(message, zone=PARIS, now=NOW))


def test_every_form_of_the_features_is_one_that_slack_takes(shown: tuple[list[Message], list[Form]]) -> None:
    _, forms = shown
    assert len({form.id for form in forms}) >= 9
    for form in forms:
        judge_view(render.modal(form, zone=PARIS))


@pytest.mark.parametrize("message", EXTREMES, ids=range(len(EXTREMES)))
def test_a_message_at_the_limits_is_one_that_slack_takes(message: Message) -> None:
    judge_message(posted(message))
    judge_message(render.message(message, key="m1", zone=PARIS, now=NOW, in_words=True))
    judge_view(render.home(message, zone=PARIS, now=NOW))


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_a_form_at_the_limits_is_one_that_slack_takes(form: Form) -> None:
    judge_view(render.modal(form, zone=PARIS))
    judge_view(render.modal(form))


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
            page = render.home(hostile, zone=PARIS, now=NOW)
            judge_view(page)
            assert alive(page) <= alive(render.home(tame, zone=PARIS, now=NOW))
        elif isinstance(hostile, Form):
            view = render.modal(hostile, zone=PARIS)
            judge_view(view)
            assert not alive(view)

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
        Message(text=("x",), title=f"x{payload}", footer=(Lit(f"{payload}\n{payload}"),)),
        Message(text=("http:", Lit(payload), Lit("//x.com "), Lit(payload))),
        Message(text=("x",), sections=(Section(fields=(Fact(label=payload, value=(Lit(payload),)),)),)),
    ):
        found = alive(posted(message)) - Counter({"format * x": 1, "format *  ": 1})  # a label is bold
        assert not found, posted(message)
    assert not alive(render.toast(payload))
    judge_message(render.toast(payload) | {"blocks": [{**render.toast(payload)["blocks"][0], "block_id": "t"}]})


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_a_prompt_reads_like_this() -> None:
    prompt = Message(
        text=("What are you doing, and why? ", When(NOW), "–", When(NOW + timedelta(minutes=30))),
        sections=(Section(text=("Last: ", Lit("R&D *now*"), " — ", B(Lit("3 <demos>")))),),
        buttons=(
            Button(action="checkin.same", value="s1", label="Same as before", style=Style.PRIMARY),
            Button(action="diary.undo", label="Undo", confirm=Confirm(text="Sure?", yes="Undo", no="Keep")),
        ),
        menu=Menu(action="checkin.more", placeholder="More", value="s1", options=(Option(label="Skip", value="skip"),)),
        footer=("See ", Cmd("help"), " or ", Link("this", "https://a.example/?x=1&y=2"), "."),
    )

    shown = render.message(prompt, key="m7", zone=PARIS, now=NOW, command="/why")

    assert shown["text"] == "What are you doing, and why? 09:00–09:30"
    assert [block["block_id"] for block in shown["blocks"]] == ["m7", "m7:1", "m7:2", "m7:3"]
    assert [text for kind, text in texts(shown["blocks"]) if kind == "mrkdwn"] == [
        "What are you doing, and why? <!date^1795420800^{time}|09:00>–<!date^1795422600^{time}|09:30>",
        f"Last: R&amp;D {GAP}*{GAP}now{GAP}*{GAP} — *3 &lt;demos{GAP}&gt;*",
        "See `/why help` or <https://a.example/?x=1&amp;y=2|this>.",
    ]
    same, undo, more = shown["blocks"][2]["elements"]
    assert same["action_id"] == "v1:checkin.same:s1"
    assert (same["value"], same["style"]) == ("s1", "primary")
    assert undo["confirm"]["title"]["text"] == "Undo"
    assert (more["type"], more["action_id"]) == ("static_select", "v1:checkin.more:s1")
    assert "m7" in render.identities(shown)


def test_a_person_is_named_as_slack_does_and_anybody_else_by_words() -> None:
    names = (Name(Account("slack", "T1", "U12")), " ", Name(Account("slack", "T1", "!channel")), " ", Name(OTHER))
    assert posted(Message(text=names))["blocks"][0]["text"]["text"] == "<@U12> !channel @other".replace(
        "@o", f"@{GAP}o"
    )


def test_a_menu_that_goes_by_a_buttons_name_stands_in_a_row_of_its_own() -> None:
    button = Button(action="a", label="A")
    menu = Menu(action="a", placeholder="More", options=(Option(label="O", value="o"),))
    rows = posted(Message(text=("x",), buttons=(button,), menu=menu))["blocks"][1:]
    assert [len(row["elements"]) for row in rows] == [1, 1]


def test_a_long_text_is_split_and_nothing_of_it_is_lost() -> None:
    words = " ".join(f"word{number}" for number in range(410))
    blocks = posted(Message(text=(Lit(words),)))["blocks"]
    assert len(blocks) == 2
    assert "".join(block["text"]["text"] for block in blocks).split() == words.split()


def test_what_is_too_much_for_slack_is_shortened_with_a_sign() -> None:
    shown = posted(Message(text=(Lit("&" * 3_400),)))
    assert sum(len(block["text"]["text"]) for block in shown["blocks"]) < 12_000
    assert shown["blocks"][-1]["text"]["text"].endswith("…")

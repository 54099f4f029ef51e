"""Screens to show: one of each kind, with everything on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.people import Account
from bot.gestures import Press
from bot.ports import Letter
from bot.ui import (
    B,
    Button,
    Cmd,
    Confirm,
    Fact,
    Form,
    Image,
    Input,
    InputKind,
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
    WhenStyle,
)
from tests.adapters.pictures.small import chart
from tests.adapters.terminal.fake_engine import COACH, ME, ZONE

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Paris, a Monday

PROMPT = Message(
    key="prompt",
    text=("What are you doing, and why? ", When(NINE), "–", When(NINE + timedelta(minutes=30))),
    sections=(Section(text=("Last: ", Lit("calling leads"), " — ", Lit("book 3 demos"))),),
    buttons=(
        Button(action="checkin.same", label="Same as before", style=Style.PRIMARY),
        Button(action="checkin.break", label="On a break"),
        Button(action="checkin.form", label="Write it…", opens_form=True),
    ),
    menu=Menu(
        action="checkin.more",
        placeholder="More",
        value="p1",
        options=(
            Option(label="Skip", value="skip"),
            Option(label="Quiet for an hour", value="hour"),
            Option(label="Quiet until tomorrow", value="tomorrow"),
        ),
    ),
    footer=("Or just reply: ", Cmd("calling leads - to book demos")),
)

ECHO = Message(
    key="prompt",
    text=("✓ 09:00–09:30 ", Lit("calling leads"), " — ", Lit("book 3 demos")),
    buttons=(
        Button(action="diary.edit", label="Edit", value="1", opens_form=True),
        Button(
            action="diary.undo",
            label="Undo",
            value="1",
            confirm=Confirm(text="Take it out?", yes="Take it out", no="Keep it"),
        ),
    ),
    tone=Tone.GOOD,
)

REPORT = Message(
    title="Week 48",
    text=("You talked to ", B("3"), " people."),
    sections=(
        Section(
            fields=(
                Fact(label="Selling", value=("38 % of 41 slots",)),
                Fact(label="Asks", value=(B("6"), " of 5")),
                Fact(label="お客様", value=(Name(COACH), " since ", When(NINE, WhenStyle.DATE))),
                Fact(label="A label that is far too wide for a column", value=("stands above",)),
            )
        ),
        Section(text=(Lit("Dana"), " thinks it over"), button=Button(action="call.log", label="Log it", value="7")),
    ),
    image=Image(name="week.png", chart=chart(), alt="A week in slots: 16 of 41 are selling."),
    buttons=(
        Button(action="week.share", label="Share…"),
        Button(action="week.docs", label="What this means", url="https://example.org/week"),
        Button(action="week.drop", label="Delete", style=Style.DANGER),
    ),
    footer=(Link("How it is counted", "https://example.org/how"),),
    tone=Tone.CARE,
)

CALL = Form(
    id="call.log",
    title="Log a conversation",
    intro="Two minutes, while it is fresh.",
    context="p7",
    submit="Log it",
    inputs=(
        Input(key="who", label="Who", kind=InputKind.SEARCH, source="prospects", required=True, placeholder="Dana"),
        Input(
            key="outcome",
            label="Outcome",
            kind=InputKind.CHOICE,
            value="maybe",
            required=True,
            options=(
                Option(label="Yes", value="yes"),
                Option(label="No", value="no"),
                Option(label="Thinking it over", value="maybe"),
            ),
        ),
        Input(key="back", label="Check back on", kind=InputKind.DATE, hint="Empty for never."),
        Input(key="notes", label="Notes", kind=InputKind.LONG),
    ),
)


def letter(message: Message, *, number: int = 1, version: int = 1, account: Account = ME, zone: str = ZONE) -> Letter:
    return Letter(
        id=number,
        version=version,
        account=account,
        channel=account.user,
        message=message,
        zone=zone,
        picture=b"PNG" if message.image else None,
    )


def pressed(message: Message, label: str, source: str) -> Press:
    """Return what pressing a button says."""
    button = next(each for each in message.all_buttons if each.label == label)
    return Press(action=button.action, value=button.value, source=source)

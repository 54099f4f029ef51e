"""Any screen, event and effect there can be, for hypothesis."""

from __future__ import annotations

from datetime import UTC

from hypothesis import strategies as st

from bot.domain.people import Account
from bot.domain.pictures import Cell, DayRow, Funnel, FunnelStep, Named, WeekBar, WeekBars, WeekStrip
from bot.gestures import (
    Command,
    Errors,
    Event,
    Gesture,
    Open,
    Pick,
    Press,
    Submit,
    Surface,
    Text,
    Toast,
)
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
    Rich,
    Section,
    Style,
    Tone,
    When,
    WhenStyle,
)

# What a database can hold; tests/storage/test_text.py is about the rest.
words = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
said = words.filter(str.strip)
names = st.from_regex(r"[a-z][a-z0-9_.]{0,20}", fullmatch=True)
ids = st.text(st.characters(codec="ascii", exclude_characters="\x00"), max_size=20)
moments = st.datetimes(timezones=st.just(UTC))
accounts = st.builds(Account, words, words, words)

spans = st.one_of(
    words,
    st.builds(Lit, words),
    st.builds(B, words | st.builds(Lit, words)),
    st.builds(When, moments, st.sampled_from(WhenStyle)),
    st.builds(Cmd, words),
    st.builds(Link, words, words),
    st.builds(Name, accounts),
)


def rich(min_size: int = 0) -> st.SearchStrategy[Rich]:
    return st.lists(spans, min_size=min_size, max_size=3).map(tuple)


def buttons(value: st.SearchStrategy[str] = ids) -> st.SearchStrategy[Button]:
    return st.builds(
        Button,
        action=names,
        label=said,
        value=value,
        style=st.sampled_from(Style),
        opens_form=st.booleans(),
        confirm=st.none() | st.builds(Confirm, text=words, yes=words, no=words),
        url=st.none() | words,
    )


options = st.lists(st.builds(Option, label=said, value=said), min_size=1, max_size=4, unique_by=lambda each: each.value)
menus = st.builds(Menu, action=names, placeholder=said, options=options.map(tuple), value=ids)
counts = st.integers(0, 99)
steps = st.lists(st.builds(FunnelStep, name=said, done=counts, planned=st.none() | counts), min_size=1, max_size=3)
bars = st.lists(
    st.builds(
        WeekBar, label=said, share=st.none() | st.integers(0, 100), conversations=counts, asks=counts, goal=counts
    ),
    min_size=1,
    max_size=3,
)
days = st.lists(
    st.builds(DayRow, label=said, cells=st.sampled_from(["", "SLPB", "A?-.", " ::."]), note=words),
    min_size=7,
    max_size=7,
)
legends = st.lists(st.builds(Named, cell=st.sampled_from(Cell), label=said, amount=words), max_size=3).map(tuple)
charts = st.one_of(
    st.builds(Funnel, title=said, steps=steps.map(tuple), step=said, of=said, planned=said),
    st.builds(
        WeekBars,
        **dict.fromkeys(("title", "share", "conversations", "asks", "goal", "gap"), said),
        weeks=bars.map(tuple),
        footnote=words,
    ),
    st.builds(
        WeekStrip,
        title=said,
        first_hour=st.integers(0, 22),
        days=days.map(tuple),
        legend=legends,
        footnote=words,
    ),
)
images = st.builds(Image, name=words, chart=charts, alt=said, title=words)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    def sections(number: int) -> st.SearchStrategy[Section]:
        return st.builds(
            Section,
            text=rich(1).map(lambda text: (*text, ".")),
            fields=st.lists(st.builds(Fact, label=words, value=rich()), max_size=2).map(tuple),
            button=st.none() | buttons(st.just(f"section {number}")),
        )

    shown = st.lists(buttons(), max_size=3, unique_by=lambda each: (each.action, each.value))
    return Message(
        text=(*draw(rich()), draw(said)),
        title=draw(words),
        sections=tuple(draw(sections(number)) for number in range(draw(st.integers(0, 2)))),
        buttons=tuple(draw(shown)),
        menu=draw(st.none() | menus),
        image=draw(st.none() | images),
        footer=draw(rich()),
        tone=draw(st.sampled_from(Tone)),
        private=draw(st.booleans()),
        silent=draw(st.booleans()),
        key=draw(words),
    )


@st.composite
def inputs(draw: st.DrawFn, key: str) -> Input:
    kind = draw(st.sampled_from(InputKind))
    return Input(
        key=key,
        label=draw(said),
        kind=kind,
        required=draw(st.booleans()),
        value=draw(words),
        options=tuple(draw(options)) if kind in {InputKind.CHOICE, InputKind.MULTI} else (),
        hint=draw(words),
        placeholder=draw(words),
        source=draw(said if kind is InputKind.SEARCH else words),
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    keys = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    return Form(
        id=draw(names),
        title=draw(said),
        inputs=tuple(draw(inputs(key)) for key in keys),
        submit=draw(said),
        intro=draw(words),
        context=draw(ids),
    )


filled = st.dictionaries(words, words, max_size=3)
gestures: st.SearchStrategy[Gesture] = st.one_of(
    st.builds(Text, text=words, message_id=words, reply_to=st.none() | words, edited_at=st.none() | moments),
    st.builds(Press, action=words, value=words, source=st.none() | words, quote=words),
    st.builds(Pick, action=words, chosen=st.lists(words, max_size=3).map(tuple), value=words),
    st.builds(Submit, form=words, values=filled, context=words),
    st.builds(Command, words=words, arguments=filled),
)
events = st.builds(
    Event,
    keys=st.lists(words, max_size=3).map(tuple),
    account=accounts,
    gesture=gestures,
    at=moments,
    surface=st.sampled_from(Surface),
    channel=st.none() | words,
    zone=st.none() | words,
    can_open=st.booleans(),
)
answers = st.none() | st.builds(Open, forms()) | st.builds(Errors, filled) | st.builds(Toast, words)

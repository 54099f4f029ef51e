"""Every screen there is: what the real features show on a way through all of them, and screens at every limit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice

from bot.domain.people import Account
from bot.engine import Engine
from bot.features import FEATURES
from bot.gestures import Open
from bot.ports import Letter, Store
from bot.ui import (
    MAX_BODY,
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
from tests.adapters.pictures.small import chart
from tests.features.harness import Conversation, Paper

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
EVERYTHING: Rich = (
    "Ours ",
    Lit("theirs"),
    B("bold"),
    B(Lit("Dana")),
    *(When(NOW + timedelta(hours=3), style) for style in WhenStyle),
    Cmd("call log"),
    Link("a link", "https://example.org/a?b=c&d=e"),
    Name(Account("slack", "T1", "U0123ABC")),
    Name(Account("discord", "1", "2")),
)


@dataclass(slots=True)
class Collecting(Paper):
    """A messenger that keeps every face of every message."""

    every: list[Message] = field(default_factory=list)

    def _write(self, kind: str, letter: Letter) -> None:
        Paper._write(self, kind, letter)  # noqa: SLF001 - a dataclass with slots has no zero-argument super
        self.every.append(letter.message)


OPENED = 4  # of the forms behind buttons that do the same: a screen with a button for each row has many


class Visitor(Conversation):
    """Somebody who keeps every form they are shown, and opens some of every sort there is."""

    def __init__(self, store: Store, *, user: str = "me") -> None:
        super().__init__(store, user=user)
        self.forms: list[Form] = []
        self.opened: set[tuple[str, str]] = set()
        self.sorts: Counter[str] = Counter()

    async def look(self) -> None:
        """Open the forms that buttons offer, a few of each sort."""
        for source, face in list(self.paper.faces.items()):
            for button in face.all_buttons:
                is_new = (button.action, source) not in self.opened and self.sorts[button.action] < OPENED
                if button.opens_form and is_new:
                    self.opened.add((button.action, source))
                    self.sorts[button.action] += 1
                    answer = await self.press_raw(button.action, button.value)
                    self.forms += [answer.form] if isinstance(answer, Open) else []

    async def commands(self, *every: str) -> None:
        """Give commands, one after the other."""
        for words in every:
            answer = await self.say(words)
            self.forms += [answer.form] if isinstance(answer, Open) else []
            await self.look()


FIRST = (
    "hello",
    "home",
    "start",
    "start zone:Europe/Paris hours:9-17 days:mon-fri cadence:30 block:10:00 goal:3",
    "settings",
    "status",
    "help",
    "help call log",
    "nonsense",
    "/nonsense",
    "log",
    "log mail - clear it",
)
LATER = (
    "10-11 2 demos - Acme",
    "why: <!channel> *it is due* & _more_",
    "9-9:30 mail - clear it\n9:30-10 calls - book demos",
    "14:00-15:00 workshop - Acme",
    "s/Acme/Beta/",
    "oops",
    "s/nothing/at all/",
    "today",
    "diary show yesterday",
    "diary show blursday",
    "diary search acme",
    "diary search",
    "home",
    "same",
    "break",
    "skip",
    "undo",
    "call log",
    "call log Dana thinking",
    "call log Dana thinking until fri - likes it",
    "call log <@U123> yes - *yes*",
    "call log Ben no date:yesterday practice:yes",
    "call log " + "a long name " * 20,
    "call list",
    "call show Dana",
    "call show Nobody",
    "call show",
    "followups",
    "prospect import\nname;notes;phone\nDana Klein;*retainer*;1\n;nobody;\nKim <@U1>;;",
    "prospect add <!channel> Zoe - *might* buy",
    "prospect list",
    "prospect show Zoe",
    "prospect edit Dana",
    "prospect postpone",
    "prospect close Ben",
    "asked Dana",
    "asked Benn",
    "steps",
    "steps set *connect* <!here> - write to <@U1> - 200",
    "steps set connect - write to <@U1> & _Ben_ - 5",
    "steps set add *Refer* - ask for a name - 1",
    "steps set zzz",
    "steps did",
    "steps did connect 2",
    "steps did talk",
    "steps set",
    "steps set talk",
    "steps",
    "report week",
    "report week last",
    "report month",
    "report month never",
    "9-12 <!here> *filing* - tidy & done",
    "handover list",
    "handover add",
    "handover add <!channel> *tax* return 35,50/h",
    "handover add bookkeeping price:cheap",
    "handover done",
    "handover done tax",
    "settings set value 80",
    "settings set value lots",
    "handover",
    "call log Zoe yes worth:lots",
    "call log Zoe yes worth:1200",
    "call edit Zoe worth:many",
    "report weeks",
    "goal set",
    "goal set asks 5",
    "goal set share lots",
    "goal set share 30",
    "goal improve my *offer* <!channel>",
    "goal built",
    "goal built @everyone a _page_",
    "goal rest next",
    "goal",
    "settings set hours:nonsense",
    "settings set zone:nowhere",
    "settings set report:never",
    'settings set hours:8-16 report:"mon 9:00"',
    "settings set lunch:midnight",
    "settings set country atlantis",
    "settings set country de-by lunch 12:30-13:30",
    "days off",
    "days off 24 dec-2 jan, fri, 12 feb",
    "days off some day",
    "days off",
    "days on fri",
    "days on 2027-03-03",
    "pause",
    "pause 2h",
    "status",
    "resume",
)


async def visited(store: Store) -> tuple[list[Message], list[Form]]:
    """Return every message and form on a way through the features."""
    me = Visitor(store)
    paper = me.paper = Collecting(me.clock)
    me.engine = Engine(store, me.clock, FEATURES, [paper], address="https://whatfor.example.org")
    await me.commands(*FIRST)
    for words in ("calling leads - to book 3 demos", "calling *leads* & more", "invoices", "<!here>", "same"):
        await me.at(_next(me))
        await me.commands(words)
    for words in LATER:
        await me.at(_next(me))
        await me.commands(words)
    for me.told in ("Europe/Paris", "Europe/Lisbon", "America/Argentina/ComodRivadavia"):
        await me.commands("status")
    await me.press("Yes, America/Argentina/ComodR…")
    await me.commands("call book <@U9> *Eva* fri 15:00", "pause until mon")
    await me.commands("calendar", "calendar")
    await me.press("New link")
    await me.press("Switch it off")
    await me.at("2026-11-30 10:00")
    await me.look()
    await me.commands("followups")
    await me.press("<@U9> *Eva*: how was it?")
    await _share(me)
    return paper.every, me.forms


async def _share(me: Visitor) -> None:
    """Show somebody one's weeks, who accepts and looks."""
    await me.commands(
        "share grant", "share grant <@U1> words until:never", "share grant <@U1> words until:fri", "share"
    )
    code = next(
        span.path
        for face in me.paper.faces.values()
        for span in face.footer
        if isinstance(span, Cmd) and "accept" in span.path
    )
    viewer = Visitor(me.store, user="viewer")
    viewer.engine, viewer.clock, viewer.paper = me.engine, me.clock, me.paper
    await viewer.commands("share", "clients", "share accept", "share accept x", code, "clients")
    await viewer.press("Look")
    await viewer.commands("share", "clients")
    await _partners(me, viewer)
    await me.commands("share", "share preview", "share preview nobody")
    await me.press("Every look")
    await me.commands("share revoke", "share revoke")
    me.forms += viewer.forms


async def _partners(me: Visitor, viewer: Visitor) -> None:
    """Cheer, offer help, answer that, and ask for it."""
    await viewer.press("Cheer")
    await viewer.press("How can I help?")
    await viewer.submit({"words": "How can *I* help, <!channel>?"})
    await me.press("Answer")
    await me.submit({"words": "Read _this_ `offer`. " * 20})
    await me.commands("share ask", "share ask nobody")
    await me.say("share ask")
    await me.submit({"words": "Is it <good>?"})
    await viewer.commands("clients")
    await me.commands("pause until fri")
    await viewer.commands("clients")
    await viewer.press("Cheer")


def _next(me: Conversation) -> str:
    """Return the moment twenty minutes on, as the person's clock shows it."""
    return f"{(me.clock.now() + timedelta(minutes=20)).astimezone(me.zone):%Y-%m-%d %H:%M}"


# --- at every limit ---------------------------------------------------------------------------------------------------


def _buttons(count: int, prefix: str = "b") -> tuple[Button, ...]:
    confirm = Confirm(text="Sure? " * 80, yes="Yes, " * 8, no="No, " * 9)
    looks = ((Style.DEFAULT, None, None), (Style.PRIMARY, confirm, None), (Style.DANGER, None, "https://a.b/?c=d&e"))
    return tuple(
        Button(
            action="do.it",
            label=f"{number} " + "W" * 27,
            value=f"{prefix}{number}" + "v" * 80,
            style=style,
            confirm=asked,
            url=url,
        )
        for number, (style, asked, url) in enumerate(islice(cycle(looks), count))
    )


def _options(count: int) -> tuple[Option, ...]:
    return tuple(Option(label=f"{number:02}" + "o" * 73, value=f"{number:02}" + "&" * 73) for number in range(count))


def _sections(text: str) -> tuple[Section, ...]:
    facts = tuple(Fact(label=f"Fact {number}", value=(Lit(text),)) for number in range(10))
    return tuple(Section(text=(Lit(text),), fields=facts, button=button) for button in _buttons(10, "s"))


EXTREMES: tuple[Message, ...] = (
    Message(
        text=EVERYTHING,
        footer=EVERYTHING,
        sections=(Section(text=EVERYTHING, fields=(Fact(label="*", value=EVERYTHING),)),),
    ),
    *(
        Message(text=(Lit((sign * MAX_BODY)[:MAX_BODY]),))
        for sign in ("&", "*", ">\n", "<", "😀", "e\u0301", "a ", "\0", " ", "@", "`_")
    ),
    *(Message(text=(B((sign * MAX_BODY)[:MAX_BODY]),)) for sign in ("&", "*", " ", "\n", "a ")),
    *(
        Message(text=("x",), sections=(Section(fields=(Fact(label=sign, value=(Lit(sign * 3400),)),)),))
        for sign in ("&", "_", "a")
    ),
    Message(text=(Lit("x" + "\u0301" * 3_400),)),
    Message(text=tuple(span for _ in range(MAX_BODY // 2) for span in (Lit("&"), B("&")))),
    Message(text=tuple(Cmd("a") for _ in range(MAX_BODY))),
    Message(
        text=(
            Link("a", "https://example.org/" + "x" * 4_000),
            Link("b", "javascript:alert(1)"),
            Link("", "https://a.b/<|>"),
        )
    ),
    Message(
        text=("–",),
        sections=_sections("&" * 20),
        buttons=_buttons(5),
        title="T" * 150,
        footer=("&" * 100,),
        tone=Tone.CARE,
        menu=Menu(action="do.it", placeholder="p" * 100, options=_options(25), value=_buttons(1)[0].value),
        image=Image(name="a.png", chart=chart(), alt="alt " * 250),
    ),
    Message(
        text=("x",), buttons=_buttons(5)[1:], menu=Menu(action="m", placeholder="P", options=_options(1)), title="\0\n "
    ),
    Message(text=(Name(Account("slack", "T", "")), "x"), sections=(Section(fields=(Fact(label="", value=()),)),)),
)


def _input(kind: InputKind, number: int, *, value: str = "", text: str = "t", options: int = 0) -> Input:
    return Input(
        key=f"in_{number}",
        label=(text * 45)[:45],
        kind=kind,
        required=bool(number % 2),
        value=value,
        hint=(text * 100)[:100],
        placeholder=(text * 100)[:100],
        source="things" if kind is InputKind.SEARCH else "",
        options=_options(options),
    )


def _form(*inputs: Input, intro: str = "") -> Form:
    return Form(id="a.form", title="T" * 24, submit="S" * 24, inputs=inputs, intro=intro, context="c" * 80)


FORMS: tuple[Form, ...] = (
    *(_form(_input(kind, 1, options=6 if kind in {InputKind.CHOICE, InputKind.MULTI} else 0)) for kind in InputKind),
    *(
        _form(*(_input(kind, number, options=count) for number, count in enumerate((1, 5, 10, 11, 25))))
        for kind in (InputKind.CHOICE, InputKind.MULTI)
    ),
    *(
        _form(_input(kind, 1, value=value))
        for kind in InputKind
        if kind not in {InputKind.CHOICE, InputKind.MULTI}
        for value in (
            "tomorrow",
            "2026-02-30",
            "2026-11-24",
            "9:30",
            "24:00",
            "25",
            "3",
            "-1.5",
            "yes",
            "U123",
            "x" * 75,
            "x" * 3000,
            "a\nb",
            "\0",
            " a ",
        )
    ),
    _form(_input(InputKind.LONG, 1, text="<!channel> *&"), intro="<!here> *x* & " * 400),
    Form(id="a", title="T", inputs=(), intro="Only words."),
)

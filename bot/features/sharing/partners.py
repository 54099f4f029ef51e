"""A kind line and an offer of help between two people, one of whom shows the other their weeks; and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.commands import Call
from bot.domain.people import Who
from bot.domain.sharing import Grant
from bot.domain.slots import week_start
from bot.domain.week import week_name
from bot.feature import Turn, row_id
from bot.features.sharing.finding import account_of, named
from bot.gestures import Effect, Effects, Errors, Open, Press, Replace, Reply, Submit, Tell, Toast
from bot.ports import Envelope
from bot.ui import Button, Form, Input, InputKind, Lit, Message, Name, RichSpan, shorten

CHEER = "share.cheer"
HELP = "share.help"
ANSWER = "share.answer"
OFFER = "How can I help?"
OVER = Toast("Nothing is shown there now.")
_ANSWERED = Toast("You answered that.")
A_DAY = 5
WORDS_KEPT_FOR = timedelta(days=14)
_LONGEST = 500
_QUOTED = 120
_NOTE = "note"
_NO_WORDS = "What would you like to say?"
_NOT_NOW = "They can't be told anything just now. Try again tomorrow."
_ENOUGH = f"{A_DAY} messages to one person are enough for a day. Tomorrow you can write again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What lets somebody write to another: a grant that is open, held; `other` is who it joins them with."""

    grant: Grant
    other: Who

    @property
    def other_named(self) -> RichSpan | None:
        """Return what the writer calls the other, where it is the writer who granted; else None."""
        return Lit(self.grant.label) if self.other == self.grant.viewer else None


# --- who may write to whom --------------------------------------------------------------------------------------------


async def between(turn: Turn, value: str) -> Between | None:
    """Return what lets this person write to the one whose number a button or a form names; None without a grant now."""
    number = row_id(value)
    if number is None:
        return None
    other = Who(turn.who.tenant, number)
    for grant in await turn.tx.sharing.received(turn.who):
        if grant.owner == other and grant.is_open(turn.now):
            held = await turn.tx.sharing.hold(turn.who, grant.id)
            if held is not None and held.is_open(turn.now):
                return Between(grant=held, other=other)
    # Only the owner ends these otherwise, and this transaction holds the owner.
    given = (one for one in await turn.tx.sharing.given(turn.who) if one.viewer == other and one.is_open(turn.now))
    return next((Between(grant=one, other=other) for one in given), None)


async def _called(turn: Turn, found: Between) -> RichSpan:
    """Return what the other calls this person."""
    return Name(turn.account) if found.grant.owner == turn.who else Lit(found.grant.label)


async def _other(turn: Turn, found: Between) -> RichSpan:
    """Return what this person calls the other."""
    return found.other_named or Name(await account_of(turn.tx, found.other))


async def _is_quiet(turn: Turn, found: Between) -> bool:
    """Tell whether the other is on a pause: they are told nothing until it ends."""
    until = (await turn.tx.people.look_at(found.other)).paused_until
    return until is not None and until > turn.now


# --- a cheer ----------------------------------------------------------------------------------------------------------


async def cheer(turn: Turn, press: Press) -> Effects:
    """Cheer the one whom a button names, once a week."""
    found = await between(turn, press.value)
    if found is None:
        return (OVER,)
    if await _is_quiet(turn, found):
        return (Toast(_NOT_NOW),)
    monday = week_start(turn.now.astimezone(turn.person.plan.tz).date())
    key = f"cheer:{turn.who.person}:{week_name(monday)}"
    if await turn.tx.outbox.by_key(found.other, key) is not None:
        return (Toast("You cheered them this week. The next cheer is for the next."),)
    told = Message(text=(await _called(turn, found), " cheers you."), key=key, silent=True)
    return (Toast("They hear that you cheer them."), Tell(found.other, told))


# --- words ------------------------------------------------------------------------------------------------------------


async def offer(turn: Turn, press: Press) -> Effects:
    """Ask the one whom a button names how one can help; open the form for it."""
    found = await between(turn, press.value)
    return (Open(_form(HELP, OFFER, press.value, OFFER)),) if found else (OVER,)


async def ask(turn: Turn, call: Call) -> Effects:
    """Ask somebody who sees one's weeks for help; open the form for it."""
    found = await named(turn, call.get("viewer") or call.left)
    if isinstance(found, Message):
        return (Reply(found),)
    if found.viewer is None:
        waits = ("Once ", Lit(found.label), " accepts, you can ask them.")
        return (Reply(Message(text=waits, silent=True)),)
    return (Open(_form(HELP, "Ask for help", str(found.viewer.person))),)


def _form(form_id: str, title: str, context: str, words: str = "") -> Form:
    entry = Input(key="words", label="Your words", kind=InputKind.LONG, required=True, value=words)
    return Form(id=form_id, title=title, submit="Send", context=context, inputs=(entry,))


async def help_form(turn: Turn, submit: Submit) -> Effects:
    """Give somebody the words in the form."""
    return await _give(turn, submit.context, submit.values.get("words", ""), "")


async def answer(turn: Turn, press: Press) -> Effects:
    """Open the form in which words that somebody gave are answered."""
    kept = await turn.tx.outbox.by_key(turn.who, f"{_NOTE}:{press.value}")
    if kept is not None and not _waits(kept):
        return (_ANSWERED,)
    found = await between(turn, _sender(press.value)) if kept else None
    return (Open(_form(ANSWER, "Answer", press.value)),) if found else (OVER,)


async def answer_form(turn: Turn, submit: Submit) -> Effects:
    """Answer words that somebody gave, and note on them that they are answered."""
    kept = await turn.tx.outbox.by_key(turn.who, f"{_NOTE}:{submit.context}")
    if kept is None or kept.wanted is None:
        return (OVER,)
    if not _waits(kept):
        return (_ANSWERED,)
    words = submit.values.get("words", "")
    given = await _give(turn, _sender(submit.context), words, " answers")
    if not any(isinstance(each, Tell) for each in given):
        return given
    answered = replace(kept.wanted, buttons=(), footer=("✓ You answered: ", Lit(shorten(_line(words), _QUOTED))))
    # The note itself, as answered, is the echo.
    return (Replace(kept.key, answered), *(each for each in given if not isinstance(each, Reply)))


async def _give(turn: Turn, other: str, words: str, how: str) -> Effects:
    """Give words to the other, where there is a grant between the two now; each can be answered in turn."""
    found = await between(turn, other)
    if found is None:
        return (OVER,)
    key = await _free_key(turn, found)
    if wrong := await _wrong(turn, found, words, key):
        return (Errors({"words": wrong}),)
    told = Message(
        text=(await _called(turn, found), f"{how}: ", Lit(_line(words))),
        buttons=(Button(action=ANSWER, label="Answer", value=key.removeprefix(f"{_NOTE}:"), opens_form=True),),
        key=key,
        silent=True,
    )
    echo: Effect = Reply(Message(text=("Sent to ", await _other(turn, found), "."), silent=True))
    return (echo, Tell(found.other, told))


async def _wrong(turn: Turn, found: Between, words: str, key: str) -> str:
    if not _line(words):
        return _NO_WORDS
    if len(_line(words)) > _LONGEST:
        return f"At most {_LONGEST} characters, please."
    if not key:
        return _ENOUGH
    return _NOT_NOW if await _is_quiet(turn, found) else ""


async def _free_key(turn: Turn, found: Between) -> str:
    """Return the key of today's next words from one to the other; "" when there were enough."""
    today = turn.now.astimezone(turn.person.plan.tz).date()
    for number in range(1, A_DAY + 1):
        key = f"{_NOTE}:{turn.who.person}.{today.isoformat()}.{number}"
        if await turn.tx.outbox.by_key(found.other, key) is None:
            return key
    return ""


def _waits(note: Envelope) -> bool:
    return note.wanted is not None and bool(note.wanted.buttons)


def _sender(value: str) -> str:
    return value.partition(".")[0]


def _line(words: str) -> str:
    return " ".join(words.split())


async def unanswered(turn: Turn) -> Mapping[Who, Button]:
    """Return from whom words came lately that wait for an answer, with the button that answers the latest of them."""
    said = await turn.tx.outbox.spoken(turn.who, ("tell",), turn.now - WORDS_KEPT_FOR)
    buttons = [button for one in said if one.wanted for button in one.wanted.buttons if button.action == ANSWER]
    return {
        Who(turn.who.tenant, number): button
        for button in buttons
        if (number := row_id(_sender(button.value))) is not None
    }

"""The question about one stretch of time, with the answers that are likely, and its face when it waits no longer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2s

from bot.domain.answers import MOST_LOOKED_AT, OFFERED_FROM, likely_answers
from bot.domain.block import is_in_block
from bot.domain.diary import Pair, Prompt, PromptState
from bot.domain.people import Person
from bot.domain.slots import Span, day_span
from bot.features.away import Away, away_words, to_fill_in
from bot.features.named import FILL, fill_value, slot_context
from bot.features.offers import with_kept
from bot.gestures import Effects, Replace
from bot.ports import Transaction
from bot.ui import MAX_BUTTON, Button, Menu, Message, Option, Rich, Section, shorten
from bot.wording import activity_words, dated_span_words

_QUESTION = "What are you doing, and why? "
_SELLING = "Who are you talking to, and what for? "
QUESTIONS = (_QUESTION, _SELLING)
PAIRS_OFFERED = 2
_SAME, _BREAK, _WRITE = "Same as before", "On a break", "Write it…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The parts of the question about one stretch, for whichever message carries it."""

    question: Rich
    section: Section | None
    buttons: tuple[Button, ...]
    menu: Menu
    footer: Rich


def question_about(span: Span, person: Person, now: datetime) -> Rich:
    """Return the question about a stretch of time: in the outreach block it is about selling, unless that rests."""
    rests = person.enough_on == span.start.astimezone(person.plan.tz).date()
    question = _SELLING if is_in_block(person.plan, span) and not rests else _QUESTION
    return (question, *dated_span_words(span, person, now))


async def asking(tx: Transaction, person: Person, span: Span, now: datetime) -> Asking:
    """Return the question about `span`, with the answers this person is likely to give."""
    last = await tx.diary.latest(person.who)
    value = slot_context(span.start)
    buttons = [Button(action="checkin.same", label=_SAME, value=value)] if last else []
    done = await tx.diary.done(person.who, span.start - OFFERED_FROM, MOST_LOOKED_AT)
    before = Pair(last.what, last.why) if last else None
    buttons += [
        Button(action="checkin.pair", label=label, value=f"{value}.{pair_id(pair)}")
        for label, pair in _offered(likely_answers(done, before, span.start, person.plan.tz), before).items()
    ]
    buttons.append(Button(action="checkin.break", label=_BREAK, value=value))
    buttons.append(Button(action="checkin.write", label=_WRITE, value=value, opens_form=True))
    return Asking(
        question=question_about(span, person, now),
        section=Section(text=("Last: ", *activity_words(last.what, last.why))) if last else None,
        buttons=tuple(buttons),
        menu=Menu(
            action="checkin.more",
            placeholder="Something else",
            value=value,
            options=(
                Option(label="Skip", value="skip"),
                Option(label="Quiet for an hour", value="hour"),
                Option(label="Quiet until tomorrow", value="tomorrow"),
                Option(label="In a meeting until…", value="meeting"),
            ),
        ),
        footer=("Or just reply: calling leads - to book demos",),
    )


def _offered(pairs: Iterable[Pair], before: Pair | None) -> dict[str, Pair]:
    """Return the first pairs by their labels: those that a person can tell from each other and from all else there."""
    taken = {label.casefold() for label in (_SAME, _BREAK, _WRITE, *([_pair_label(before)] if before else []))}
    offered: dict[str, Pair] = {}
    for pair in pairs:
        label = _pair_label(pair)
        if label.casefold() not in taken:
            taken.add(label.casefold())
            offered[label] = pair
        if len(offered) == PAIRS_OFFERED:
            break
    return offered


def pair_id(pair: Pair) -> str:
    """Return a short name of a pair for the value of a button."""
    return blake2s(f"{pair.what}\0{pair.why}".encode(errors="replace"), digest_size=6).hexdigest()


def _pair_label(pair: Pair) -> str:
    return shorten(f"{pair.what} — {pair.why}" if pair.why else pair.what, MAX_BUTTON)


async def ask(
    tx: Transaction,
    person: Person,
    span: Span,
    now: datetime,
    key: str,
    *,
    since: datetime | None = None,
    was: Away | None = None,
) -> Message:
    """Return the question about `span` as a message of its own; note that it is open, and what next words are about.

    Slots left open are offered from today, or from `since`, and those that were missed while the bot `was` away.
    """
    await tx.diary.put_prompt(person.who, Prompt(span=span, key=key))
    await tx.awaited.forget(person.who)
    parts = await asking(tx, person, span, now)
    still_open = await _still_open(tx, person, span.start, now, since, was)
    return Message(
        text=parts.question,
        sections=tuple(section for section in (parts.section, still_open) if section),
        buttons=parts.buttons,
        menu=parts.menu,
        footer=parts.footer,
        key=key,
    )


async def _still_open(
    tx: Transaction, person: Person, before: datetime, now: datetime, since: datetime | None, was: Away | None
) -> Section | None:
    """Offer to fill in what was asked and not answered, and what was missed."""
    today = day_span(now.astimezone(person.plan.tz).date(), person.plan.tz).start
    asked = await tx.diary.prompts(person.who, Span(since or today, before)) if before > today else ()
    folded = [one for one in asked if one.state is PromptState.FOLDED and one.span.start in person.plan.window]
    stretches = sorted({*(one.span for one in folded), *(was.missed if was else ())})
    if not stretches:
        return None
    return to_fill_in(stretches, away_words(was, person, now) if was else (), "" if since or was else " today")


async def fold_open(tx: Transaction, person: Person, now: datetime, *, before: datetime, but: str) -> Effects:
    """Fold the open prompt into the slots to fill in, up to the question that comes next; return its new face.

    The message `but` asks itself.
    """
    prompt = await tx.diary.open_prompt(person.who)
    if prompt is None or prompt.key == but:
        return ()
    start, end = prompt.span.start, prompt.span.end
    prompt = replace(prompt, state=PromptState.FOLDED, span=Span(start, before if start < before < end else end))
    await tx.diary.put_prompt(person.who, prompt)
    return (Replace(prompt.key, await with_kept(tx, person, prompt.key, closed(person, prompt, now), now)),)


def closed(person: Person, prompt: Prompt, now: datetime) -> Message:
    """Return the face of a prompt that waits no longer: it can be filled in."""
    word = "skipped" if prompt.state is PromptState.SKIPPED else "open"
    return Message(
        text=("– ", *dated_span_words(prompt.span, person, now), " ", word),
        buttons=(Button(action=FILL, label="Fill in", value=fill_value(prompt.span), opens_form=True),),
        silent=True,
    )

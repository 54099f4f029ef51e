"""What somebody sees on the screen: the newest message, what it asks, what can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from adapters.terminal.shown import Question, Said, Shown, Told
from bot.features.question import QUESTIONS
from bot.ui import Message, Option, Rich, When

_WRITE = "Write it…"
_ASKS_KIND = "Is it income-generating?"


class Eyes:
    """Reads what was shown, which grows while one looks."""

    def __init__(self, shown: Sequence[Shown]) -> None:
        """Look at `shown`."""
        self._shown = shown

    def message(self) -> Message | None:
        """Return the newest message."""
        return next((item.letter.message for item in reversed(self._shown) if isinstance(item, Told)), None)

    def asks(self, start: datetime) -> bool:
        """Tell whether the newest message asks what one is doing from `start` on."""
        message = self.message()
        texts = (message.text, *(section.text for section in message.sections)) if message else ()
        question = next((text for text in texts if any(each in text for each in QUESTIONS)), ())
        begins = next((span.at for span in question if isinstance(span, When)), None)
        return self.sees(_WRITE) and begins == start

    def sees(self, label: str) -> bool:
        """Tell whether the newest message has a button with this label."""
        return label in self.labels()

    def labels(self) -> tuple[str, ...]:
        """Return the labels of what can be pressed on the newest message."""
        message = self.message()
        return tuple(button.label for button in message.all_buttons) if message else ()

    def kinds(self) -> tuple[Option, ...]:
        """Return the kinds that the newest message offers, where it asks for one."""
        menu = message.menu if (message := self.message()) else None
        return menu.options if menu and menu.placeholder.startswith(_ASKS_KIND) else ()

    def asks_why(self) -> bool:
        """Tell whether the newest message asks for the why it lacks."""
        message = self.message()
        return message is not None and any("Just reply." in words(section.text) for section in message.sections)

    def question(self) -> Question | None:
        """Return the question of a form that waits for an answer."""
        newest = next((item for item in reversed(self._shown) if not isinstance(item, Said)), None)
        return newest if isinstance(newest, Question) else None


def words(text: Rich) -> str:
    """Return the plain words of a text."""
    return "".join(part for part in text if isinstance(part, str))

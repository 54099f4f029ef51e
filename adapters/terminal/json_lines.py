"""Everything the bot says as JSON, one object a line, for programs that read along. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo

from adapters.terminal.messenger import message_id
from adapters.terminal.shown import (
    Aside,
    ConfirmShown,
    ErrorsShown,
    FormShown,
    Question,
    Said,
    Shown,
    ToastShown,
    Told,
)
from bot import plain
from bot.domain.people import Account
from bot.ui import Form, Input, Message

Values: TypeAlias = dict[str, object]


def json_line(item: Shown, tz: ZoneInfo, picture: str) -> str:
    """Write one thing as a line of ASCII; "" for what the bot did not say (now): a person's words, a form's questions.

    Every object has `at`, `to`, `kind`, `id`, `text`, `buttons`, `menu` and `image`; a form has `title` and `inputs`
    beside them, errors have `errors` by input key.
    """
    match item:
        case Told(is_again=False, letter=letter):
            kind = "message" if item.is_new else "replace"
            text = plain.lines(letter.message, tz, item.at)
            values = _object(item.at, item.account, kind, message_id(letter.id), text)
            values |= _pressable(letter.message) | {"image": picture or None}
        case FormShown(form=form):
            text = "\n".join(part for part in (form.title, form.intro) if part)
            values = _object(item.at, item.account, "form", form.id, text) | _form(form)
        case ErrorsShown(form=form, by_key=by_key):
            values = _object(item.at, item.account, "errors", form.id if form else None, "\n".join(by_key.values()))
            values["errors"] = dict(by_key)
        case ConfirmShown(confirm=confirm):
            values = _object(item.at, item.account, "toast", None, confirm.text)
            values["buttons"] = [confirm.yes, confirm.no]
        case ToastShown(text=text):
            values = _object(item.at, item.account, "toast", None, text)
        case Told() | Question() | Said() | Aside():
            return ""
        case _:
            assert_never(item)
    return json.dumps(values)


def _object(at: datetime, account: Account, kind: str, identity: str | None, text: str) -> Values:
    return {
        "at": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "to": account.user,
        "kind": kind,
        "id": identity,
        "text": text,
        "buttons": [],
        "menu": None,
        "image": None,
    }


def _pressable(message: Message) -> Values:
    menu = message.menu
    return {
        "buttons": [button.label for button in message.all_buttons],
        "menu": {"placeholder": menu.placeholder, "options": [option.label for option in menu.options]}
        if menu
        else None,
    }


def _form(form: Form) -> Values:
    return {"title": form.title, "submit": form.submit, "inputs": [_input(each) for each in form.inputs]}


def _input(asked: Input) -> Values:
    return {
        "key": asked.key,
        "label": asked.label,
        "kind": asked.kind.value,
        "required": asked.required,
        "value": asked.value,
        "options": [option.label for option in asked.options],
        "hint": asked.hint,
    }

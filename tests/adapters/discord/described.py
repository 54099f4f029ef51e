"""Requests against Discord's own OpenAPI description, where it is there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its types are a package of their own
from jsonschema.exceptions import best_match  # type: ignore[import-untyped]  # as above
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

REPOSITORY = Path(__file__).parents[3]
DESCRIPTION = REPOSITORY.parent / "shared" / "specs" / "discord-openapi.json"
_DOCUMENT = "urn:discord"
_PLACE = re.compile(r"\{[a-z_0-9]+\}")
_SENT_ANYWAY = ("flags", "nsfw", "tts")  # by Discord's library, also where they mean nothing


class Described:
    """What the description says of each request: its name, what it is asked, what it carries."""

    def __init__(self, document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        # Discord reads a number where it says a snowflake, and its libraries send numbers.
        schemas["SnowflakeType"]["type"] = ["string", "integer"]
        _close(schemas)
        self._document = document
        self._registry = Registry().with_resource(_DOCUMENT, Resource.from_contents(document, DRAFT202012))
        self._validators: dict[str, Draft202012Validator] = {}
        self._templates = sorted(
            ((re.compile(_PLACE.sub("[^/]+", path)), path) for path in document["paths"]),
            key=lambda each: len(_PLACE.findall(each[1])),  # a word comes before a place for any
        )

    def broken(self, method: str, path: str, query: Mapping[str, str], body: object | None) -> str:
        """Return the first rule that a request breaks, or nothing. `path` is what stands behind the version."""
        template = next((path_of for fits, path_of in self._templates if fits.fullmatch(path)), None)
        if template is None or method.lower() not in self._document["paths"][template]:
            return f"no {method} {path}"
        asked = self._document["paths"][template]
        operation = asked[method.lower()]
        parameters = {each["name"]: each for each in self._parameters(asked, operation) if each["in"] == "query"}
        for name, value in query.items():
            if name not in parameters:
                return f"{operation['operationId']} has no {name}"
            schema = parameters[name]["schema"]
            if error := self._error(self._schema(template, method, f"?{name}", schema), _read(value, schema)):
                return f"{operation['operationId']}: {name}: {error}"
        return self._broken_body(template, method, operation, body)

    def _broken_body(self, template: str, method: str, operation: Mapping[str, Any], body: object | None) -> str:
        name = operation["operationId"]
        if "requestBody" not in operation:
            return f"{name} carries nothing" if body is not None else ""
        if body is None:
            return f"{name} carries something" if operation["requestBody"].get("required") else ""
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        error = self._error(self._schema(template, method, "body", schema), body)
        return f"{name}: {error}" if error else ""

    def _parameters(self, *having: Mapping[str, Any]) -> list[Any]:
        found = [each for part in having for each in part.get("parameters", ())]
        return [self._pointed(each["$ref"]) if "$ref" in each else each for each in found]

    def _pointed(self, reference: str) -> Any:  # noqa: ANN401 - a part of JSON
        found: Any = self._document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        return found

    def _schema(self, template: str, method: str, part: str, schema: Mapping[str, Any]) -> Draft202012Validator:
        key = f"{method} {template} {part}"
        if key not in self._validators:
            self._validators[key] = Draft202012Validator(_close(_absolute(schema)), registry=self._registry)
        return self._validators[key]

    def _error(self, validator: Draft202012Validator, given: object) -> str:
        error = best_match(validator.iter_errors(given))
        return "" if error is None else f"{error.json_path}: {error.message}"


@cache
def described() -> Described | None:
    """Return the description, or nothing where it isn't there."""
    if not DESCRIPTION.exists():
        return None
    return Described(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


def _read(value: str, schema: Mapping[str, Any]) -> object:
    """Return what a query says: a number, or yes or no, where that is what is asked."""
    kinds = schema.get("type", ())
    if "boolean" in kinds:
        return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)
    return int(value) if "integer" in kinds and value.lstrip("-").isdigit() else value


def _absolute(part: Any) -> Any:  # noqa: ANN401 - a part of JSON
    if isinstance(part, dict):
        return {
            name: _DOCUMENT + value if name == "$ref" and isinstance(value, str) else _absolute(value)
            for name, value in part.items()
        }
    return [_absolute(each) for each in part] if isinstance(part, list) else part


def _close(part: Any) -> Any:  # noqa: ANN401 - a part of JSON
    """Let an object have no more than it is said to have: what is misspelt, Discord would pass over without a word."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict) and part.get("type") in ("object", ["object", "null"]):
            part.setdefault("additionalProperties", False)
            part["properties"] = {**dict.fromkeys(_SENT_ANYWAY, True), **part["properties"]}
        for value in part.values():
            _close(value)
    elif isinstance(part, list):
        for each in part:
            _close(each)
    return part

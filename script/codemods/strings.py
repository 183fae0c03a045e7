"""Keep texts in strings.json alone, in English, and refer to those that core has."""

from collections.abc import Iterator
from typing import Any, Final

from script import COMPONENTS
from script.integration.core import core
from script.integration.files import read_json
from script.integration.json_file import Json, dump
from script.integration.keys import at, mapping_at
from script.integration.texts import REFERENCE
from script.rules.flow.texts import common_flow_texts

from .change import Content
from .codemod import Codemod, kept, pairs
from .subject import Subject

NAME: Final = "strings.json"
_ENGLISH: Final = "translations/en.json"
_FLOWS: Final = ("config", "options", "config_subentries")


@Codemod(
    name="strings",
    title="Keep the texts in strings.json, and translations where core keeps them",
    changes=pairs(
        (
            {"translations/en.json": '{"title": "The example"}', "strings.json": "{}"},
            {"strings.json": '{\n  "title": "The example"\n}'},
        ),
        (
            {
                "translations/en.json": '{"config": {"error": {"cannot_connect": "Failed to connect"}}}',
                "translations/de.json": '{"config": {"error": {"cannot_connect": "Verbindungsfehler"}}}',
                "strings.json": """
                {
                  "config": {
                    "error": {
                      "cannot_connect": "[%key:common::config_flow::error::cannot_connect%]"
                    }
                  }
                }
                """,
            },
            {
                "strings.json": """
                {
                  "config": {
                    "error": {
                      "cannot_connect": "[%key:common::config_flow::error::cannot_connect%]"
                    }
                  }
                }
                """,
            },
        ),
        (
            {
                "translations/en.json": '{"config": {"error": {"cannot_connect": "Failed To Connect", "unknown": "Broken"}}}',
                "strings.json": '{"config": {"error": {"cannot_connect": "[%key:common::config_flow::error::cannot_connect%]", '
                '"unknown": "[%key:common::config_flow::error::unknown%]"}}}',
            },
            {
                "strings.json": """
                {
                  "config": {
                    "error": {
                      "cannot_connect": "[%key:common::config_flow::error::cannot_connect%]",
                      "unknown": "Broken"
                    }
                  }
                }
                """,
            },
        ),
        (
            {
                "translations/en.json": '{"config": {"step": {"user": {"title": "Sign in"}}}}',
                "strings.json": '{"config": {"step": {"user": {"title": "[%key:common::nothing%]"}}}}',
            },
            {
                "strings.json": """
                {
                  "config": {
                    "step": {
                      "user": {
                        "title": "Sign in"
                      }
                    }
                  }
                }
                """,
            },
        ),
    ),
    keeps=kept(
        {"strings.json": "{}\n"},
        {"strings.json": '{\n  "title": "The example"\n}\n'},
        {"strings.json": '{ "title": "[%key:common::nothing%]" }\n'},
    ),
)
def strings(subject: Subject) -> Iterator[Content]:
    """Yield the texts in their file, and the translations out."""
    folder = subject.places.integration
    if subject.is_wrong(NAME) or subject.is_wrong(_ENGLISH):
        return
    english = subject.json(_ENGLISH)
    if english is not None:
        said = subject.json(NAME) or {}
        wanted = _both(said, english, subject.domain, said)
        if wanted != said:
            yield Content(f"{folder}{NAME}", 1, content=dump(wanted, sort="all"))
    others = sorted(
        path
        for path in subject.tree
        if path.startswith(f"{folder}translations/") and path.endswith(".json")
    )
    for path in others:
        yield Content(path, 1)
        # Core's translations are made on a platform of its own.
        if path != f"{folder}{_ENGLISH}":
            kept_as = path.replace(f"{folder}translations/", subject.places.languages)
            yield Content(kept_as, 1, content=subject.tree[path])


def _both(said: Any, english: Json, domain: str, whole: Json) -> Json:
    """Return what users read, by the references that lead there, with what only strings.json has."""
    result: Json = dict(said) if isinstance(said, dict) else {}
    for key, text in english.items():
        old = result.get(key)
        if isinstance(text, dict):
            result[key] = _both(old, text, domain, whole)
        elif not isinstance(old, str) or not _says(old, text, domain, whole):
            result[key] = text
    return result


def _says(old: str, text: Any, domain: str, whole: Json) -> bool:
    """Return whether a text is another, or a reference to it, in capitals of any kind.

    Core's texts have come to be in sentence case since translations of them were compiled.
    """
    resolved = _resolved(old, domain, whole)
    if resolved is None or not isinstance(text, str):
        return False
    if resolved == old:
        return old == text
    return resolved.casefold() == text.casefold()


def _resolved(text: str, domain: str, whole: Json) -> str | None:
    """Return what a text says, also by a reference; None where that leads nowhere."""
    for _ in range(8):
        if not (reference := REFERENCE.fullmatch(text)):
            return text
        match reference["name"].split("::"):
            case ["component", owner, *keys] if owner == domain:
                found = at(whole, *keys)
            case _:
                found = core().string(reference["name"], COMPONENTS)
        if not isinstance(found, str):
            return None
        text = found
    return None


@Codemod(
    name="common-texts",
    title="Refer to texts that core has",
    changes=pairs(
        (
            {
                "strings.json": '{"config": {"error": {"cannot_connect": "Failed to connect"}}}'
            },
            {
                "strings.json": """
                {
                  "config": {
                    "error": {
                      "cannot_connect": "[%key:common::config_flow::error::cannot_connect%]"
                    }
                  }
                }
                """
            },
        ),
        (
            {
                "strings.json": '{"config": {"step": {"user": {"data": {"host": "Host"}}}}}'
            },
            {
                "strings.json": """
                {
                  "config": {
                    "step": {
                      "user": {
                        "data": {
                          "host": "[%key:common::config_flow::data::host%]"
                        }
                      }
                    }
                  }
                }
                """
            },
        ),
        (
            {
                "strings.json": '{"entity": {"sensor": {"relay": {"state": {"off": "Off"}}}}}'
            },
            {
                "strings.json": """
                {
                  "entity": {
                    "sensor": {
                      "relay": {
                        "state": {
                          "off": "[%key:common::state::off%]"
                        }
                      }
                    }
                  }
                }
                """
            },
        ),
    ),
    keeps=kept(
        {
            "strings.json": '{ "config": { "step": { "user": { "data": { "host": "Bridge" } } } } }\n'
        },
        {"strings.json": '{ "title": "Host" }\n'},
        {
            "strings.json": '{ "entity": { "sensor": { "relay": { "name": "Off" } } } }\n'
        },
    ),
)
def common_texts(subject: Subject) -> Iterator[Content]:
    """Yield texts of flows and states that are word by word those of core."""
    if (said := subject.json(NAME)) is None:
        return
    wanted = _referring(said, ())
    if wanted != said:
        path = f"{subject.places.integration}{NAME}"
        yield Content(path, 1, content=dump(wanted, sort="all"))


def _referring(texts: Json, above: tuple[str, ...]) -> Json:
    result: Json = {}
    for key, value in texts.items():
        keys = (*above, key)
        if isinstance(value, dict):
            result[key] = _referring(value, keys)
        elif isinstance(value, str):
            result[key] = common_text(keys, value) or value
        else:
            result[key] = value
    return result


def common_text(keys: tuple[str, ...], value: str) -> str | None:
    """Return the reference to core's text for what stands under some keys."""
    section = keys[-2] if len(keys) > 1 else ""
    if keys[0] in _FLOWS and (name := common_flow_texts().get((section, value))):
        return f"[%key:common::config_flow::{name}%]"
    if keys[0] == "entity" and section == "state":
        states = mapping_at(read_json(core().package / NAME), "common", "state")
        if states.get(keys[-1]) == value:
            return f"[%key:common::state::{keys[-1]}%]"
    return None


@Codemod(
    name="needless-texts",
    title="Leave texts out that say what Home Assistant shows anyway",
    changes=pairs(
        (
            {
                "strings.json": '{"config": {"step": {"user": {"title": "Example", "description": "Sign in"}}}}'
            },
            {
                "strings.json": '{\n  "config": {\n    "step": {\n      "user": {\n        "description": "Sign in"\n      }\n    }\n  }\n}'
            },
        ),
        (
            {"strings.json": '{"title": "Example", "config": {}}'},
            {"strings.json": '{\n  "config": {}\n}'},
        ),
        (
            {
                "strings.json": '{"config": {"step": {"reauth_confirm": {"title": "example", "description": "Sign in"}}}}'
            },
            {
                "strings.json": '{\n  "config": {\n    "step": {\n      "reauth_confirm": {\n        "description": "Sign in"\n      }\n    }\n  }\n}'
            },
        ),
    ),
    keeps=kept(
        {"strings.json": '{ "title": "The example" }\n'},
        {
            "strings.json": '{ "config": { "step": { "user": { "title": "Sign in" } } } }\n'
        },
        {
            "strings.json": '{ "entity": { "sensor": { "example": { "name": "Example" } } } }\n'
        },
    ),
)
def needless_texts(subject: Subject) -> Iterator[Content]:
    """Yield titles that repeat the name of the integration."""
    said = subject.json(NAME)
    manifest = subject.json("manifest.json") or {}
    name = str(manifest.get("name", "")).lower()
    # Others may have no name but the title.
    if said is None or not name or not manifest.get("config_flow"):
        return
    wanted = {
        key: _without_title(value, name) if key in _FLOWS else value
        for key, value in said.items()
        if not (key == "title" and str(value).lower() == name)
    }
    if wanted != said:
        path = f"{subject.places.integration}{NAME}"
        yield Content(path, 1, content=dump(wanted, sort="all"))


def _without_title(texts: Any, name: str) -> Any:
    if not isinstance(texts, dict):
        return texts
    return {
        key: _without_title(value, name)
        for key, value in texts.items()
        if not (key == "title" and isinstance(value, str) and value.lower() == name)
    }

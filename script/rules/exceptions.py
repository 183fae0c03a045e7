"""Rules for what is raised, and what the user gets to know of it."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.modules import Definition, Module
from script.integration.names import HOME_ASSISTANT_ERROR
from script.integration.syntax import (
    dotted,
    keyword,
    last_name,
    methods,
    parameters,
    text,
)

from .examples import Example, examples
from .rule import Severity, rule
from .sources import plugin


def _raised(integration: Integration) -> Iterator[tuple[Module, ast.Call]]:
    """Yield each error of Home Assistant that is raised."""
    for module in integration.modules:
        for node in module.nodes:
            match node:
                case ast.Raise(exc=ast.Call(func=error) as call):
                    definition = module.definition(error)
                case _:
                    continue
            if definition and _is_plain(definition):
                yield module, call


def _is_plain(error: Definition) -> bool:
    """Return whether a class is an error of Home Assistant that takes a translation."""
    if error.module is None or not isinstance(error.node, ast.ClassDef):
        return False
    family = (error, *error.module.ancestors(error.node))
    init = next(
        (
            found
            for each in family
            if isinstance(each.node, ast.ClassDef)
            and (found := methods(each.node).get("__init__"))
        ),
        None,
    )
    return (
        HOME_ASSISTANT_ERROR in (each.name for each in family)
        and init is not None
        and (
            init.args.kwarg is not None
            or "translation_key" in (each.arg for each in parameters(init))
        )
    )


def _shown(raised: str, claim: str = "") -> Example:
    """Return an example with strings, and the claim that exceptions are translated."""
    files = {
        "coordinator.py": raised,
        "strings.json": '{\n  "exceptions": {\n    "no_answer": {\n      "message": "{host} does not answer."\n    },\n'
        '    "refused": {\n      "message": "The password is refused."\n    }\n  }\n}\n',
    }
    return Example(files | ({"quality_scale.yaml": claim} if claim else {}))


_CLAIM: Final = "rules:\n  exception-translations: done\n"
_TRANSLATED: Final = 'raise ConfigEntryAuthFailed(translation_domain=DOMAIN, translation_key="refused")\n'


@rule(
    code="home-assistant-exception-not-translated",
    title="Exceptions are translated where the integration says so",
    severity=Severity.REFUSED,
    source=plugin("exception_translations"),
    why="A user with another language than English cannot read the message.",
    mend="Pass translation_domain and translation_key, and put the message into strings.json",
    good=(
        _shown(_TRANSLATED, _CLAIM),
        _shown('raise HomeAssistantError("No answer")\n'),
    ),
    bad=(
        _shown('raise HomeAssistantError("No answer")  # !\n', _CLAIM),
        _shown("raise UpdateFailed(str(err)) from err  # !\n", _CLAIM),
    ),
)
def untranslated(integration: Integration) -> Iterator[Finding]:
    """Report errors that the user gets in English only, although it says otherwise."""
    if not integration.done("exception-translations"):
        return
    for module, call in _raised(integration):
        if call.args and keyword(call, "translation_key") is None:
            yield module.found(
                call,
                f"exception-translations is done, and {last_name(call)} has a message in English",
            )


@rule(
    code="home-assistant-exception-message-with-translation",
    title="A translated exception has no message besides",
    severity=Severity.REFUSED,
    source=plugin("exception_translations"),
    why="The translation is shown, and the message never.",
    mend="Leave the message out",
    good=(_shown(_TRANSLATED), _shown('raise HomeAssistantError("No answer")\n')),
    bad=(
        _shown(
            'raise UpdateFailed("Refused", translation_domain=DOMAIN, translation_key="refused")  # !\n'
        ),
        _shown(
            'raise HomeAssistantError(err, translation_domain=DOMAIN, translation_key="refused")  # !\n'
        ),
    ),
)
def translated_twice(integration: Integration) -> Iterator[Finding]:
    """Report messages beside a translation."""
    for module, call in _raised(integration):
        if call.args and keyword(call, "translation_key") is not None:
            yield module.found(
                call, f"{last_name(call)} has a message beside its translation"
            )


@rule(
    code="home-assistant-exception-translation-key-domain-mismatch",
    title="An exception's translation has both a domain and a key",
    severity=Severity.REFUSED,
    source=plugin("exception_translations"),
    why="Neither of the two says alone which string is meant.",
    mend="Pass both",
    good=(_shown(_TRANSLATED), _shown("raise ConfigEntryNotReady\n")),
    bad=(
        _shown('raise HomeAssistantError(translation_key="refused")  # !\n'),
        _shown("raise UpdateFailed(translation_domain=DOMAIN)  # !\n"),
    ),
)
def half_translated(integration: Integration) -> Iterator[Finding]:
    """Report translations with a domain or a key only."""
    for module, call in _raised(integration):
        passed = [keyword(call, f"translation_{each}") for each in ("key", "domain")]
        if not call.args and passed.count(None) == 1:
            yield module.found(
                call,
                f"{last_name(call)} has only one of translation_key and translation_domain",
            )


def _translated(
    integration: Integration,
) -> Iterator[tuple[Module, ast.Call, str]]:
    """Yield each error that has a translation of the integration's own, with its key."""
    for module, call in _raised(integration):
        domain = keyword(call, "translation_domain")
        key = text(keyword(call, "translation_key"))
        if (
            not call.args
            and key is not None
            and (text(domain) == integration.domain or dotted(domain) == "DOMAIN")
        ):
            yield module, call, key


@rule(
    code="home-assistant-exception-translation-key-missing",
    title="The message of an exception is in strings.json",
    severity=Severity.REFUSED,
    source=plugin("exception_translations"),
    why="Without it the user reads the bare key.",
    mend="Add it with a message",
    good=(
        _shown(_TRANSLATED),
        _shown(
            "raise HomeAssistantError(translation_domain=DOMAIN, translation_key=key)\n"
        ),
    ),
    bad=(
        _shown(
            'raise HomeAssistantError(translation_domain=DOMAIN, translation_key="stuck")  # !\n'
        ),
        *examples(_TRANSLATED.rstrip() + "  # !"),
    ),
)
def missing_message(integration: Integration) -> Iterator[Finding]:
    """Report translations that are not there."""
    exceptions = mapping_at(integration.strings, "exceptions")
    for module, call, key in _translated(integration):
        if key not in exceptions:
            yield module.found(call, f"strings.json has no exceptions.{key}")


@rule(
    code="home-assistant-exception-placeholder-mismatch",
    title="An exception passes the placeholders that its message has",
    severity=Severity.REFUSED,
    source=plugin("exception_translations"),
    why="A message whose placeholders are not filled in is not shown at all.",
    mend="Let translation_placeholders and the message have the same names",
    good=(
        _shown(
            "raise UpdateFailed(\n"
            '    translation_domain=DOMAIN,\n    translation_key="no_answer",\n'
            '    translation_placeholders={"host": host},\n)\n'
        ),
        _shown(_TRANSLATED),
    ),
    bad=(
        _shown(
            'raise UpdateFailed(translation_domain=DOMAIN, translation_key="no_answer")  # !\n'
        ),
        _shown(
            "raise UpdateFailed(  # !\n"
            '    translation_domain=DOMAIN,\n    translation_key="no_answer",\n'
            '    translation_placeholders={"error": str(err)},\n)\n'
        ),
    ),
)
def wrong_placeholders(integration: Integration) -> Iterator[Finding]:
    """Report translations that want other placeholders."""
    for module, call, key in _translated(integration):
        message = mapping_at(integration.strings, "exceptions", key).get("message")
        if not isinstance(message, str) or message.startswith("[%key:"):
            continue
        wanted = set(re.findall(r"\{(\w+)\}", message))
        given = _keys(module, keyword(call, "translation_placeholders"))
        if wanted and given is not None and given != wanted:
            yield module.found(
                call,
                f"exceptions.{key} wants {_listed(wanted)}, and gets {_listed(given)}",
            )


def _keys(module: Module, placeholders: ast.expr | None) -> set[str] | None:
    """Return the names that are passed for placeholders, or None where they are not known."""
    match placeholders:
        case None:
            return set()
        case ast.Dict(keys=keys):
            names = [module.value(key) for key in keys]
            return {name for name in names if name} if None not in names else None
    return None


def _listed(names: set[str]) -> str:
    """Return names for a message."""
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"

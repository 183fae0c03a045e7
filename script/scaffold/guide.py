"""Print what is made, and what is left to do."""

import ast
from pathlib import Path
from typing import Final

from script.client.purposes import CallKind
from script.integration.tree import Places

from .answers import Answers
from .rename import pascal
from .withdrawn_rules import RULES

# More of a kind are told by --show.
_MOST_OFFERED: Final = 4


def summary(answers: Answers, root: Path) -> str:
    """Return what was made and where."""
    places = Places(answers.domain)
    made = {
        "integration": places.integration,
        "tests": places.tests,
        "library": f"companion/library/{answers.library}/",
        "page": places.page,
        "images": places.brands[1],
    }
    return "\n".join(
        f"  {what:<12} {path}" for what, path in made.items() if (root / path).exists()
    )


def left_to_do(answers: Answers, root: Path) -> str:
    """Return what is left, in order, each with its command."""
    places, domain = Places(answers.domain), answers.domain
    library = (
        f"{_pinning(answers, root)}:\n"
        + "\n".join(
            f"     {line}" for line in (*client_uses(answers, root), *_offered(answers))
        )
        if answers.requirement
        else f"Let the library speak to your {answers.integration_type}: companion/library/{answers.library}/src\n"
        f"     script/test companion/library/{answers.library}"
    )
    if not answers.has_library:
        library += (
            f"\n     {places.integration}quality_scale.yaml: {', '.join(RULES)}: done once it meets them,"
            f"\n     and then the tier, as quality_scale in manifest.json and ha_quality_scale in {places.page}"
        )
    steps = [
        library,
        f"Entities that are your {answers.integration_type}'s: {places.integration}sensor.py\n"
        f"     script/test {places.tests} --snapshot-update",
        f"See it in Home Assistant.\n     script/develop {domain}",
        f"The page in your words: {places.page}\n     script/run quality_scale {domain}",
        f"Icon and logo: {places.brands[1]}\n     script/run brands {domain}",
        "All of it, as core's CI judges.\n     script/lint && script/test",
    ]
    return "\nLeft to do:\n" + "\n".join(
        f"{number:>3}. {step}" for number, step in enumerate(steps, start=1)
    )


def _pinning(answers: Answers, root: Path) -> str:
    """Return the first thing to do with a library that exists."""
    file = "requirements_test.txt"
    if answers.requirement in (root / file).read_text(encoding="utf-8").splitlines():
        return f"Bring the integration onto {answers.requirement}"
    return f"Add {answers.requirement} to {file}, and bring the integration onto it"


def _offered(answers: Answers) -> list[str]:
    """Return what the library has for the calls that are not those of the model's."""
    own = answers.offer
    if own is None:
        return []
    found = {
        **{kind.value: [each.name for each in own.calls[kind]] for kind in CallKind},
        "readings": [
            f"{state.call}.{each.field}"
            for state in own.states
            for each in state.readings
        ],
    }
    return [
        f"{own.module} has for {what}: {', '.join(names[:_MOST_OFFERED])}"
        for what, names in found.items()
        if names
    ] + [
        f"Why, and all of it: script/run scaffold --show --requirement {answers.requirement}"
    ]


def client_uses(answers: Answers, root: Path) -> list[str]:
    """Return each place where the integration touches the client, and what it has to be there."""
    wanted = {
        "check_connection": "returns the account's ID, a string that is the same for good and no other device's",
        "status": "returns a Status, with the ID of the account or else the serial number",
        "set_relay": "returns once the relay is switched",
        "connect": "returns a State, once the hub has let Home Assistant in",
        "run": "calls its first argument with each new State, its second with why there is no connection",
        "set_switch": "returns once the switch is as it is to be, with the device if the integration takes it",
        "login": "exchanges the email and the password for Tokens",
        "account": "returns the Account, with an ID that is the same for good and no other account's",
        "devices": "returns every Device of the account, by its ID",
        "Tokens": "what lets in later, a dataclass of what can be stored as JSON",
        "State": "the hub and its devices, a dataclass with what entity.py reads",
        "Account": "the account, with what sensor.py reads, all of it numbers",
        "Device": "what sensor.py and switch.py read, None being what a device does not have",
        "Status": "the device and its state, a dataclass with what entity.py reads",
        "Readings": "what sensor.py reads, all of it numbers",
    }
    if answers.offer is None:
        own = pascal(answers.domain)
        wanted |= {
            f"{own}Client": "the client, made of what it is called with here",
            f"{own}Error": "the error that all others are one of",
            f"{own}AuthenticationError": "the error of refused credentials",
            f"{own}InvalidHostError": "the error of a host that is no host name or IP address",
            f"{own}RateLimitError": "the error of too many requests, with retry_after in seconds",
        }
    return [
        f"{path.relative_to(root)}:{line}  {name}: {wanted[name]}"
        for path in sorted((root / Places(answers.domain).integration).glob("*.py"))
        for line, name in sorted(_uses(path.read_text(), answers.library_module))
        if name in wanted
    ]


def _uses(text: str, library: str) -> set[tuple[int, str]]:
    """Return what a module calls and catches, and what types it has from the library, by line."""
    uses = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case (
                ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name))
                | ast.ExceptHandler(type=ast.Name(id=name))
            ):
                uses.add((node.lineno, name))
            case ast.ImportFrom(module=module, names=names) if module == library:
                uses |= {
                    (alias.lineno, alias.name)
                    for alias in names
                    if not alias.name.endswith(("Client", "Error"))
                }
    return uses

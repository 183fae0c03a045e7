"""Choose the exceptions that an integration catches, and that its tests raise."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from script.client.errors import ErrorKind
from script.client.offer import Offer
from script.scaffold import ScaffoldError

from .plan import Error, Import

# What the exceptions of tests say
_MESSAGES: Final = {
    "authentication": "Refused",
    "connection": "Unreachable",
    "timeout": "Too slow",
    "response": "Garbled",
    "any": "Failed",
}


def raised_by(own: Offer, has_secrets: bool) -> dict[str, Import | None]:
    """Return the exceptions by what they are for, None where nothing is.

    Raises ScaffoldError if none tells of a lost connection.
    """
    kinds = {
        "authentication": ErrorKind.AUTHENTICATION if has_secrets else None,
        "connection": ErrorKind.CONNECTION,
        "timeout": ErrorKind.TIMEOUT,
        "response": ErrorKind.RESPONSE,
    }
    found: dict[str, Import | None] = {
        name: (own.errors[kind][0].module, own.errors[kind][0].name)
        if kind and own.errors[kind]
        else None
        for name, kind in kinds.items()
    }
    base = own.base_error
    found["any"] = (base.module, base.name) if base else None
    refused = found["authentication"]
    if refused and {*found.values()} - {None} == {refused}:
        raise ScaffoldError(
            f"{own.name}: {refused[1]} tells of refused credentials and of all other trouble alike; "
            f"name another with --auth-error or --connection-error, {_choices(own, 'aiohttp.ClientError', refused[1])}"
        )
    if not found["connection"] and not found["any"]:
        raise ScaffoldError(
            f"{own.name}: no exception of it tells of a lost connection; name it with --connection-error, {_choices(own, 'aiohttp.ClientError')}"
        )
    return found


def _choices(own: Offer, example: str, but: str = "") -> str:
    """Return which exceptions an author may name, an example being another library's."""
    others = sorted({*own.exceptions} - {but})
    foreign = f"another library's such as {example}"
    return f"one of {', '.join(others)}, or {foreign}" if others else foreign


def _key(error: Import) -> str:
    return ".".join(error)


def errors_in_tests(
    raised: Mapping[str, Import | None], known: Mapping[str, Any]
) -> Iterator[Error]:
    """Yield the exceptions for tests, each once."""
    done: set[Import] = set()
    for name, each in raised.items():
        if each is None or each in done or (name == "any" and len(done) > 1):
            continue
        done.add(each)
        told = known[_key(each)]
        if "problem" in told:
            raise ScaffoldError(
                f"exception {each[1]}: {told['problem']}; name another with "
                f"--{'auth' if name == 'authentication' else 'connection'}-error"
            )
        yield Error(
            id=name,
            name=each[1],
            module=each[0],
            code=told["code"].replace('"Refused"', f'"{_MESSAGES[name]}"'),
            imports=tuple((one[0], one[1]) for one in told["imports"]),
        )


def failed(
    raised: Mapping[str, Import | None], known: Mapping[str, Any]
) -> Iterator[Import]:
    """Yield the exceptions that all others but that of refused credentials derive from."""
    wanted = [
        each
        for name, each in raised.items()
        if each and (name != "authentication") and each != raised["authentication"]
    ]
    above = {each: known[_key(each)]["above"] for each in wanted}
    for each in dict.fromkeys(wanted):
        if not any(other != each and above[other][0] in above[each] for other in above):
            yield each

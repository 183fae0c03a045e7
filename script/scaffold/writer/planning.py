"""Plan an integration around a client library, from what the library offers and the author chose."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from script.client import ClientError
from script.client.errors import ErrorKind
from script.client.importing import examples
from script.client.offer import Offer, State, Step
from script.client.parameters import Parameter, Role
from script.client.purposes import CallKind
from script.client.words import ends, words
from script.integration.syntax import last_name
from script.scaffold import ScaffoldError
from script.scaffold.models import Auth

from .actions import is_button
from .entities import entities
from .naming import attribute, parted, step, type_of, unique
from .plan import CREDENTIALS, Credential, Error, Fetched, Import, Part, Passed, Plan

# What is asked for, whatever parameters may be left out, by how a user is known
_OF_AUTH: Final[Mapping[Auth, frozenset[Role]]] = {
    Auth.TOKEN: frozenset({Role.TOKEN}),
    Auth.PASSWORD: frozenset({Role.PASSWORD}),
    Auth.USERNAME_PASSWORD: frozenset({Role.USERNAME, Role.PASSWORD}),
    Auth.NONE: frozenset(),
}
_SECRETS: Final = frozenset({Role.TOKEN, Role.PASSWORD, Role.USERNAME})
_SESSIONS: Final = {
    "ClientSession": "async_get_clientsession",
    "AsyncClient": "get_async_client",
}
_DEVICE: Final[Mapping[str, Sequence[str]]] = {
    "manufacturer": ("manufacturer", "vendor", "vendor_name", "brand"),
    "model": ("model", "model_name", "product_name", "product_type", "device_type"),
    "model_id": ("model_id", "model_number", "product_number"),
    "serial_number": ("serial_number", "serial", "serialnumber"),
    "sw_version": (
        "firmware_version",
        "sw_version",
        "software_version",
        "firmware",
        "fw_version",
    ),
    "hw_version": ("hw_version", "hardware_version"),
}
_MACS: Final = ("mac", "mac_address", "macaddress")
_TITLES: Final = ("name", "device_name", "friendly_name")
_MAPPINGS: Final = frozenset({"dict", "Dict", "Mapping", "Any", ""})
# What the exceptions of tests say
_MESSAGES: Final = {
    "authentication": "Refused",
    "connection": "Unreachable",
    "timeout": "Too slow",
    "response": "Garbled",
    "any": "Failed",
}
# What ends a connection; anything else that is stopped may be what the device does.
_CLOSING: Final = frozenset({"close", "aclose", "disconnect", "shutdown"})
_BESIDE_CLOSING: Final = frozenset({"async", "session", "connection", "client"})
_SCALARS: Final = frozenset({"str", "int", "float", "bool"})
_SEVERAL: Final = frozenset(
    {"list", "List", "tuple", "Sequence", "Iterable", "AsyncIterator"}
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the author chose of a library, None or nothing where the likeliest is to be taken."""

    identity: str | None = None
    states: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    login: str | None = None
    auth: Auth | None = None
    zeroconf: Mapping[str, str] | None = None


def planned(
    own: Offer,
    wanted: Wanted,
    *,
    domain: str,
    title: str,
    iot_class: str,
    integration_type: str,
) -> Plan:
    """Return what is to be written around a library.

    Raises ScaffoldError if something is not found in it; the message says what to pass.
    """
    if not iot_class.endswith("_polling"):
        raise ScaffoldError(
            f"IoT class {iot_class}: what is written around a library polls it; "
            f"give --iot-class {iot_class.partition('_')[0]}_polling, and have it pushed afterwards"
        )
    login = _login(own, wanted.login)
    is_cloud = iot_class.startswith("cloud_")
    credentials = _credentials(own, login, wanted.auth, is_local=not is_cloud)
    if not credentials:
        raise ScaffoldError(
            f"{own.name}: {own.clients[0].name} takes nothing that a user could be asked for; "
            "name another class with --client-class"
        )
    call, path = _identity(own, wanted.identity)
    states = _states(own, wanted)
    steps = {each.code: each for each in (*([call] if call else []), *states)}
    names = unique({code: attribute(each.name) for code, each in steps.items()})
    raised = _raised(own, bool(_SECRETS & {each.role for each in credentials}))
    client = (own.clients[0].module, own.clients[0].name)
    try:
        known = examples(
            [
                client,
                *((each.module, each.model) for each in steps.values() if each.model),
            ],
            [each for each in raised.values() if each],
        )
    except ClientError as err:
        raise ScaffoldError(str(err)) from err
    fetched = {
        code: _fetched(own, each, names[code], known) for code, each in steps.items()
    }
    identity = (
        fetched[call.code]
        if call
        else Fetched(
            step=next(iter(steps.values())),
            attribute="",
            type=client[1],
            module=client[0],
            is_mapping=False,
            private=frozenset(),
            example=known[client[1]],
            getters={},
        )
    )
    fields = identity.example.get("fields", {})
    device = {
        parameter: found
        for parameter, phrases in _DEVICE.items()
        if (found := _ending(fields, phrases, last=path))
    }
    errors = tuple(_errors(raised, known))
    every = {each.id: each for each in errors}
    shown = entities(
        own, [fetched[each.code] for each in states], wanted.entities, login
    )
    return Plan(
        domain=domain,
        title=title,
        client=client,
        credentials=credentials,
        constructor=tuple(_passed(own, own.parameters, credentials, "client")),
        session=_session(own),
        keeps_cookies=own.keeps_cookies,
        is_blocking=not any(each.is_async for each in steps.values()),
        login=login,
        login_arguments=tuple(
            _passed(own, login.parameters, credentials, login.code) if login else ()
        ),
        close=_close(own, login),
        parts=tuple(_parts(own, steps.values())),
        identity=identity,
        identity_path=path,
        identity_type=type_of(fields, path) if path else (call.returns if call else ""),
        is_identity_optional=bool(path and _is_optional(fields, path)),
        device=device,
        macs=tuple(
            name
            for name, each in fields.items()
            if ends(name, _MACS) and each["type"] == "str" and not each["optional"]
        ),
        title_path=_title(fields),
        states=tuple(fetched[each.code] for each in states),
        entities=shown,
        refused=every.get("authentication"),
        failed=tuple(_failed(raised, known)),
        errors=errors,
        zeroconf=wanted.zeroconf,
        is_typed=own.is_typed,
        is_cloud=is_cloud,
        is_service=integration_type == "service",
    )


def _login(own: Offer, wanted: str | None) -> Step | None:
    """Return the call that logs in, None if there is none that needs only what a user gives."""
    if wanted == "none":
        return None
    if wanted:
        return step(own, wanted, "--login")
    for each in own.calls[CallKind.LOGIN]:
        found = own.steps.get(each.name)
        if found and not found.owner and _is_given(found.required):
            return found
    return None


def _is_given(parameters: Sequence[Parameter]) -> bool:
    """Return whether a user can be asked for each of them, and for no two by the same name."""
    roles = {each.role for each in parameters}
    return len(roles) == len(parameters) and roles <= {
        each.role for each in CREDENTIALS
    }


def _credentials(
    own: Offer, login: Step | None, auth: Auth | None, *, is_local: bool
) -> tuple[Credential, ...]:
    """Return what a user is to be asked for.

    Raises ScaffoldError if the library takes none of what the author says there is.
    """
    parameters = [*own.parameters, *(login.parameters if login else ())]
    possible = {each.role for each in parameters if each.role}
    asked = {each.role for each in parameters if each.is_required}
    if is_local:
        asked |= {Role.HOST} & possible
    if auth is not None:
        if missing := _OF_AUTH[auth] - possible:
            raise ScaffoldError(
                f"authentication {auth}: {own.clients[0].name} takes no {' and no '.join(sorted(missing))}; "
                f"it takes {', '.join(sorted(possible)) or 'nothing'}; name another --auth, or another call with --login"
            )
        asked |= _OF_AUTH[auth]
    elif not asked & _SECRETS and own.errors[ErrorKind.AUTHENTICATION]:
        asked |= _SECRETS & possible
    return tuple(each for each in CREDENTIALS if each.role in asked)


def _passed(
    own: Offer,
    parameters: Iterable[Parameter],
    credentials: Collection[Credential],
    what: str,
) -> Iterator[Passed]:
    """Yield what a call is given.

    Raises ScaffoldError if it needs more than is known.
    """
    by_role = {each.role: each for each in credentials}
    for each in parameters:
        if each.role in by_role:
            yield Passed(parameter=each, credential=by_role[each.role])
        elif each.role is Role.SESSION:
            yield Passed(parameter=each, credential=None)
        elif each.is_required:
            raise ScaffoldError(
                f"{own.name}: {own.clients[0].name if what == 'client' else what} needs {each.name!r}, "
                f"and nothing tells what it is; name another with --{'client-class' if what == 'client' else 'login'}"
            )


def _session(own: Offer) -> str | None:
    """Return the function of Home Assistant's that provides the session that the client takes."""
    parameter = next(
        (each for each in own.parameters if each.role is Role.SESSION), None
    )
    if parameter is None:
        return None
    said = last_name(parameter.annotation) if parameter.annotation else ""
    for node_name, function in _SESSIONS.items():
        if node_name in said or (
            parameter.annotation and node_name in _dumped(parameter)
        ):
            return function
    return _SESSIONS["ClientSession"]


def _dumped(parameter: Parameter) -> str:
    import ast  # noqa: PLC0415

    return ast.dump(parameter.annotation) if parameter.annotation else ""


def _identity(own: Offer, wanted: str | None) -> tuple[Step | None, str]:
    """Return the call that tells who or what it is, None for the client itself, and the field that does.

    Raises ScaffoldError if nothing does.
    """
    if wanted:
        code, path = parted(wanted)
        if not code and f"{path}()" not in own.steps:
            return None, path
        call = step(own, code or path, "--identity")
        path = path if code else ""
        if not path and call.model:
            if call.model not in own.identities:
                raise ScaffoldError(
                    f"--identity {wanted!r}: no field of {call.model} looks like an identity; name it too, "
                    f"as in --identity {call.code}.serial"
                )
            path = own.identities[call.model]
        return call, path
    for each in own.calls[CallKind.IDENTITY]:
        code, path = parted(each.name)
        if not code:
            return None, path
        call = own.steps[code]
        if (
            not call.required
            and call.returns not in _SEVERAL
            and (path or not call.model)
            and _is_reached(own, call)
        ):
            return call, path
    raise ScaffoldError(
        f"{own.name}: nothing of {own.clients[0].name} tells which device or account it is; name it with "
        f"--identity CALL.FIELD, a call being one of {', '.join(sorted(own.steps)) or 'none'}"
    )


def _is_reached(own: Offer, call: Step) -> bool:
    """Return whether what a call is called on can be had without arguments."""
    owner = own.steps.get(call.owner)
    return owner is None or not owner.required


def _states(own: Offer, wanted: Wanted) -> list[Step]:
    """Return the calls that fetch the state.

    Raises ScaffoldError if there is none.
    """
    texts = [*wanted.states]
    getters = (
        _getters(own)
        if any(_updates(own, step(own, each, "--state")) for each in texts)
        else {}
    )
    texts += [
        code
        for each in wanted.entities
        if (code := parted(each.partition(":")[0])[0])
        and code not in getters
        and not is_button(own, code)
    ]
    if texts:
        found = [step(own, each, "--state") for each in texts]
    else:
        known: Mapping[str, State] = {each.call: each for each in own.states}
        likely = [
            own.steps[each.name]
            for each in own.calls[CallKind.STATE]
            if each.name in known
            and not own.steps[each.name].required
            and own.steps[each.name].returns not in _SEVERAL
            and _is_reached(own, own.steps[each.name])
            and (known[each.name].readings or wanted.entities)
        ]
        found = likely[:1]
    if not found:
        raise ScaffoldError(
            f"{own.name}: no call of {own.clients[0].name} returns a state with fields that are known; "
            f"name it with --state CALL and what it has with --entity FIELD, a call being one of "
            f"{', '.join(sorted(own.steps)) or 'none'}"
        )
    for each in found:
        if each.required:
            raise ScaffoldError(
                f"--state {each.code!r}: needs {', '.join(one.name for one in each.required)}, "
                "and nothing tells what it is; name another with --state"
            )
        if each.returns in _SEVERAL:
            raise ScaffoldError(
                f"--state {each.code!r}: returns several, and an entry is of one device here; name another with --state"
            )
    return list({each.code: each for each in found}.values())


def _updates(own: Offer, call: Step) -> bool:
    """Return whether a call updates what the client has, rather than returning it."""
    state = next((each for each in own.states if each.call == call.code), None)
    return not call.model and (
        call.returns == "None"
        or (
            call.returns in {"", "bool"}
            and state is not None
            and state.model == own.clients[0].name
        )
    )


def _getters(own: Offer) -> dict[str, str]:
    """Return what methods of the client return at once and without arguments, by their code."""
    return {
        code: each.returns
        for code, each in own.steps.items()
        if not each.is_async
        and not each.owner
        and not each.parameters
        and each.returns in _SCALARS
    }


def _fetched(own: Offer, call: Step, name: str, known: Mapping[str, Any]) -> Fetched:
    client = own.clients[0]
    state = next((each for each in own.states if each.call == call.code), None)
    updates = _updates(own, call)
    if updates:
        kind, module, example = client.name, client.module, known[client.name]
    elif call.model:
        kind, module, example = call.model, call.module, known[call.model]
    elif call.returns in _SCALARS:
        kind, module, example = call.returns, "", {}
    else:
        kind, module, example = "dict[str, Any]", "", {}
    return Fetched(
        step=call,
        attribute="" if updates else name,
        type=kind,
        module=module,
        is_mapping=not call.model and not updates and call.returns in _MAPPINGS,
        private=state.private if state else frozenset(),
        example=example,
        getters=_getters(own) if updates else {},
    )


def _parts(own: Offer, steps: Iterable[Step]) -> Iterator[Part]:
    for code in dict.fromkeys(each.owner for each in steps if each.owner):
        found = own.steps.get(code)
        name = attribute(found.name if found else code)
        yield Part(code=code, attribute=name.rpartition("_")[2], step=found)


def _close(own: Offer, login: Step | None) -> Step | None:
    """Return the call that ends a connection that is the library's own, and nothing else."""
    connects = login is not None and "connect" in words(login.name)
    if not connects and any(each.role is Role.SESSION for each in own.parameters):
        return None
    return next(
        (
            found
            for each in own.calls[CallKind.CLOSE]
            if (found := own.steps.get(each.name))
            and not found.owner
            and not found.required
            and {*words(found.name)} - _BESIDE_CLOSING <= _CLOSING
        ),
        None,
    )


def _raised(own: Offer, has_secrets: bool) -> dict[str, Import | None]:
    """Return the exceptions by what they are for.

    Raises ScaffoldError if none tells of refused credentials, and there are some.
    """
    if has_secrets and not own.errors[ErrorKind.AUTHENTICATION]:
        raise ScaffoldError(
            f"{own.name}: no exception of it tells of refused credentials; name it with --auth-error, "
            f"one of {', '.join(sorted(own.exceptions)) or 'none'}, or another's such as aiohttp.ClientResponseError"
        )
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
    if not found["connection"] and not found["any"]:
        raise ScaffoldError(
            f"{own.name}: no exception of it tells of a lost connection; name it with --connection-error, "
            f"one of {', '.join(sorted(own.exceptions)) or 'none'}, or another's such as aiohttp.ClientError"
        )
    return found


def _key(error: Import) -> str:
    return ".".join(error)


def _errors(
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


def _failed(
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


def _ending(
    fields: Mapping[str, Any], phrases: Sequence[str], last: str | None = None
) -> str | None:
    """Return the field that is a text and is named so, the identity last of all."""
    found = [
        (phrases.index(said), name.count("_"), name)
        for name, each in fields.items()
        if each["type"] == "str" and (said := ends(name, phrases))
    ]
    if last and fields.get(last, {}).get("type") == "str" and ends(last, phrases):
        return last
    return min(found)[2] if found else None


def _title(fields: Mapping[str, Any]) -> str | None:
    """Return the field that is the name of the whole."""
    return next(
        (
            each
            for each in _TITLES
            if fields.get(each, {}).get("type") == "str"
            and not fields[each]["optional"]
        ),
        None,
    )


def _is_optional(fields: Mapping[str, Any], path: str) -> bool:
    """Return whether a field, or one on the way to it, may be None."""
    first, _, rest = path.partition(".")
    each = fields.get(first, {})
    return bool(each.get("optional")) or bool(
        rest and _is_optional(each.get("fields", {}), rest)
    )

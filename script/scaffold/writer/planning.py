"""Plan an integration around a client library, from what the library offers and the author chose."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from script.client import ClientError
from script.client.candidates import listed
from script.client.importing import examples
from script.client.offer import Offer, Step
from script.client.words import ends, words
from script.integration.blanks import MARK
from script.scaffold import NOUN, SERVICE, ScaffoldError
from script.scaffold.models import Auth

from .asking import (
    SECRETS,
    credentials_of,
    instead,
    is_for_anybody,
    nothing_to_ask,
    passed,
    session_of,
)
from .calls import (
    NOTHING,
    Wanted,
    asked_calls,
    identity_of,
    key_of,
    lacks_identity,
    states_of,
)
from .device_info import DEVICE, is_optional, text_named, title_in
from .entities import entities
from .naming import attribute, field_at, type_of, unique
from .plan import URL, Credential, Fetched, Part, Passed, Plan
from .raising import errors_in_tests, failed, raised_by
from .sessions import closing, login_of
from .untold import SCALARS, getters, updates

_MACS: Final = ("mac", "mac_address", "macaddress")
_MAPPINGS: Final = frozenset({"dict", "Dict", "Mapping", "Any", ""})


def planned(
    own: Offer,
    wanted: Wanted,
    *,
    domain: str,
    title: str,
    iot_class: str,
    integration_type: str,
    noun: str,
) -> Plan:
    """Return what is to be written around a library.

    Raises ScaffoldError if something is not found in it; the message says what to pass.
    """
    if not iot_class.endswith("_polling"):
        raise ScaffoldError(
            f"IoT class {iot_class}: what is written around a library polls it; "
            f"give --iot-class {iot_class.partition('_')[0]}_polling, and have it pushed afterwards"
        )
    login = login_of(own, wanted.login)
    is_cloud = iot_class.startswith("cloud_")
    reads = asked_calls(own, wanted)
    credentials = credentials_of(
        own, login, reads, wanted.auth, wanted.asked, is_local=not is_cloud
    )
    constructor = tuple(passed(own, own.parameters, credentials, "client"))
    is_public = is_cloud and is_for_anybody(own)
    if not credentials and wanted.auth is not Auth.NONE and not is_public:
        raise ScaffoldError(f"{own.name}: {nothing_to_ask(own)}; {instead(own)}")
    has_secrets = any(each.role in SECRETS or each.is_secret for each in credentials)
    if wanted.zeroconf and URL in credentials:
        raise ScaffoldError(
            f"--discovery: {own.clients[0].name} takes a whole address, and what announces itself tells a host alone; "
            "leave out --discovery"
        )
    if wanted.zeroconf and reads:
        raise ScaffoldError(
            f"--discovery: {reads[0].code} needs what users enter, and what announces itself tells a host alone; "
            "leave out --discovery"
        )
    is_untold = lacks_identity(own, wanted)
    # An account may well be of several that are asked about.
    is_entered = is_untold or (wanted.identity is None and bool(reads))
    if not credentials or (is_entered and not wanted.zeroconf):
        wanted = replace(wanted, identity=NOTHING)
    (call, path), states, raised = _every(
        lambda: identity_of(own, wanted),
        lambda: states_of(own, wanted),
        lambda: raised_by(own, has_secrets),
    )
    steps = {each.code: each for each in (*([call] if call else []), *states)}
    names = unique(
        {code: attribute(each.within or each.name) for code, each in steps.items()}
    )
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
        raise ScaffoldError(_unusable(own, err)) from err
    fetched = {
        code: _fetched(own, each, names[code], known, wanted, credentials)
        for code, each in steps.items()
    }
    several = next((each for each in fetched.values() if each.is_several), None)
    if several and integration_type != "hub":
        raise ScaffoldError(
            f"integration type {integration_type}: {several.step.code} returns several, and an entry is of all of them; "
            "give --integration-type hub, or name another call with --state"
        )
    is_identified = wanted.identity != NOTHING
    if not is_identified:
        _refuse_unidentified(wanted)
    identity = (
        fetched[call.code]
        if call
        else fetched[states[0].code]
        if not is_identified
        else Fetched(
            step=next(iter(steps.values())),
            arguments=(),
            attribute="",
            type=client[1],
            module=client[0],
            is_mapping=False,
            private=frozenset(),
            example=known[client[1]],
            getters={},
        )
    )
    fields = identity.example.get("fields", {}) if is_identified else {}
    described = several.example.get("fields", {}) if several else fields
    last = several.key if several else path
    device = {
        parameter: found
        for parameter, phrases in DEVICE.items()
        if (found := text_named(described, phrases, last=last))
    }
    session = session_of(own)
    is_blocking = not any(each.is_async for each in steps.values())
    if is_blocking and any(map(_may_go, constructor)):
        # Home Assistant's sessions are for what is awaited.
        session = None
        constructor = tuple(each for each in constructor if not _may_go(each))
    errors = tuple(errors_in_tests(raised, known))
    every = {each.id: each for each in errors}
    shown = entities(own, [fetched[each.code] for each in states], wanted.entities)
    close = closing(own, login)
    parts = tuple(_parts(own, steps.values()))
    made = (
        *steps.values(),
        *(each.step for each in parts if each.step),
        *(each.setter for each in shown if each.setter),
        *(each for each in (login, close) if each),
    )
    return Plan(
        domain=domain,
        title=title,
        device_name=noun.capitalize() if several else _device_name(title, noun),
        client=client,
        credentials=credentials,
        constructor=constructor,
        session=session,
        keeps_cookies=own.keeps_cookies,
        is_blocking=is_blocking,
        login=login,
        login_arguments=tuple(
            passed(own, login.parameters, credentials, login.code) if login else ()
        ),
        close=close,
        parts=parts,
        is_identified=is_identified,
        identity=identity,
        identity_path=path,
        identity_type=type_of(fields, path) if path else (call.returns if call else ""),
        is_identity_optional=bool(path and is_optional(fields, path)),
        device=device,
        macs=tuple(
            name
            for name, each in described.items()
            if ends(name, _MACS)
            and each["type"] == "str"
            and not is_optional(described, name)
        ),
        title_path=title_in(fields),
        name_path=title_in(described),
        states=tuple(fetched[each.code] for each in states),
        entities=shown,
        unsure=tuple(
            f"{each.source.step.code}.{each.path}"
            for each in shown
            if each.platform == "sensor"
            and each.state_class
            and not each.unit
            and not each.device_class
        ),
        assumed=tuple(
            _assumed(
                own,
                wanted,
                credentials,
                reads,
                is_untold=is_untold,
                is_refused=not has_secrets or "authentication" in every,
                unknown=[each.source for each in shown if each.path.startswith(MARK)],
                several=several,
            )
        ),
        refused=every.get("authentication"),
        failed=tuple(failed(raised, known)),
        errors=errors,
        zeroconf=wanted.zeroconf,
        is_typed=own.is_typed and all(each.is_annotated for each in made),
        is_cloud=is_cloud,
        is_service=integration_type == "service",
    )


def _unusable(own: Offer, err: ClientError) -> str:
    """Return what is told of a library that cannot be imported, and what can be done where it lacks another."""
    mend = (
        "; have requirements_test.txt require what it lacks, and run script/bootstrap"
        if "No module named" in str(err)
        else ""
    )
    return f"{own.name}: {err}{mend}"


def _assumed(
    own: Offer,
    wanted: Wanted,
    credentials: Collection[Credential],
    reads: Collection[Step],
    *,
    is_untold: bool,
    is_refused: bool,
    unknown: Collection[Fetched],
    several: Fetched | None,
) -> Iterator[str]:
    """Yield what is taken for granted where nothing tells it, and how the author says otherwise."""
    client = own.clients[0].name
    needed = {one.name for each in reads for one in each.required}
    asked = [
        each.parameter
        for each in credentials
        if each.parameter and each.parameter not in {*wanted.asked, *needed}
    ]
    if asked:
        yield (
            f"nothing tells what {listed(asked)} of {client} is: users are asked for it; "
            "where they cannot know it, name another class with --client-class"
        )
    for read in reads:
        yield (
            f"{read.code} needs {listed(one.name for one in read.required)}: users are asked for it, and entries are of one each; "
            "where they cannot know it, name another call with --state"
        )
    if not credentials:
        yield f"{client} needs nothing from a user: the form has no fields, and there is one entry at most"
    elif is_untold:
        visible = [each for each in credentials if not each.is_secret]
        labels = listed(each.label for each in visible or credentials)
        yield (
            f"nothing of {client} tells which device or account it is: entries differ by their {labels}; "
            "where something does, give --identity CALL.FIELD"
        )
    if not is_refused:
        yield (
            f"no exception of {own.name} tells of refused credentials: nobody is asked for new ones; "
            "where one does, give --auth-error NAME"
        )
    if several and several.key.startswith(MARK):
        yield (
            f"nothing tells one of {several.step.code} from another: by which key they differ is yours to write; "
            f"or give --state {several.step.code}.KEY, or another call with --state CALL"
        )
    for each in unknown:
        call = each.step
        taken = "each" if each.is_several else "it"
        yield (
            f"nothing tells what {call.code} {'has' if call.within else 'returns'}: {taken} is taken for a dictionary, "
            "and which of its keys is shown is yours to write; "
            f"or give --entity {call.code}.KEY:UNIT for each, or another call with --state CALL"
        )


def _every[A, B, C](
    first: Callable[[], A], second: Callable[[], B], third: Callable[[], C]
) -> tuple[A, B, C]:
    """Return what is found in a library.

    Raises ScaffoldError with a line for each that is not found.
    """
    missing = []
    for find in (first, second, third):
        try:
            find()
        except ScaffoldError as err:
            missing.append(str(err))
    if missing:
        raise ScaffoldError("\n".join(dict.fromkeys(missing)))
    return first(), second(), third()


def _refuse_unidentified(wanted: Wanted) -> None:
    """Refuse to do without an identity of what is discovered."""
    if wanted.zeroconf:
        raise ScaffoldError(
            f"--identity {NOTHING}: what is discovered has to be known again; leave out --discovery"
        )


def _may_go(each: Passed) -> bool:
    """Return whether an argument is a session that a client can do without."""
    return each.is_session and not each.parameter.is_required


def _device_name(title: str, noun: str) -> str:
    """Return the name of a device, with the word for what it is unless that says nothing new."""
    if noun in {NOUN, SERVICE} or {*words(noun)} <= {*words(title)}:
        return title
    return f"{title} {noun}"


def _fetched(
    own: Offer,
    call: Step,
    name: str,
    known: Mapping[str, Any],
    wanted: Wanted,
    credentials: Collection[Credential],
) -> Fetched:
    client = own.clients[0]
    state = next((each for each in own.states if each.call == call.code), None)
    is_updated = updates(own, call)
    if is_updated:
        kind, module, example = client.name, client.module, known[client.name]
    elif call.model:
        kind, module, example = call.model, call.module, known[call.model]
    elif call.returns in SCALARS:
        kind, module, example = call.returns, "", {}
    else:
        kind, module, example = "dict[str, Any]", "", {}
    key = key_of(own, call, wanted) if call.several else ""
    if key and call.model and field_at(example["fields"], key) is None:
        raise ScaffoldError(
            f"--state '{call.code}.{key}': {kind} has no such field; it has {', '.join(example['fields'])}"
        )
    return Fetched(
        step=call,
        arguments=tuple(passed(own, call.required, credentials, call.code)),
        attribute="" if is_updated else name,
        type=kind,
        module=module,
        is_mapping=example.get("is_mapping", False)
        or (
            not call.model
            and not is_updated
            and (call.is_several or call.returns in _MAPPINGS)
        ),
        private=state.private if state else frozenset(),
        example=_told_apart(example, key) if call.several and call.model else example,
        getters=getters(own) if is_updated else {},
        key=key,
    )


def _told_apart(example: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return an example of several, made of the class itself only if those can be told apart."""
    every = [example, *example.get("others", ())]
    names = {each.get("values", {}).get(key) for each in every} - {None}
    if not key or len(names) == len(every) > 1:
        return example
    return {"fields": example["fields"]}


def _parts(own: Offer, steps: Iterable[Step]) -> Iterator[Part]:
    for code in dict.fromkeys(each.owner for each in steps if each.owner):
        found = own.steps.get(code)
        name = attribute(found.name if found else code)
        model = (found.module, found.model) if found else own.parts[code]
        yield Part(
            code=code, attribute=name.rpartition("_")[2], model=model, step=found
        )

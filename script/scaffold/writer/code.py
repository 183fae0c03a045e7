"""Write the code by which a client is made, called and read."""

from collections.abc import Callable, Iterable, Iterator

from script.client.offer import Step
from script.client.parameters import PLACE

from .naming import field_at, variable
from .plan import Credential, Entity, Fetched, Part, Passed, Plan


def constructed(plan: Plan, data: str, hass: str) -> str:
    """Return the code that makes the client of an entry's data."""
    arguments = ", ".join(_arguments(plan, plan.constructor, data, hass))
    return f"{plan.client[1]}({arguments})"


def _arguments(
    plan: Plan, passed: Iterable[Passed], data: str, hass: str
) -> Iterator[str]:
    for each in passed:
        if each.is_session:
            yield f"{each.parameter.name}={_session(plan, hass)}"
        else:
            value = given(each, lambda credential: f"{data}[{credential.const}]")
            yield f"{each.parameter.name}={value}"


def given(passed: Passed, form: Callable[[Credential], str]) -> str:
    """Return the code of an argument that comes of what a user is asked for, each in a form."""
    if passed.credential:
        code = form(passed.credential)
        if passed.parameter.role in PLACE:
            code = f"{code}[CONF_{passed.parameter.role.upper()}]"
            return f"str({code})" if passed.parameter.type == "str" else code
        return code
    assert passed.made
    (_, name), inside = passed.made
    arguments = (f"{each.parameter.name}={given(each, form)}" for each in inside)
    return f"{name}({', '.join(arguments)})"


def _session(plan: Plan, hass: str) -> str:
    """Return the code of the session that the client is given."""
    if plan.keeps_cookies and plan.session == "async_get_clientsession":
        return f"async_create_clientsession({hass}, cookie_jar=CookieJar(unsafe=True))"
    return f"{plan.session}({hass})"


def called(step: Step, owner: str, hass: str, arguments: str = "") -> str:
    """Return the code that calls something of an owner, in an executor where it would block.

    Without hass, that is code of the executor's.
    """
    if step.is_async:
        return f"await {owner}.{step.name}({arguments})"
    if not hass:
        return f"{owner}.{step.name}({arguments})"
    function = f"{owner}.{step.name}"
    if arguments:
        function = f"partial({function}, {arguments})"
    return f"await {hass}.async_add_executor_job({function})"


def fetching(
    plan: Plan, fetched: Fetched, owner: str, data: str, hass: str = ""
) -> str:
    """Return the code that fetches something of an owner with what an entry's data has of it, as `called` has it."""
    arguments = ", ".join(_arguments(plan, fetched.arguments, data, hass))
    return called(fetched.step, owner, hass, arguments)


def login(plan: Plan, owner: str, data: str, hass: str) -> list[str]:
    """Return the code that logs in, no line if there is nothing to do."""
    if plan.login is None:
        return []
    arguments = ", ".join(_arguments(plan, plan.login_arguments, data, hass))
    return [called(plan.login, owner, hass, arguments)]


def owner_of(plan: Plan, fetched: Fetched, client: str, start: str) -> str:
    """Return the code of what a call is called on: the client, or a part of it.

    Args:
        plan: What is written.
        fetched: What is called.
        client: The code of the client.
        start: What stands before the names of parts that were fetched.
    """
    code = fetched.step.owner
    part = next((each for each in plan.parts if each.code == code), None)
    if part is None:
        return client
    return f"{start}{part.attribute}" if part.step else f"{client}.{code}"


def part_lines(parts: Iterable[Part], client: str, start: str, hass: str) -> list[str]:
    """Return the code that fetches the parts of a client."""
    return [
        f"{start}{each.attribute} = {called(each.step, client, hass)}"
        for each in parts
        if each.step
    ]


def mocked(plan: Plan, code: str) -> str:
    """Return how what a call is called on is reached in a mocked client, "rest_api.return_value"."""
    del plan
    return code.replace("()", ".return_value")


def mock_path(fetched: Fetched) -> str:
    """Return how a call is reached in a mocked client."""
    return fetched.step.path.replace("()", ".return_value")


def field(fetched: Fetched, owner: str, path: str, *, is_there: bool = False) -> str:
    """Return the code that reads a field, by keys and attributes as what is on the way has them.

    Args:
        fetched: What has the field.
        owner: The code of that.
        path: How the field is reached from there.
        is_there: Whether that is asked before, of a key that may be missing.
    """
    known, is_mapping = fetched.example.get("fields", {}), fetched.is_mapping
    code = owner
    names = path.split(".") if path else []
    for number, name in enumerate(names, 1):
        each = known.get(name, {})
        if not is_mapping:
            code = f"{code}.{name}"
        elif each.get("absent") and number == len(names) and not is_there:
            code = f'{code}.get("{name}")'
        else:
            code = f'{code}["{name}"]'
        # What is not known of a dictionary is one itself.
        known = each.get("fields", {})
        if "fields" in each:
            is_mapping = each.get("is_mapping", False)
    return code


def value_of(entity: Entity, owner: str) -> str:
    """Return the code of an entity's value, None where something on the way is None."""
    source = entity.source
    if source.is_untold and entity.path:
        start, _, key = entity.path.rpartition(".")
        return f'{field(source, owner, start)}.get("{key}")'
    code = field(source, owner, entity.path, is_there=entity.path in entity.optional)
    if entity.enum:
        code = f"{code}.name.lower()"
    guards = [
        guard for each in entity.optional for guard in _guards(source, owner, each)
    ]
    return f"{code} if {' and '.join(guards)} else None" if guards else code


def _guards(fetched: Fetched, owner: str, path: str) -> Iterator[str]:
    """Yield the conditions under which a field is there."""
    known = field_at(fetched.example.get("fields", {}), path) or {}
    start, _, name = path.rpartition(".")
    if known.get("absent"):
        yield f'"{name}" in {field(fetched, owner, start)}'
    if known.get("optional"):
        yield f"{field(fetched, owner, path, is_there=True)} is not None"


def setting(
    plan: Plan, entity: Entity, value: str, coordinator: str, device: str
) -> str:
    """Return the code that sets an entity, or presses a button, by way of the coordinator."""
    call = entity.setter
    assert call
    part = next((each for each in plan.parts if each.code == call.owner), None)
    owner = f"{coordinator}.client"
    if part:
        owner = (
            f"{coordinator}.{part.attribute}" if part.step else f"{owner}.{part.code}"
        )
    argument = set_argument(entity, value, device)
    if call.is_async:
        return f"{owner}.{call.name}({argument})"
    function = f"{owner}.{call.name}"
    if argument:
        function = f"partial({function}, {argument})"
    return f"{coordinator}.hass.async_add_executor_job({function})"


def set_argument(entity: Entity, value: str, device: str = "device") -> str:
    """Return the arguments by which an entity is set, "" for a button that needs none.

    Args:
        entity: What is set.
        value: The code of what it is set to.
        device: The code of the device that is set, where there are several.
    """
    arguments: dict[str, str] = {}
    if entity.target:
        taker, path = entity.target
        arguments[taker.name] = field(entity.source, device, path)
    if parameter := entity.parameter:
        is_whole = entity.type == "int" and entity.platform == "number"
        if is_whole and not value.isdigit():
            value = f"int({value})"
        arguments[parameter.name] = value
    assert entity.setter
    return ", ".join(
        f"{each.name}={arguments[each.name]}"
        if each.is_keyword or not each.is_required
        else arguments[each.name]
        for each in entity.setter.parameters
        if each.name in arguments
    )


def variable_of(fetched: Fetched) -> str:
    """Return the variable that holds what was fetched."""
    return variable(fetched.attribute) if fetched.attribute else "client"


def text(code: str, kind: str) -> str:
    """Return code of a text, whatever the type of what there is."""
    return code if kind == "str" else f"str({code})"


def read_code(plan: Plan, fetched: Fetched, start: str) -> str:
    """Return the code that reads what was fetched off the coordinator."""
    kept = [each for each in plan.states if each.attribute]
    if not fetched.attribute:
        return f"{start}client"
    if fetched.step.code not in {each.step.code for each in plan.states}:
        return f"{start}{variable_of(fetched)}"
    return f"{start}data" if len(kept) == 1 else f"{start}data.{fetched.attribute}"


def collected(several: Fetched, devices: str) -> str:
    """Return the code of what a call returns that has these devices."""
    if several.step.several == "list":
        return devices
    if not several.key:
        return f'{{f"id-{{number}}": device for number, device in enumerate({devices}, 1)}}'
    return (
        f"{{{field(several, 'device', several.key)}: device for device in {devices}}}"
    )


def answered(several: Fetched, client: str, returned: str) -> str:
    """Return what of a mocked client has the devices: what it returns, or what that fills."""
    within = several.step.within
    return f"{client}.{within}" if within else returned

"""Write the files of an integration around a client library, and of its tests, from templates."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
import json
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from script.client.identities import IDENTITIES
from script.client.words import ends, words
from script.integration.core import core
from script.integration.tree import Places, Tree
from script.scaffold.rename import pascal

from .code import (
    called,
    constructed,
    field,
    login,
    mock_path,
    mocked,
    owner_of,
    part_lines,
    set_argument,
    setting,
    value,
)
from .naming import human, slug, type_of, variable
from .plan import Credential, Entity, Fetched, Plan
from .texts import icons, strings

_TEMPLATES: Final = Path(__file__).parent / "templates"
_MOVED: Final = {"host": "192.0.2.99", "port": 9090, "username": "joe"}


def written(plan: Plan, thing: str) -> Tree:
    """Return the files of an integration and of its tests, not yet formatted."""
    places = Places(plan.domain)
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Python, not HTML
        autoescape=False,
    )
    context = _context(plan, thing)
    platforms = {each.platform for each in plan.entities}
    folders = {"integration": places.integration, "tests": places.tests}
    tree: dict[str, bytes] = {}
    for template in sorted(_TEMPLATES.rglob("*.jinja")):
        folder, name = template.relative_to(_TEMPLATES).parts
        module = name.removeprefix("test_").removesuffix(".py.jinja")
        if module in _PLATFORMS and module not in platforms:
            continue
        own = {"imports": "\n".join(_imports(plan, folder, module))}
        text = environment.get_template(f"{folder}/{name}").render(context | own)
        tree[folders[folder] + name.removesuffix(".jinja")] = text.encode()
    tree[f"{places.integration}strings.json"] = _json(strings(plan, thing))
    tree |= {
        f"{places.tests}fixtures/{each.attribute}.json": _json(each.example["json"])
        for each in _with_fixtures(plan)
    }
    if shown := icons(plan):
        tree[f"{places.integration}icons.json"] = _json(shown)
    return tree


_PLATFORMS: Final = frozenset({"sensor", "binary_sensor", "button", "number", "switch"})


def _json(content: Any) -> bytes:
    return (
        json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    ).encode()


def _imports(plan: Plan, folder: str, module: str) -> Iterator[str]:
    """Yield the imports that a module may need; those that it does not are taken out afterwards."""
    wanted = [plan.client, *plan.failed]
    wanted += [
        (each.module, each.type)
        for each in (plan.identity, *plan.states)
        if each.module
    ]
    wanted += [(part.step.module, part.step.model) for part in plan.parts if part.step]
    wanted += [(each.module, each.name) for each in plan.errors]
    wanted += [(each.enum[0], each.type) for each in plan.entities if each.enum]
    if folder == "tests":
        wanted += [one for each in plan.errors for one in each.imports]
        wanted += [
            (one[0], one[1])
            for each in (plan.identity, *plan.states)
            for one in each.example.get("imports", ())
        ]
        wanted += [("aiohttp", "ClientSession")] if module == "init" else []
    homes: dict[str, str] = {}
    for home, name in wanted:
        homes.setdefault(name, home)
    for name, home in homes.items():
        if home and home != "builtins":
            yield f"from {home} import {name}"


def _with_fixtures(plan: Plan) -> Iterator[Fetched]:
    for each in {one.step.code: one for one in (plan.identity, *plan.states)}.values():
        if each.attribute and "json" in each.example:
            yield each


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _context(plan: Plan, thing: str) -> dict[str, Any]:
    """Return what the templates are filled with."""
    secrets = [each for each in plan.credentials if each.is_secret]
    visible = [each for each in plan.credentials if not each.is_secret]
    label = " and ".join(each.label for each in secrets)
    sensors = [each for each in plan.entities if each.platform == "sensor"]
    binary_sensors = [
        each for each in plan.entities if each.platform == "binary_sensor"
    ]
    return {
        **{name: getattr(plan, name) for name in plan.__dataclass_fields__},
        "pascal": pascal(plan.domain),
        "thing": thing,
        "kind": "service" if plan.is_service else "device",
        "a_kind": "a service" if plan.is_service else "a device",
        "mock": "MagicMock" if plan.is_blocking else "AsyncMock",
        "owner": "account" if plan.is_cloud else "device",
        "secrets": secrets,
        "visible": visible,
        "secret_label": label,
        "secret": f"{'an' if label[:1] in 'AEIOUaeiou' else 'a'} {label}"
        if len(secrets) == 1
        else label,
        "has_host": any(each.key == "host" for each in visible),
        "platforms": sorted({each.platform for each in plan.entities}),
        "sensors": sensors,
        "binary_sensors": binary_sensors,
        **{
            f"{platform}_entities": [
                each for each in plan.entities if each.platform == platform
            ]
            for platform in ("button", "number", "switch")
        },
        "actions": any(each.setter for each in plan.entities),
        "set_code": lambda each, value: setting(plan, each, value),
        "set_argument": set_argument,
        "setter_mock": lambda each: (
            "mock_client."
            + each.setter.code.removesuffix("()").replace("()", ".return_value")
        ),
        "method_path": lambda each: each.setter.code.removesuffix("()").replace(
            "()", ".return_value"
        ),
        "parameter_of": lambda each: (
            repr(each.parameter.name) if "=" in set_argument(each, "on") else "None"
        ),
        "setter_of": lambda platform: (
            "attrgetter(method)(mock_client)"
            if any(
                each.setter and "." in each.setter.code
                for each in plan.entities
                if each.platform == platform
            )
            else "getattr(mock_client, method)"
        ),
        "plain": lambda number: repr(int(number) if number == int(number) else number),
        "caught": _caught(plan),
        "failures": [each for each in plan.errors if each.id != "authentication"],
        "quoted": _quoted,
        **_of_credentials(plan),
        **_of_flow(plan),
        **_of_coordinator(plan),
        **_of_entities(plan, sensors),
        **_of_tests(plan, visible),
    }


def _caught(plan: Plan) -> str:
    names = [name for _, name in plan.failed]
    return names[0] if len(names) == 1 else f"({', '.join(names)})"


def _of_credentials(plan: Plan) -> dict[str, Any]:
    """Return how what a user is asked for is written in schemas and tests."""

    def key(each: Credential) -> str:
        return f"probatio.Secret({each.const})" if each.is_secret else each.const

    def selector(each: Credential) -> str:
        return "cv.port" if each.key == "port" else f"{each.key.upper()}_SELECTOR"

    def valued(word: str) -> Callable[[Credential], str]:
        return lambda each: (
            _quoted(f"{word}-{each.example}")
            if each.is_secret
            else repr(each.example)
            if isinstance(each.example, int)
            else _quoted(each.example)
        )

    def moved(each: Credential) -> str:
        said = _MOVED[each.key]
        return repr(said) if isinstance(said, int) else _quoted(said)

    def entries(every: Iterable[Credential], form: Callable[[Credential], str]) -> str:
        return "\n".join(f"        {each.const}: {form(each)}," for each in every)

    def inline(
        every: Iterable[Credential], form: Callable[[Credential], str], *more: str
    ) -> str:
        items = [f"{each.const}: {form(each)}" for each in every]
        return f"{{{', '.join([*items, *more])}}}"

    def values(every: Iterable[Credential], form: Callable[[Credential], str]) -> str:
        return "".join(f", {form(each)}" for each in every)

    def login_expected(form: Callable[[Credential], str]) -> str:
        return ", ".join(
            f"{each.parameter.name}={form(each.credential)}"
            for each in plan.login_arguments
            if each.credential
        )

    return {
        "key": key,
        "selector": selector,
        "typed": valued("typed"),
        "stored": valued("stored"),
        "new": valued("new"),
        "blank": lambda each: '""',
        "key_of": lambda each: each.key,
        "moved": moved,
        "entries": entries,
        "inline": inline,
        "values": values,
        "login_expected": login_expected,
        "constructed": lambda data, hass: constructed(plan, data, hass),
    }


def _name(fetched: Fetched) -> str:
    """Return the variable that holds what was fetched."""
    return variable(fetched.attribute) if fetched.attribute else "client"


def _text(code: str, kind: str) -> str:
    """Return code of a text, whatever the type of what there is."""
    return code if kind == "str" else f"str({code})"


def _of_flow(plan: Plan) -> dict[str, Any]:
    """Return the lines by which the flow asks who or what it is."""
    identity = plan.identity
    parts = [each for each in plan.parts if each.code == identity.step.owner]
    owner = owner_of(plan, identity, "client", "")
    fetch = called(identity.step, owner, "self.hass")
    name = _name(identity)
    lines = [
        *login(plan, "client", "data", "self.hass"),
        *part_lines(parts, "client", "", "self.hass"),
        f"{name} = {fetch}" if identity.attribute else fetch,
    ]
    if identity.step.is_optional and identity.attribute:
        lines += [f"if {name} is None:", '    return {"base": "cannot_connect"}']
    is_title = bool(plan.title_path)
    calls = [
        *([plan.login.name] if plan.login else []),
        *(each.step.name for each in parts if each.step),
        mock_path(identity),
    ]
    own = all("." not in each for each in calls)
    return {
        "flow_lines": lines,
        "flow_identity": _text(
            field(name, plan.identity_path, is_mapping=identity.is_mapping),
            plan.identity_type,
        ),
        "flow_title": f"{name}.{plan.title_path}",
        "flow_methods": calls,
        "method_of": lambda each: (
            f"getattr(mock_client, {each})"
            if own
            else f"attrgetter({each})(mock_client)"
        ),
        "first_call": f"mock_client.{calls[0]}",
        "title_code": "self._device_name" if is_title else "DEVICE_NAME",
        "title_text": _quoted(
            _example_of(identity, plan.title_path) if plan.title_path else plan.title
        ),
        "discovered_name": "self._device_name" if is_title else "DEVICE_NAME",
        "identity_label": (
            ends(plan.identity_path or identity.step.name, IDENTITIES) or "identity"
        ).replace("_", " "),
        "closed": called(plan.close, "client", "self.hass") if plan.close else "",
    }


def _of_coordinator(plan: Plan) -> dict[str, Any]:
    kept = [each for each in plan.states if each.attribute]
    polled = {each.step.code for each in plan.states}
    sets = bool(plan.identity.attribute) and plan.identity.step.code not in polled
    lines = [
        *login(plan, "self.client", "self.config_entry.data", "self.hass"),
        *part_lines(plan.parts, "self.client", "self.", "self.hass"),
    ]

    def fetch(each: Fetched) -> str:
        return called(
            each.step, owner_of(plan, each, "self.client", "self."), "self.hass"
        )

    if sets:
        lines += _checked(plan.identity, fetch(plan.identity), start="self.")
    update = [fetch(each) for each in plan.states if not each.attribute]
    held = [each for each in kept if each.step.is_optional]
    for each in held:
        update += _checked(each, fetch(each))
    if len(kept) == 1 and (held or not plan.is_typed):
        if not held:
            update.append(f"{kept[0].attribute}: {kept[0].type} = {fetch(kept[0])}")
        update.append(f"return {kept[0].attribute}")
    elif len(kept) == 1:
        update.append(f"return {fetch(kept[0])}")
    elif kept:
        arguments = ", ".join(
            f"{each.attribute}={each.attribute if each in held else fetch(each)}"
            for each in kept
        )
        update.append(f"return {pascal(plan.domain)}Data({arguments})")
    does = [
        *(["log in"] if plan.login else []),
        *(["fetch what does not change"] if sets or plan.parts else []),
    ]
    return {
        "kept": kept,
        "data_type": (
            "None"
            if not kept
            else kept[0].type
            if len(kept) == 1
            else f"{pascal(plan.domain)}Data"
        ),
        "setup_identity": sets,
        "identity_attribute": _name(plan.identity),
        "setup_lines": lines,
        "setup_doc": ", and ".join(does or ["connect"]).capitalize(),
        "update_lines": update,
        "is_new": bool(kept)
        and len(kept) == len(plan.states)
        and all(each.step.is_new for each in kept),
    }


def _checked(fetched: Fetched, code: str, start: str = "") -> list[str]:
    """Return the lines that keep what was fetched, which may be nothing."""
    name = _name(fetched) if start else fetched.attribute
    if not fetched.step.is_optional:
        return [f"{start}{name} = {code}"]
    return [
        f"{name} = {code}",
        f"if {name} is None:",
        '    raise UpdateFailed(translation_domain=DOMAIN, translation_key="no_data")',
        *([f"{start}{name} = {name}"] if start else []),
    ]


def _read(plan: Plan, fetched: Fetched, start: str) -> str:
    """Return the code that reads what was fetched off the coordinator."""
    kept = [each for each in plan.states if each.attribute]
    if not fetched.attribute:
        return f"{start}client"
    if fetched.step.code not in {each.step.code for each in plan.states}:
        return f"{start}{_name(fetched)}"
    return f"{start}data" if len(kept) == 1 else f"{start}data.{fetched.attribute}"


def _of_entities(plan: Plan, sensors: Sequence[Entity]) -> dict[str, Any]:
    kept = [each for each in plan.states if each.attribute]
    name = pascal(plan.domain)
    identity, path = plan.identity, plan.identity_path
    if len(kept) == len(plan.states):
        kind = kept[0].type if len(kept) == 1 else f"{name}Data"
        source, code = "data", "self.coordinator.data"
    elif not kept:
        kind, source, code = plan.client[1], "client", "self.coordinator.client"
    else:
        kind, source, code = f"{name}Coordinator", "coordinator", "self.coordinator"

    def read(each: Entity) -> str:
        if source == "coordinator":
            return value(each, _read(plan, each.source, "coordinator."))
        return value(
            each,
            source if len(kept) < 2 else f"{source}.{each.source.attribute}",
        )

    info = _name(identity)
    is_serial = "serial" in words(path)
    units = {each.unit.partition(".")[0] for each in sensors if each.unit}
    has_times = any(each.type == "datetime" for each in sensors)
    return {
        "source_type": kind,
        "source": source,
        "source_code": code,
        "value": read,
        "value_type": "StateType | datetime" if has_times else "StateType",
        "number_units": ", ".join(
            sorted(
                {
                    each.unit.partition(".")[0]
                    for each in plan.entities
                    if each.platform == "number" and each.unit
                }
                or ["EntityCategory"]
            )
        ),
        "units": ", ".join(sorted(units) or ["EntityCategory"]),
        "info_name": info,
        "info": _read(plan, identity, "coordinator."),
        "identity_name": "serial" if is_serial else "identifier",
        "entity_identity": _text(
            field(
                info if path else _read(plan, identity, "coordinator."),
                path,
                is_mapping=identity.is_mapping,
            ),
            "" if plan.is_identity_optional else plan.identity_type,
        ),
        "device_name": (
            f"{info}.{plan.title_path}" if plan.title_path else "DEVICE_NAME"
        ),
        **_of_diagnostics(plan),
    }


def _of_diagnostics(plan: Plan) -> dict[str, Any]:
    dumped: list[tuple[str, str]] = []
    client = False
    for each in plan.states:
        start = _read(plan, each, "entry.runtime_data.")
        dump = each.example.get("dump")
        if each.attribute and dump:
            dumped.append((each.attribute, dump.format(start)))
        elif each.is_mapping:
            dumped.append((each.attribute, start))
        else:
            client = client or not each.attribute
            start = start if each.attribute else "client"
            dumped += [
                (one.key, value(one, start))
                for one in plan.entities
                if one.source == each and one.platform != "button"
            ]
    constants = [each.const for each in plan.credentials if each.key != "port"]
    private = sorted({one for each in plan.states for one in each.private})
    names = [*constants, *map(_quoted, ["unique_id", *private])]
    if plan.title_path:
        names.append('"title"')
    return {
        "dumped": dumped,
        "dumps_client": client,
        "redacted": ", ".join(dict.fromkeys(names)),
    }


def _example_of(fetched: Fetched, path: str | None) -> str:
    """Return the text that a field has in tests."""
    values: Mapping[str, Any] = fetched.example.get("values", {})
    code = fetched.example.get("codes", {}).get(path or "")
    said = ast.literal_eval(code or _code_of(fetched, path or fetched.step.name))
    return str(values.get(path or "", said))


def _of_tests(plan: Plan, visible: Sequence[Credential]) -> dict[str, Any]:
    identity = plan.identity
    unique = _example_of(identity, plan.identity_path)
    setup = plan.login.name if plan.login else None
    if setup is None:
        first = next((each.step for each in plan.parts if each.step), None)
        setup = first.name if first else None
    polled = mock_path(plan.states[0])
    first_identity = mock_path(identity)
    in_setup = identity.attribute and identity.step.code not in {
        each.step.code for each in plan.states
    }
    setup = setup or (first_identity if in_setup else polled)
    part = next(
        (each for each in plan.parts if each.code == plan.states[0].step.owner), None
    )
    enabled = next(
        (
            each
            for each in plan.entities
            if not each.is_diagnostic and each.platform != "button"
        ),
        plan.entities[0],
    )

    def entity_id(each: Entity) -> str:
        name = each.name or _class_name(each)
        device = (
            _example_of(identity, plan.title_path) if plan.title_path else plan.title
        )
        return f"{each.platform}.{slug(device)}_{slug(name)}"

    disabled = {
        platform: next(
            (
                entity_id(each)
                for each in plan.entities
                if each.platform == platform and each.is_diagnostic
            ),
            "",
        )
        for platform in _PLATFORMS
    }
    return {
        "unique_id": _quoted(unique),
        "mocked": lambda code: mocked(plan, code),
        "mocks": [*_mocks(plan)],
        "entity_id_of": entity_id,
        "setup_mock": "mock_client",
        "setup_call": f"mock_client.{setup}",
        "poll_mock": f"mock_{part.attribute}" if part else "mock_client",
        "poll_call": (
            f"mock_{part.attribute}.{plan.states[0].step.name}"
            if part
            else f"mock_client.{polled}"
        ),
        "silent": [
            f"mock_client.{mock_path(each)}"
            for each in {
                one.step.code: one for one in (identity, *plan.states)
            }.values()
            if each.attribute and each.step.is_optional
        ],
        "silent_identity": (
            f"mock_client.{mock_path(identity)}"
            if identity.attribute and identity.step.is_optional
            else ""
        ),
        "used_parts": {part.attribute} if part else set(),
        "entity_id": entity_id(enabled),
        "changed_input": _changed_input(visible),
        "other_identity": _other_identity(plan),
        **{f"disabled_{platform}": each for platform, each in disabled.items()},
    }


def _changed_input(visible: Sequence[Credential]) -> str:
    host = next((each for each in visible if each.key == "host"), None)
    if host is None:
        return "USER_INPUT"
    return f'{{**USER_INPUT, {host.const}: "{_MOVED["host"]}"}}'


def _class_name(each: Entity) -> str:
    """Return how Home Assistant names an entity of a device class."""
    path = f"component::{each.platform}::entity_component::{each.device_class}::name"
    return core().string(path, Path()) or human(each.device_class or "")


def _mocks(plan: Plan) -> Iterator[str]:
    """Yield the lines by which a mocked client answers."""
    for part in plan.parts:
        if part.step:
            yield (
                f"client.{mocked(plan, part.code)} = create_autospec({part.step.model}, instance=True)"
            )
        else:
            yield f"client.{part.code} = MagicMock()"
    every = {each.step.code: each for each in (plan.identity, *plan.states)}
    for each in every.values():
        target = f"client.{mock_path(each)}.return_value"
        if not each.attribute:
            for path in _needed(plan, each):
                yield f"client.{path.replace('()', '.return_value')} = {_code_of(each, path)}"
        elif "json" in each.example:
            read = each.example["read"]
            load = "load_json_object_fixture" if read == "from_dict" else "load_fixture"
            yield f'{target} = {each.type}.{read}({load}("{each.attribute}.json", DOMAIN))'
        elif "code" in each.example:
            yield f"{target} = {each.example['code']}"
        elif each.is_mapping:
            yield f"{target} = {_nested({path: _code_of(each, path) for path in _needed(plan, each)})}"
        elif not each.module:
            yield f"{target} = {_code_of(each, each.step.name)}"
        else:
            name = _name(each)
            yield f"{name} = MagicMock(spec={each.type})"
            paths = _needed(plan, each)
            for start in dict.fromkeys(path.rpartition(".")[0] for path in paths):
                if start:
                    yield f"{name}.{start} = MagicMock()"
            for path in paths:
                yield f"{name}.{path} = {_code_of(each, path)}"
            yield f"{target} = {name}"


def _nested(values: Mapping[str, str]) -> str:
    """Return the code of a dictionary of what is reached by paths."""
    first: dict[str, dict[str, str]] = {}
    for path, code in values.items():
        start, _, rest = path.partition(".")
        first.setdefault(start, {})[rest] = code
    items = (
        f'"{name}": {rest[""] if "" in rest else _nested(rest)}'
        for name, rest in first.items()
    )
    return f"{{{', '.join(items)}}}"


def _needed(plan: Plan, fetched: Fetched) -> list[str]:
    """Return the fields that an integration reads of what was fetched."""
    paths = [
        each.path
        for each in plan.entities
        if each.source == fetched and each.platform != "button"
    ]
    if fetched == plan.identity or fetched.step == plan.identity.step:
        paths += [
            plan.identity_path,
            plan.title_path or "",
            *plan.device.values(),
            *plan.macs,
        ]
    return [each for each in dict.fromkeys(paths) if each]


def _code_of(fetched: Fetched, path: str) -> str:
    """Return the code of what a field has in tests."""
    codes: Mapping[str, str] = fetched.example.get("codes", {})
    if path in codes:
        return codes[path]
    said = (
        fetched.type
        if path == fetched.step.name
        else fetched.getters.get(path)
        or type_of(fetched.example.get("fields", {}), path)
    )
    return {
        "float": "21.5",
        "bool": "True",
        "str": '"id-1"' if ends(path, IDENTITIES) else '"ready"',
    }.get(said, '"id-1"' if ends(path, IDENTITIES) else "42")


def _other_identity(plan: Plan) -> str:
    """Return the line of a test by which another device or account answers."""
    identity, path = plan.identity, plan.identity_path
    other = '"other"' if plan.identity_type in {"str", ""} else "77"
    target = f"mock_client.{mock_path(identity)}.return_value"
    if not identity.attribute:
        return f"mock_client.{path} = {other}"
    if not path:
        return f"{target} = {other}"
    if identity.is_mapping:
        keys = "".join(f'["{each}"]' for each in path.split("."))
        return f"{target}{keys} = {other}"
    if identity.example.get("replaces") and "." not in path:
        return f"{target} = replace({target}, {path}={other})"
    return f"{target}.{path} = {other}"

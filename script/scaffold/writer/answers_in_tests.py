"""Write how a mocked client answers in tests."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Final

from script.client.vocabulary import IDENTITIES
from script.client.words import ends

from .code import answered, collected, field, mock_path, mocked
from .naming import field_at, type_of, variable
from .plan import Fetched, Plan

_CODES: Final = {
    "float": "21.5",
    "bool": "True",
    "datetime": "datetime(2026, 1, 1, 12, tzinfo=UTC)",
}


def example_of(fetched: Fetched, path: str | None) -> str:
    """Return the text that a field has in tests."""
    values: Mapping[str, Any] = fetched.example.get("values", {})
    code = fetched.example.get("codes", {}).get(path or "")
    said = ast.literal_eval(code or code_of(fetched, path or fetched.step.name))
    return str(values.get(path or "", said))


def mocks(plan: Plan) -> Iterator[str]:
    """Yield the lines by which a mocked client answers."""
    for part in plan.parts:
        yield f"{part.attribute} = create_autospec({part.model[1]}, instance=True)"
        yield f"client.{mocked(plan, part.code)} = {part.attribute}"
    every = {each.step.code: each for each in (plan.identity, *plan.states)}
    if plan.several and not plan.identity.attribute:
        for path in needed(plan, plan.identity):
            yield f"client.{path} = {code_of(plan.identity, path)}"
    for each in every.values():
        target = f"client.{mock_path(each)}.return_value"
        for part in plan.parts:
            if part.code == each.step.owner:
                target = f"{part.attribute}.{each.step.name}.return_value"
        target = answered(each, "client", target)
        if each.is_several:
            yield f"{target} = {collected(each, 'devices[:2]')}"
        elif not each.attribute:
            for path in needed(plan, each):
                yield f"client.{path.replace('()', '.return_value')} = {code_of(each, path)}"
        elif "json" in each.example:
            yield f"{target} = {loaded(each, f'"{each.attribute}.json"')}"
        elif "code" in each.example:
            yield f"{target} = {each.example['code']}"
        elif each.is_mapping:
            yield f"{target} = {nested({path: code_of(each, path) for path in needed(plan, each)})}"
        elif not each.module:
            yield f"{target} = {code_of(each, each.step.name)}"
        else:
            name = variable(each.attribute)
            codes = {path: code_of(each, path) for path in needed(plan, each)}
            yield from mocked_model(name, each, codes)
            yield f"{target} = {name}"


def loaded(fetched: Fetched, file: str) -> str:
    """Return the code that makes what was fetched of a fixture, the name of which is given as code."""
    read = fetched.example["read"]
    load = "load_json_object_fixture" if read == "from_dict" else "load_fixture"
    return f"{fetched.type}.{read}({load}({file}, DOMAIN))"


def mocked_model(
    name: str, fetched: Fetched, codes: Mapping[str, str]
) -> Iterator[str]:
    """Yield the lines that mock what was fetched, with the code of each of its fields."""
    yield f"{name} = MagicMock(spec={fetched.type})"
    for start in dict.fromkeys(path.rpartition(".")[0] for path in codes):
        if start:
            yield f"{name}.{start} = MagicMock()"
    for path, code in codes.items():
        yield f"{name}.{path} = {code}"


def nested(values: Mapping[str, str]) -> str:
    """Return the code of a dictionary of what is reached by paths."""
    first: dict[str, dict[str, str]] = {}
    for path, code in values.items():
        start, _, rest = path.partition(".")
        first.setdefault(start, {})[rest] = code
    items = (
        f'"{name}": {rest[""] if "" in rest else nested(rest)}'
        for name, rest in first.items()
    )
    return f"{{{', '.join(items)}}}"


def needed(plan: Plan, fetched: Fetched) -> list[str]:
    """Return the fields that an integration reads of what was fetched."""
    paths = [
        each.path
        for each in plan.entities
        if each.source == fetched and each.platform != "button"
    ]
    if fetched == plan.identity or fetched.step == plan.identity.step:
        paths += [plan.identity_path, plan.title_path or ""]
    if fetched == plan.described or (
        fetched.step == plan.described.step and not plan.several
    ):
        paths += [fetched.key, plan.name_path or "", *plan.device.values(), *plan.macs]
    return [each for each in dict.fromkeys(paths) if each]


def code_of(fetched: Fetched, path: str) -> str:
    """Return the code of what a field has in tests."""
    codes: Mapping[str, str] = fetched.example.get("codes", {})
    if path in codes:
        return codes[path]
    fields = fetched.example.get("fields", {})
    if members := (field_at(fields, path) or {}).get("members"):
        return f"{type_of(fields, path)}.{members[0]}"
    said = (
        fetched.type
        if path == fetched.step.name
        else fetched.getters.get(path) or type_of(fields, path)
    )
    identity = '"id-1"' if ends(path, IDENTITIES) else ""
    return _CODES.get(said) or identity or ('"ready"' if said == "str" else "42")


def answer_of(fetched: Fetched) -> str:
    """Return what of a mocked client has what is fetched."""
    returned = f"mock_client.{mock_path(fetched)}.return_value"
    return answered(fetched, "mock_client", returned)


def other_identity(plan: Plan) -> str:
    """Return the line of a test by which another device or account answers."""
    identity, path = plan.identity, plan.identity_path
    other = '"other"' if plan.identity_type in {"str", ""} else "77"
    target = answer_of(identity)
    if not identity.attribute:
        return f"mock_client.{path} = {other}"
    if not path:
        return f"{target} = {other}"
    if identity.example.get("replaces") and "." not in path:
        return f"{target} = replace({target}, {path}={other})"
    return f"{field(identity, target, path)} = {other}"

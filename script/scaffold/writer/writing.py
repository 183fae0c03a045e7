"""Write the files of an integration around a client library, and of its tests, from templates."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from script.integration.tree import Places, Tree
from script.scaffold.rename import pascal

from .code import mock_path, set_argument, setting
from .naming import quoted
from .of_calls import of_coordinator, of_flow
from .of_credentials import of_credentials
from .of_entities import of_entities
from .of_tests import of_tests
from .plan import Plan
from .texts import icons, strings

_TEMPLATES: Final = Path(__file__).parent / "templates"


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
    for template in sorted(_TEMPLATES.glob("*/*.jinja")):
        folder, name = template.relative_to(_TEMPLATES).parts
        module = name.removeprefix("test_").removesuffix(".py.jinja")
        if module in _PLATFORMS and module not in platforms:
            continue
        own = {"imports": "\n".join(_imports(plan, folder, module))}
        alone = f"{folder}/alone/{name}"
        source = (
            alone
            if plan.is_alone and (_TEMPLATES / alone).is_file()
            else f"{folder}/{name}"
        )
        text = environment.get_template(source).render(context | own)
        tree[folders[folder] + name.removesuffix(".jinja")] = text.encode()
    tree[f"{places.integration}strings.json"] = _json(
        strings(plan, _told(plan, thing)["thing"])
    )
    tree |= {
        f"{places.tests}fixtures/{name}.json": _json(content)
        for name, content in _fixtures(plan)
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
    wanted += [each.made[0] for each in plan.constructor if each.made]
    wanted += [
        (each.module, each.type)
        for each in (plan.identity, *plan.states)
        if each.module
    ]
    wanted += [part.model for part in plan.parts]
    wanted += [(each.module, each.name) for each in plan.errors]
    wanted += [
        (each.enum[0], each.type.partition(".")[0])
        for each in plan.entities
        if each.enum
    ]
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


def _fixtures(plan: Plan) -> Iterator[tuple[str, Any]]:
    """Yield the names of the fixtures of tests, and what is in them."""
    for each in {one.step.code: one for one in (plan.identity, *plan.states)}.values():
        if not each.attribute or "json" not in each.example:
            continue
        if not each.is_several:
            yield each.attribute, each.example["json"]
            continue
        for number, example in enumerate([each.example, *each.example["others"]], 1):
            yield f"device_{number}", example["json"]


def _context(plan: Plan, thing: str) -> dict[str, Any]:
    """Return what the templates are filled with."""
    secrets = [each for each in plan.credentials if each.is_secret]
    visible = [each for each in plan.credentials if not each.is_secret]
    label = " and ".join(each.label for each in secrets)
    sensors = [each for each in plan.entities if each.platform == "sensor"]
    binary_sensors = [
        each for each in plan.entities if each.platform == "binary_sensor"
    ]
    told = _told(plan, thing)
    return {
        **{name: getattr(plan, name) for name in plan.__dataclass_fields__},
        "is_checked": plan.is_checked,
        "pascal": pascal(plan.domain),
        **told,
        "several": plan.several,
        "noun": thing,
        "mock": "MagicMock" if plan.is_blocking else "AsyncMock",
        "secrets": secrets,
        "visible": visible,
        "secret_label": label,
        "secret": f"{'an' if label[:1] in 'AEIOUaeiou' else 'a'} {label}"
        if len(secrets) == 1
        else label,
        "address": plan.address,
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
        "set_code": lambda each, value, start="": setting(
            plan, each, value, f"{start}coordinator", f"{start}device"
        ),
        "sets": f"{pascal(plan.domain)}Coordinator"
        + (f", {plan.several.type}" if plan.several else ""),
        "setting": "coordinator, device" if plan.several else "coordinator",
        "set_with": "self.coordinator, self.device"
        if plan.several
        else "self.coordinator",
        "set_argument": set_argument,
        "mock_path": mock_path,
        "plain": lambda number: repr(int(number) if number == int(number) else number),
        "caught": _caught(plan),
        "failures": [each for each in plan.errors if each.id != "authentication"],
        "quoted": quoted,
        **of_credentials(plan),
        **of_flow(plan),
        **of_coordinator(plan),
        **of_entities(plan, sensors),
        **of_tests(plan),
    }


def _told(plan: Plan, thing: str) -> dict[str, str]:
    """Return what docstrings say of what an entry is of, and of what answers."""
    if not plan.several:
        kind = "service" if plan.is_service else "device"
        owner = "account" if plan.is_cloud else "device"
        return {"thing": thing, "kind": kind, "a_kind": f"a {kind}", "owner": owner}
    kind, owner = ("cloud", "account") if plan.is_cloud else ("hub", "hub")
    a_kind = f"{'an' if owner == 'account' else 'a'} {owner}"
    return {"thing": kind, "kind": kind, "a_kind": a_kind, "owner": owner}


def _caught(plan: Plan) -> str:
    names = [name for _, name in plan.failed]
    return names[0] if len(names) == 1 else f"({', '.join(names)})"

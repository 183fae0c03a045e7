"""Keep icons of entities in icons.json."""

import ast
from collections.abc import Iterator
from typing import Any, Final

from script.cut.place import Place
from script.integration.core import core
from script.integration.integration import makes
from script.integration.json_file import Json, dump
from script.integration.modules import Module
from script.integration.names import ENTITY, ENTITY_DESCRIPTION
from script.integration.syntax import assigned, keyword, last_name, text
from script.rules.schema import Violation, slug

from .change import Change, Content
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, without, without_item
from .subject import Subject

_FILE: Final = "icons.json"
_KEY: Final = "_attr_translation_key"
_ICON: Final = "_attr_icon"

_ICONS: Final = """
    {
      "entity": {
        "sensor": {
          "speed": {
            "default": "mdi:speedometer"
          }
        }
      }
    }
    """


@Codemod(
    name="icons",
    title="Keep icons of entities in icons.json",
    changes=pairs(
        (
            {
                "sensor.py": 'SPEED = SensorEntityDescription(key="a", translation_key="speed", icon="mdi:speedometer")',
                "icons.json": "{}",
            },
            {
                "sensor.py": 'SPEED = SensorEntityDescription(key="a", translation_key="speed")',
                "icons.json": _ICONS,
            },
        ),
        (
            {
                "sensor.py": 'SPEED = SensorEntityDescription(key="speed", name="Speed", icon="mdi:speedometer")',
                "icons.json": "{}",
            },
            {
                "sensor.py": 'SPEED = SensorEntityDescription(key="speed", name="Speed", translation_key="speed")',
                "icons.json": _ICONS,
            },
        ),
        (
            {
                "sensor.py": """
                class ExampleSensor(SensorEntity):
                    _attr_icon = "mdi:speedometer"
                    _attr_translation_key = "speed"
                """,
                "icons.json": "{}",
            },
            {
                "sensor.py": """
                class ExampleSensor(SensorEntity):
                    _attr_translation_key = "speed"
                """,
                "icons.json": _ICONS,
            },
        ),
    ),
    keeps=kept(
        {
            "sensor.py": 'SPEED = SensorEntityDescription(key="speed", translation_key="speed")'
        },
        {
            "sensor.py": 'SPEED = SensorEntityDescription(key="speed", translation_key="speed", icon=ICON)',
        },
        {
            "sensor.py": 'SPEED = SensorEntityDescription(key="speed", icon="mdi:speedometer")  # !',
        },
        {
            "sensor.py": """
            class ExampleSensor(SensorEntity):
                _attr_icon = "mdi:speedometer"  # !
            """,
        },
    ),
)
def icons(subject: Subject) -> Iterator[Change | Content | Place]:
    """Yield icons in code whose entities have a key for them, or may have one."""
    if subject.is_wrong(_FILE):
        return
    said = subject.json(_FILE) or {}
    wanted: Json = said
    for module in subject.modules:
        if module.part not in core().platforms or _asks_description(module):
            continue
        found = (*_described(subject, module), *_classes(subject, module))
        for icon, key, step in found:
            if key is None or _icon_in(wanted, module.part, key) not in (None, icon):
                node = ast.Constant(icon)
                node.lineno = step.line
                yield subject.place(
                    module,
                    node,
                    "an icon stands in the code, and the entity has no translation key for one in icons.json",
                    "give it a translation key, and write the icon under that in icons.json",
                )
                continue
            wanted = _with(wanted, module.part, key, icon)
            yield step
    if wanted != said:
        path = f"{subject.places.integration}{_FILE}"
        yield Content(path, 1, content=dump(wanted, sort="all"))


def _asks_description(module: Module) -> bool:
    """Return whether code reads the icon of a description, or sets one as it runs."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "icon"
        and last_name(node.value).endswith("description")
        for node in module.nodes
    )


def _described(
    subject: Subject, module: Module
) -> Iterator[tuple[str, str | None, Change]]:
    """Yield the icon of each description with its key, and the change that takes it away."""
    source = subject.source(module)
    for call in module.calls:
        given = next((each for each in call.keywords if each.arg == "icon"), None)
        icon = text(given.value) if given else None
        if not given or not icon or not makes(module, call, ENTITY_DESCRIPTION):
            continue
        key = module.value(keyword(call, "translation_key"))
        if key is not None:
            items = sorted([*call.args, *call.keywords], key=source.start)
            edit = without_item(source, items, given)
            yield icon, key, change(subject, module, call, edit)
            continue
        # Its name stays where the description has one.
        own = module.value(keyword(call, "key"))
        may = (
            keyword(call, "translation_key") is None
            and keyword(call, "name") is not None
            and own is not None
            and _is_slug(own)
        )
        edit = replacing(source, given, f'translation_key="{own}"')
        yield icon, own if may else None, change(subject, module, call, edit)


def _classes(
    subject: Subject, module: Module
) -> Iterator[tuple[str, str | None, Change]]:
    """Yield the same of classes of entities."""
    source = subject.source(module)
    for class_ in module.classes:
        if not module.derives(class_, ENTITY):
            continue
        own: dict[str, tuple[ast.stmt, str | None]] = {
            target.id: (statement, text(value))
            for statement in class_.body
            for target, value in assigned(statement)
            if isinstance(target, ast.Name)
        }
        statement, icon = own.get(_ICON, (None, None))
        if statement and icon:
            _, key = own.get(_KEY, (None, None))
            edit = without(source, [statement])
            yield icon, key, change(subject, module, statement, edit)


def _is_slug(key: str) -> bool:
    try:
        return slug(key) == key
    except Violation:
        return False


def _icon_in(icons_: Json, platform: str, key: str) -> Any:
    found: Any = icons_
    for part in ("entity", platform, key, "default"):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _with(icons_: Json, platform: str, key: str, icon: str) -> Json:
    """Return icons with one more."""
    result: Json = dict(icons_)
    below = result
    for part in ("entity", platform, key):
        below[part] = dict(below.get(part, {}))
        below = below[part]
    below["default"] = icon
    return result

"""Leave the names of entities to their device classes where those say the same."""

import ast
from collections.abc import Iterator
from typing import Any, Final

from script.cut.source import Edit
from script.integration.json_file import dump
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.rules.placement import redundant_translation_key

from .change import Change, Content
from .codemod import Codemod, kept, pairs
from .editing import change, found, without, without_item
from .strings import NAME
from .subject import Subject

_KEY: Final = "translation_key"
_POWER: Final = (
    '{\n  "entity": {\n    "sensor": {\n      "power": {\n'
    '        "name": "[%key:component::sensor::entity_component::power::name%]"\n      }\n    }\n  }\n}\n'
)


@Codemod(
    name="translation-keys",
    title="Leave the names of entities to their device classes",
    changes=pairs(
        (
            {
                "sensor.py": 'POWER = SensorEntityDescription(key="power", translation_key="power", device_class="power")',
                NAME: _POWER,
            },
            {
                "sensor.py": 'POWER = SensorEntityDescription(key="power", device_class="power")',
                NAME: "{}\n",
            },
        ),
        (
            {
                "sensor.py": """
                class PowerSensor(SensorEntity):
                    _attr_translation_key = "power"
                    _attr_device_class = SensorDeviceClass.POWER
                """,
                NAME: _POWER,
            },
            {
                "sensor.py": """
                class PowerSensor(SensorEntity):
                    _attr_device_class = SensorDeviceClass.POWER
                """,
                NAME: "{}\n",
            },
        ),
        (
            {
                "sensor.py": """
                POWER = SensorEntityDescription(
                    key="all",
                    device_class=SensorDeviceClass.POWER,
                    translation_key="power",
                )
                """,
                NAME: _POWER,
            },
            {
                "sensor.py": """
                POWER = SensorEntityDescription(
                    key="all",
                    device_class=SensorDeviceClass.POWER)
                """,
                NAME: "{}\n",
            },
        ),
    ),
    keeps=kept(
        {
            "sensor.py": 'POWER = SensorEntityDescription(key="power", device_class="power")',
            NAME: _POWER,
        },
        # Its icon is found by the key.
        {
            "sensor.py": 'POWER = SensorEntityDescription(key="power", translation_key="power", device_class="power")',
            NAME: _POWER,
            "icons.json": '{\n  "entity": {\n    "sensor": {\n      "power": {\n        "default": "mdi:flash"\n      }\n    }\n  }\n}\n',
        },
        # So is the unique id.
        {
            "sensor.py": """
            POWER = SensorEntityDescription(key="power", translation_key="power", device_class="power")


            class PowerSensor(SensorEntity):
                def __init__(self) -> None:
                    self._attr_unique_id = self.entity_description.translation_key
            """,
            NAME: _POWER,
        },
    ),
)
def translation_keys(subject: Subject) -> Iterator[Change | Content]:
    """Yield the keys that give a name, and nothing else, with the texts of them."""
    strings: Any = subject.json(NAME)
    if strings is None or _is_read(subject):
        return
    icons = subject.json("icons.json")
    gone = False
    for module, node, finding in found(subject, redundant_translation_key, ast.expr):
        if not finding.message.startswith(f"{module.value(node)} is named "):
            continue
        name, platform = module.value(node), module.part.partition(".")[0]
        texts = mapping_at(strings, "entity", platform)
        edit = _edit(subject, module, node)
        if (
            name is None
            or edit is None
            or name in mapping_at(icons, "entity", platform)
            or {*mapping_at(texts, name)} - {"name"}
            or _snapshot_has(subject, name)
        ):
            continue
        yield change(subject, module, node, edit)
        if not any(
            isinstance(each, ast.Constant)
            and each.value == name
            and each is not node
            and not _is_key(other, each)
            for other in subject.modules
            for each in other.nodes
        ):
            texts.pop(name, None)
            gone = True
    if gone:
        path = f"{subject.places.integration}{NAME}"
        yield Content(path, 1, content=dump(_filled(strings), sort="all"))


def _is_read(subject: Subject) -> bool:
    """Return whether the integration itself makes something of translation keys, such as a unique id."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in (_KEY, f"_attr_{_KEY}")
        and isinstance(node.ctx, ast.Load)
        for module in subject.modules
        for node in module.nodes
    )


def _edit(subject: Subject, module: Module, node: ast.expr) -> Edit | None:
    """Return the edit that takes a key away, None where it is written in another way."""
    source, parent = subject.source(module), module.parents[node]
    owner = module.parents[parent]
    if isinstance(parent, ast.keyword) and parent.arg == _KEY:
        assert isinstance(owner, ast.Call)
        return without_item(source, [*owner.args, *owner.keywords], parent)
    if isinstance(parent, ast.Assign | ast.AnnAssign) and isinstance(
        owner, ast.ClassDef
    ):
        return without(source, [parent])
    return None


def _is_key(module: Module, node: ast.expr) -> bool:
    """Return whether a string is what an entity is known by, and names no text."""
    parent = module.parents[node]
    return isinstance(parent, ast.keyword) and parent.arg in ("key", "device_class")


def _snapshot_has(subject: Subject, name: str) -> bool:
    said = f"'{_KEY}': '{name}'".encode()
    return any(
        said in content
        for path, content in subject.tree.items()
        if path.endswith(".ambr")
    )


def _filled(content: Any) -> Any:
    """Return texts without what is empty."""
    if not isinstance(content, dict):
        return content
    filled = {key: _filled(value) for key, value in content.items()}
    return {key: value for key, value in filled.items() if value != {}}

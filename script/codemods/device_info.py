"""Make device info by its class."""

import ast
from collections.abc import Iterator
from keyword import iskeyword
from typing import Final

from script.cut.source import Edit, Source
from script.integration.modules import Module
from script.integration.syntax import assigned, last_name, text
from script.rules.entities.devices import device_info_dict

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, replacing, returning
from .subject import Subject

_CLASS: Final = "DeviceInfo"
_IMPORT: Final = "from homeassistant.helpers.device_registry import DeviceInfo"


@Codemod(
    name="device-info",
    title="Make device info by its class",
    changes=pairs(
        (
            """
            class ExampleEntity(Entity):
                def __init__(self, serial: str) -> None:
                    self._attr_device_info = {"identifiers": {(DOMAIN, serial)}, "name": "Meter"}
            """,
            """
            from homeassistant.helpers.device_registry import DeviceInfo


            class ExampleEntity(Entity):
                def __init__(self, serial: str) -> None:
                    self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)}, name="Meter")
            """,
        ),
        (
            """
            class ExampleEntity(Entity):
                @property
                def device_info(self) -> dict[str, str]:
                    return {
                        "identifiers": {(DOMAIN, self.serial)},
                        "name": self.title,  # as on its label
                    }
            """,
            """
            from homeassistant.helpers.device_registry import DeviceInfo


            class ExampleEntity(Entity):
                @property
                def device_info(self) -> DeviceInfo:
                    return DeviceInfo(
                        identifiers={(DOMAIN, self.serial)},
                        name=self.title,  # as on its label
                    )
            """,
        ),
        (
            """
            class ExampleEntity(Entity):
                @property
                def device_info(self):
                    return dict(identifiers={(DOMAIN, self.serial)})
            """,
            """
            from homeassistant.helpers.device_registry import DeviceInfo


            class ExampleEntity(Entity):
                @property
                def device_info(self) -> DeviceInfo:
                    return DeviceInfo(identifiers={(DOMAIN, self.serial)})
            """,
        ),
        file="entity.py",
    ),
    keeps=kept(
        """
        class ExampleEntity(Entity):
            def __init__(self, serial: str) -> None:
                self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})
        """,
        """
        class ExampleClient:
            @property
            def device_info(self) -> dict[str, str]:
                return {"serial": self.serial}
        """,
        """
        class ExampleEntity(Entity):
            def __init__(self, serial: str) -> None:
                self._attr_device_info = {**COMMON, "identifiers": {(DOMAIN, serial)}}
        """,
        file="entity.py",
    ),
)
def device_info(subject: Subject) -> Iterator[Change]:
    """Yield the dicts that say what a device is, by keys that are names."""
    for module, value in broken(subject, device_info_dict, ast.Dict, ast.Call):
        function = module.function_around(value)
        is_returned = (
            isinstance(module.parents[value], ast.Return)
            and function is not None
            and function.name == "device_info"
        )
        if not is_returned and not _is_assigned(module, value):
            continue
        source = subject.source(module)
        edits = [*_written(source, value)]
        if not edits:
            continue
        if function and is_returned:
            edits.append(returning(source, function, _CLASS))
        yield change(subject, module, value, *edits, imports=[_IMPORT])


def _is_assigned(module: Module, value: ast.expr) -> bool:
    return any(
        last_name(target) == "_attr_device_info" and given is value
        for target, given in assigned(module.parents[value])
    )


def _written(source: Source, value: ast.expr) -> Iterator[Edit]:
    """Yield the edits that make a call of the class from a dict, none where a key is no name."""
    if isinstance(value, ast.Call):
        yield replacing(source, value.func, _CLASS)
        return
    assert isinstance(value, ast.Dict)
    names = [text(key) or "" for key in value.keys]
    if not all(name.isidentifier() and not iskeyword(name) for name in names):
        return
    start, end = source.start(value), source.end(value)
    yield Edit(start, start + 1, f"{_CLASS}(")
    for name, key, given in zip(names, value.keys, value.values, strict=True):
        if key:
            first, _ = source.outer(given, source.end(key), end)
            yield Edit(source.start(key), first, f"{name}=")
    yield Edit(end - 1, end, ")")

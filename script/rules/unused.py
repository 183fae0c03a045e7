"""Rules for what an integration defines and nothing uses."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from script.integration.core import core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, mapping_at
from script.integration.modules import Module
from script.integration.nodes import index
from script.integration.syntax import assigned, is_self, keyword, last_name, text

from .examples import Example, example, examples
from .rule import Severity, rule
from .sources import threads

# Names that Home Assistant looks for in modules, and what every integration has
_KNOWN: Final = {
    "CONFIG_SCHEMA",
    "DOMAIN",
    "PARALLEL_UPDATES",
    "PLATFORM_SCHEMA",
    "PLATFORM_SCHEMA_BASE",
    "SCAN_INTERVAL",
}


@rule(
    code="review-guide/unused-constant",
    title="Something uses each constant and each logger",
    severity=Severity.ADVICE,
    source=threads(132574),
    why="It is mostly left from another integration, and a reader looks for what it is for.",
    mend="Remove it",
    good=(
        *examples(
            """
            SCAN_INTERVAL = timedelta(seconds=30)
            _LOGGER = logging.getLogger(__name__)


            def refused() -> None:
                _LOGGER.debug("The device refuses")
            """,
            file="sensor.py",
        ),
        Example(
            {
                "const.py": "from typing import Final\n\nMANUFACTURER: Final = 'Example'\n",
                "entity.py": "from .const import MANUFACTURER\n\nprint(MANUFACTURER)\n",
            }
        ),
        Example(
            {
                **example('EXPORTED = 1\n__all__ = ["EXPORTED"]').files,
                "const.py": "LIMIT = 5\n",
                "tests/test_init.py": 'TARGET = "homeassistant.components.example.const.LIMIT"\n',
            }
        ),
    ),
    bad=(
        *examples(
            """
            import logging

            _LOGGER = logging.getLogger(__name__)  # !
            """,
            file="sensor.py",
        ),
        Example(
            {
                "const.py": "from typing import Final\n\nMANUFACTURER: Final = 'Example'  # !\n",
                "entity.py": "from .const import DOMAIN\n\nMANUFACTURER = DOMAIN\nprint(MANUFACTURER)\n",
            }
        ),
    ),
)
def constants(integration: Integration) -> Iterator[Finding]:
    """Report constants and loggers at the top of modules that no module names."""
    modules = (*integration.modules, *integration.tests)
    named = {
        (module.imported(node), alias.name)
        for module in modules
        for node in index(module.tree).of_kind(ast.ImportFrom)
        for alias in node.names
    }
    # A patch names it with its module, and __all__ alone.
    said = {string.rpartition(".")[2] for string in _said(*modules)}
    elsewhere = _read(*modules) | said | _KNOWN
    for module in integration.modules:
        if (module.name, "*") in named:
            continue
        used = {
            node.id
            for node in index(module.tree).of_kind(ast.Name)
            if isinstance(node.ctx, ast.Load)
        }
        for statement in module.tree.body:
            for target, value in assigned(statement):
                if (
                    isinstance(target, ast.Name)
                    and target.id.isupper()
                    and target.id not in used
                    and target.id not in elsewhere
                    and (module.name, target.id) not in named
                ):
                    kind = "logger" if last_name(value) == "getLogger" else "constant"
                    yield module.found(
                        statement, f"Nothing uses the {kind} {target.id}"
                    )


@rule(
    code="review-guide/unused-text",
    title="Something shows each text of entities and exceptions",
    severity=Severity.ADVICE,
    source=threads(146972),
    why="Each text is translated into all languages.",
    mend="Remove it, or correct its key",
    good=(
        Example(
            {
                "sensor.py": 'LEVEL = SensorEntityDescription(key="level", translation_key="level")\n'
                "from homeassistant.components.sensor import SensorEntityDescription\n",
                "strings.json": {"entity": {"sensor": {"level": {"name": "Level"}}}},
            }
        ),
        # It is put together.
        Example(
            {
                "services.py": "def fail(what: str) -> None:\n"
                '    raise HomeAssistantError(translation_domain=DOMAIN, translation_key=f"no_{what}")\n',
                "strings.json": {"exceptions": {"no_water": {"message": "No water."}}},
            }
        ),
    ),
    bad=(
        Example(
            {
                "sensor.py": 'LEVEL = SensorEntityDescription(key="level", translation_key="level")\n'
                "from homeassistant.components.sensor import SensorEntityDescription\n",
                "strings.json": {
                    "entity": {
                        "sensor": {
                            "level": {"name": "Level"},
                            "volume": {"name": "Volume"},
                        }
                    }
                },
            }
        ),
        Example(
            {
                "services.py": "def fail() -> None:\n"
                '    raise HomeAssistantError(translation_domain=DOMAIN, translation_key="no_power")\n',
                "strings.json": {
                    "exceptions": {
                        "no_power": {"message": "No power."},
                        "no_water": {"message": "No water."},
                    }
                },
            }
        ),
    ),
)
def texts(integration: Integration) -> Iterator[Finding]:
    """Report texts whose keys stand nowhere in the code, where none are put together."""
    strings = integration.strings
    groups: dict[tuple[str, ...], set[str]] = {
        **{("entity", each): {each} for each in mapping_at(strings, "entity")},
        ("exceptions",): {module.part for module in integration.modules},
    }
    if not any(mapping_at(strings, *group) for group in groups):
        return
    mentioned = {*_said(*integration.modules)}
    # A constant of Home Assistant is no literal here.
    mentioned |= {
        value
        for module in integration.modules
        for node in _given_keys(module)
        if (value := module.value(node))
    }
    puts = {
        module.part for module in integration.modules if _puts_keys_together(module)
    }
    here = {module.part for module in integration.modules}
    path = integration.path / "strings.json"
    for group, parts in groups.items():
        # What all platforms share may make the keys too.
        if puts & parts or (group[0] == "entity" and (puts or not parts & here)):
            continue
        if group[0] == "entity" and _shares_entities(integration):
            continue
        for key in mapping_at(strings, *group):
            if key not in mentioned:
                yield Finding(
                    path=path,
                    line=line_of(path, *group, key),
                    check="",
                    message=f"{'.'.join(group)}.{key}: nothing has this key",
                    mend="",
                )


def _shares_entities(integration: Integration) -> bool:
    """Return whether entities are made or described by other integrations, which have keys of their own."""
    own = (f"homeassistant.components.{integration.domain}", "homeassistant.helpers")
    return any(
        node.module
        and node.module.startswith("homeassistant.components.")
        and node.module.split(".")[2] not in core().platforms
        and not node.module.startswith(own)
        for module in integration.platforms()
        for node in index(module.tree).of_kind(ast.ImportFrom)
        if not node.level
    )


def _given_keys(module: Module) -> Iterator[ast.expr]:
    """Yield what a module gives as translation keys."""
    for call in module.calls:
        if (value := keyword(call, "translation_key")) is not None:
            yield value
    for node in index(module.tree).of_kind(ast.Assign, ast.AnnAssign):
        for target, value in assigned(node):
            if last_name(target) == "_attr_translation_key":
                yield value


def _puts_keys_together(module: Module) -> bool:
    """Return whether translation keys of a module come from anything but a literal or a constant."""
    return any(module.value(value) is None for value in _given_keys(module)) or any(
        function.name == "translation_key" for function in module.functions
    )


@rule(
    code="review-guide/unused-attribute",
    title="Something reads each attribute that an object sets",
    severity=Severity.ADVICE,
    source=threads(130958, 55619),
    why="A reader looks for what it is kept for.",
    mend="Remove it, and use the parameter where it is only needed there",
    good=examples(
        """
        class ExampleEntity(CoordinatorEntity):
            _attr_has_entity_name = True

            def __init__(self, coordinator: ExampleCoordinator, serial: str) -> None:
                super().__init__(coordinator)
                self.serial = serial
                self._attr_unique_id = serial

            @property
            def pump(self) -> ExamplePump:
                return self.coordinator.data[self.serial]
        """,
        # Home Assistant reads it.
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            def __init__(self, coordinator, description: SensorEntityDescription) -> None:
                super().__init__(coordinator)
                self.entity_description = description
        """,
        # It is read under a name that is put together.
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, power: int) -> None:
                self.latest_power = power

            def latest(self, what: str) -> int:
                return getattr(self, f"latest_{what}")
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleEntity(CoordinatorEntity):
            def __init__(self, coordinator: ExampleCoordinator, entry: ConfigEntry) -> None:
                super().__init__(coordinator)
                self._config_entry = entry  # !
                self._attr_unique_id = entry.unique_id
        """,
        """
        class ExampleClient:
            def __init__(self, host: str) -> None:
                self.host = host  # !
                self.url = f"http://{host}"

            def fetch(self) -> str:
                return self.url
        """,
        file="sensor.py",
    ),
)
def attributes(integration: Integration) -> Iterator[Finding]:
    """Report attributes of self that no code reads, of the integration, its tests or what it derives from."""
    modules = (*integration.modules, *integration.tests)
    read = _read(*modules) | _said(*modules)
    for module in integration.modules:
        if any(
            last_name(call.func) in ("getattr", "attrgetter")
            and not all(text(each) for each in call.args[1:2] or call.args)
            for call in module.calls
        ):
            continue
        found: set[tuple[ast.ClassDef, str]] = set()
        for node in index(module.tree).of_kind(ast.Attribute):
            if node.attr in read or not is_self(node, node.attr):
                continue
            if (
                not node.attr.startswith("_attr_")
                and (class_ := module.class_around(node))
                and (class_, node.attr) not in found
                and not _is_known_above(module, class_, node.attr)
            ):
                found.add((class_, node.attr))
                yield module.found(node, f"Nothing reads self.{node.attr}")


def _is_known_above(module: Module, class_: ast.ClassDef, name: str) -> bool:
    """Return whether a class that this one derives from may read an attribute."""
    above = module.ancestors(class_)
    return any(
        name in _names(each.module)
        if each.module
        else not each.name.startswith(("typing.", "abc."))
        for each in above
        if each.module is not module
    )


@lru_cache(maxsize=256)
def _names(module: Module) -> frozenset[str]:
    """Return the attributes and functions that a module names."""
    tree = index(module.tree)
    return frozenset(
        (
            *(node.attr for node in tree.of_kind(ast.Attribute)),
            *(function.name for function in module.functions),
            *(last_name(node.target) for node in tree.of_kind(ast.AnnAssign)),
        )
    )


@lru_cache(maxsize=8)
def _read(*modules: Module) -> frozenset[str]:
    """Return the attributes that modules read."""
    return frozenset(
        node.attr
        for module in modules
        for node in index(module.tree).of_kind(ast.Attribute)
        if not isinstance(node.ctx, ast.Store)
    )


@lru_cache(maxsize=8)
def _said(*modules: Module) -> frozenset[str]:
    """Return the strings that stand in modules."""
    return frozenset(
        node.value
        for module in modules
        for node in index(module.tree).of_kind(ast.Constant)
        if isinstance(node.value, str)
    )

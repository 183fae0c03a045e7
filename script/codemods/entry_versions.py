"""Give entries in tests the version that the flow makes, where nothing migrates them any more."""

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from script.integration.syntax import attributes, keyword, last_name
from script.rules.setup import own_functions, root

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, with_argument
from .migrations import NAME
from .subject import Subject

_FLOW: Final = "homeassistant.config_entries.ConfigFlow"
_VERSIONS: Final = {"VERSION": "version", "MINOR_VERSION": "minor_version"}
_CONFIG_FLOW: Final = """
from homeassistant.config_entries import ConfigFlow

from .const import DOMAIN


class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    VERSION = 3
    MINOR_VERSION = 2
"""
_ENTRY: Final = """
from homeassistant.components.example.const import DOMAIN


def entry() -> MockConfigEntry:
    return MockConfigEntry({})
"""


@Codemod(
    name="entry-versions",
    title="Give entries in tests the version that the flow makes",
    changes=pairs(
        *(
            (
                {"config_flow.py": flow, "tests/conftest.py": _ENTRY.format(old)},
                {"config_flow.py": flow, "tests/conftest.py": _ENTRY.format(new)},
            )
            for flow, old, new in (
                (
                    _CONFIG_FLOW,
                    "domain=DOMAIN, data={}",
                    "domain=DOMAIN, data={}, version=3, minor_version=2",
                ),
                (
                    _CONFIG_FLOW.replace("MINOR_VERSION", "OTHER"),
                    'domain="example"',
                    'domain="example", version=3',
                ),
                (
                    _CONFIG_FLOW,
                    "domain=DOMAIN, version=3",
                    "domain=DOMAIN, version=3, minor_version=2",
                ),
            )
        )
    ),
    keeps=kept(
        {
            "config_flow.py": _CONFIG_FLOW,
            "tests/conftest.py": _ENTRY.format("domain=DOMAIN, version=1"),
        },
        {
            "config_flow.py": _CONFIG_FLOW,
            "tests/conftest.py": _ENTRY.format('domain="another"'),
        },
        {
            "config_flow.py": _CONFIG_FLOW,
            "__init__.py": "async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:\n    pass",
            "tests/conftest.py": _ENTRY.format("domain=DOMAIN"),
        },
    ),
)
def entry_versions(subject: Subject) -> Iterator[Change]:
    """Yield the entries that have no version, and so the first one."""
    home = root(subject.integration)
    wanted = _wanted(subject)
    if home is None or NAME in own_functions(home) or not wanted:
        return
    for module in subject.tests:
        for call in module.calls:
            if (
                last_name(call.func) != "MockConfigEntry"
                or module.value(keyword(call, "domain")) != subject.domain
                or any(each.arg is None for each in call.keywords)
                or not _is_current(call, wanted)
            ):
                continue
            missing = [
                f"{name}={number}"
                for name, number in wanted.items()
                if keyword(call, name) is None
            ]
            if missing:
                edit = with_argument(subject.source(module), call, ", ".join(missing))
                yield change(subject, module, call, edit)


def _is_current(call: ast.Call, wanted: Mapping[str, int]) -> bool:
    """Return whether an entry says of no other version that it is of that."""
    return all(
        (value := keyword(call, name)) is None
        or (isinstance(value, ast.Constant) and value.value == number)
        for name, number in wanted.items()
    )


def _wanted(subject: Subject) -> dict[str, int]:
    """Return the numbers of the flow's version that are not those of an entry without one."""
    return {
        _VERSIONS[name]: value.value
        for module in subject.modules
        for class_ in module.classes
        if module.part == "config_flow" and module.derives(class_, _FLOW)
        for name, value in attributes(class_).items()
        if name in _VERSIONS
        and isinstance(value, ast.Constant)
        and isinstance(value.value, int)
        and value.value != 1
    }

"""Rules for what a test may replace."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS, dotted, last_name, text
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide

# What tests of a flow replace, so that the entry is not set up
_CALLED_BY_CORE: Final = ("async_setup", "async_unload_entry")

_OWN: Final = """async def connect(host: str) -> None: ...


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None: ...
"""


def patched(integration: Integration) -> Iterator[tuple[Module, ast.Call, str]]:
    """Yield each call that patches something by its name, with the name."""
    for module in integration.tests:
        for call in module.calls:
            if not call.args or last_name(call.func) not in ("patch", "dict"):
                continue
            target = text(call.args[0])
            if last_name(call.func) == "dict":
                target = target or dotted(call.args[0])
            if target:
                yield module, call, target


@rule(
    code="review-guide/patch-sys-modules",
    title="No test replaces modules in sys.modules",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="What was imported meanwhile stays broken, and tests that run later fail.",
    mend="Patch the class of the library where it is used",
    good=examples(
        'PATCHED = patch("homeassistant.components.example.ExampleClient", autospec=True)',
        'PATCHED = patch.dict("os.environ", {"EXAMPLE": "1"})',
        file="tests/conftest.py",
    ),
    bad=examples(
        'PATCHED = patch.dict("sys.modules", {"example_client": MagicMock()})  # !',
        "import sys\n\nPATCHED = patch.dict(sys.modules, example_client=MagicMock())  # !",
        file="tests/conftest.py",
    ),
)
def sys_modules(integration: Integration) -> Iterator[Finding]:
    """Report tests that replace whole modules."""
    for module, call, target in patched(integration):
        if target == "sys.modules":
            yield module.found(call, "sys.modules is patched, which breaks other tests")


@rule(
    code="review-guide/patch-home-assistant",
    title="Tests replace the library, not Home Assistant",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="A test of a part by itself does not see how the integration and Home Assistant work together.",
    mend="Patch the library",
    good=examples(
        'PATCHED = patch("homeassistant.components.example.async_setup_entry")',
        'PATCHED = patch("homeassistant.components.example.coordinator.ExampleClient", autospec=True)',
        file="tests/conftest.py",
    ),
    bad=examples(
        'PATCHED = patch("homeassistant.config_entries.ConfigEntries.async_setup")  # !',
        'PATCHED = patch("homeassistant.components.example.coordinator.ExampleCoordinator._async_update_data")  # !',
        file="tests/conftest.py",
    ),
    about="patch",
)
def home_assistant(integration: Integration) -> Iterator[Finding]:
    """Report tests that replace a part of Home Assistant."""
    own = re.escape(f"homeassistant.components.{integration.domain}")
    part = re.compile(
        r"homeassistant\.(helpers|core|config_entries)\."
        rf"|{own}\.coordinator\.\w+Coordinator\.\w+$"
    )
    for module, call, target in patched(integration):
        if part.match(target):
            yield module.found(
                call,
                f"{target} is patched, so the test does not see how the integration works with it",
            )


@rule(
    code="review-guide/patch-own-function",
    title="Tests replace the library, not the integration's own functions",
    severity=Severity.ADVICE,
    source=guide("tests"),
    why="What is replaced is not tested: the test passes, whatever the function does.",
    mend="Patch the library's client",
    good=(
        Example(
            {
                "__init__.py": _OWN,
                "tests/conftest.py": 'PATCHED = patch("homeassistant.components.example.async_setup_entry")\n',
            }
        ),
        Example(
            {
                "config_flow.py": "from example_client import ExampleClient\n",
                "tests/conftest.py": 'PATCHED = patch("homeassistant.components.example.config_flow.ExampleClient", autospec=True)\n',
            }
        ),
    ),
    bad=(
        Example(
            {
                "config_flow.py": "async def validate_input(data: dict[str, Any]) -> str: ...\n",
                "tests/conftest.py": 'PATCHED = patch("homeassistant.components.example.config_flow.validate_input")  # !\n',
            }
        ),
        Example(
            {
                "__init__.py": _OWN,
                "config_flow.py": "from . import connect\n",
                "tests/conftest.py": 'PATCHED = patch("homeassistant.components.example.config_flow.connect")  # !\n',
            }
        ),
    ),
)
def own_function(integration: Integration) -> Iterator[Finding]:
    """Report tests that replace a function of the integration, but for those that Home Assistant calls."""
    for module, call, target in patched(integration):
        definition = integration.named(target)
        if (
            definition.module in integration.modules
            and isinstance(definition.node, FUNCTIONS)
            and not definition.node.name.startswith(_CALLED_BY_CORE)
        ):
            yield module.found(
                call, f"{definition.node.name} is the integration's own, and is patched"
            )

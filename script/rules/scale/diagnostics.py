"""Rule for diagnostics, which hold no secrets."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import called, last_name
from script.rules import setup
from script.rules.examples import Content, Example

from .entry_data import kept_secrets, known_secrets
from .proof import Proof, proof
from .tier_rule import Tier, TierRule

# What turns all of an object into diagnostics, and what nobody should publish of a device
_DUMPS: Final = {"asdict", "model_dump", "to_dict", "vars"}
_IDENTITIES: Final = {"mac", "mac_address", "serial", "serial_number"}
_FUNCTIONS: Final = {
    "async_get_config_entry_diagnostics",
    "async_get_device_diagnostics",
}
_FLOW: Final[dict[str, Content]] = {
    "strings.json": {"config": {"step": {"user": {"data": {"password": "Password"}}}}},
    "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_create_entry(title="Example", data=user_input)
""",
}
_TEST: Final = {
    "tests/test_diagnostics.py": """\
async def test_diagnostics(hass, hass_client, entry, snapshot):
    assert await get_diagnostics_for_config_entry(hass, hass_client, entry) == snapshot
"""
}
_DATA: Final = """\
async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, Any]:{}
    return {}
"""


def _diagnostics(integration: Integration) -> Iterator[Fact]:
    """Yield the functions that return diagnostics."""
    for module in integration.parts("diagnostics"):
        for function in module.functions:
            if function.name in _FUNCTIONS:
                yield fact(module, f"there is {function.name}", function)


def _diagnosable(integration: Integration) -> Iterator[Fact]:
    """Yield what could be diagnosed."""
    yield from _diagnostics(integration)
    for module, class_ in integration.entities:
        yield fact(module, f"{class_.name} has data", class_)


def diagnostics_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests of diagnostics."""
    yield proof(
        "reads diagnostics",
        one_of=("get_diagnostics_for_config_entry", "get_diagnostics_for_device"),
    )


@TierRule(
    tier=Tier.GOLD,
    code="diagnostics",
    title="diagnostics redact every secret",
    why="Users attach them to public issues, and developers see in them what the device has said.",
    mend="Return what helps, with secrets named to async_redact_data",
    evidence=_diagnostics,
    against=_diagnosable,
    proofs=diagnostics_proofs,
    good=(
        Example(
            {
                "diagnostics.py": _DATA.format(
                    "  # ✔", "async_redact_data(entry.data, {CONF_PASSWORD})"
                ),
                **_FLOW,
                **_TEST,
            }
        ),
        # No secret is in it.
        Example(
            {
                "diagnostics.py": _DATA.format(
                    "  # ✔", '{"firmware": entry.runtime_data.firmware}'
                ),
                **_FLOW,
                **_TEST,
            }
        ),
    ),
    bad=(
        Example(
            {
                "diagnostics.py": _DATA.format("", "dict(entry.data)"),
                **_FLOW,
                **_TEST,
            }
        ),
        # No test reads them.
        Example({"diagnostics.py": _DATA.format("", "{}")}),
        Example(
            {
                "sensor.py": "class ExampleSensor(SensorEntity): ...  # !\n",
                "quality_scale.yaml": {},
            }
        ),
    ),
)
def diagnostics(integration: Integration) -> Iterator[Finding]:
    """Report diagnostics that are missing, or hold secrets."""
    yield from setup.missing_diagnostics.findings(integration)
    modules = integration.parts("diagnostics")
    redacted = {
        name
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.expr)
        for name in _strings(module, node)
    }
    dumps = any(
        isinstance(node, ast.Attribute)
        and (
            node.attr == "as_dict"
            or (
                node.attr == "data"
                and last_name(node.value) in ("config_entry", "entry")
            )
        )
        and not isinstance(module.parents[node], ast.Compare | ast.Subscript)
        for module in modules
        for node in module.nodes
    )
    exposed = kept_secrets(integration) if dumps else set()
    known = known_secrets(integration) or set()
    if any(_DUMPS & called(module.tree) for module in modules):
        exposed |= _identities(integration)
    for key in sorted(exposed - redacted):
        yield gap(
            modules[0],
            f"diagnostics do not redact {key}",
            "Add it to what async_redact_data is given",
            # What identifies a device is no secret, and what is entered may not be kept.
            advice=key not in known,
        )


def _identities(integration: Integration) -> set[str]:
    """Return the names of what tells one device from all others, as the code reads them."""
    return _IDENTITIES & {
        node.attr
        for module in integration.modules
        for node in module.nodes
        if isinstance(node, ast.Attribute)
    }


def _strings(module: Module, node: ast.expr) -> Iterator[str]:
    """Yield the strings that an expression stands for, or those of a collection that it names."""
    if (value := module.value(node)) is not None:
        yield value
    definition = module.definition(node)
    if (
        definition
        and definition.module
        and isinstance(definition.node, ast.Set | ast.List | ast.Tuple)
    ):
        for each in definition.node.elts:
            if (value := definition.module.value(each)) is not None:
                yield value

"""Rules for what discovers devices."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.fact import Evidence, Fact, fact_in, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import last_name
from script.rules.examples import Example
from script.rules.flow.entering import (
    ADDRESSES,
    discovered_by,
    entered,
    flow_file,
    is_authorized,
    names_called,
    step_of,
)
from script.rules.flow.flows import CHANGES

from .flow import at_place
from .proof import Proof, proof
from .tier_rule import Tier, TierRule

# What finds a device at an address that may change.
_BY_ADDRESS: Final = {"dhcp", "homekit", "integration_discovery", "ssdp", "zeroconf"}
# What another integration tells it of, which no manifest has
_TOLD: Final = {"hassio", "integration_discovery"}
# What tells one discovered thing from another, or that there can be only one
_IDENTIFIES: Final = {
    "_async_abort_entries_match",
    "_async_current_entries",
    "_async_handle_discovery_without_unique_id",
    "async_entry_for_domain_unique_id",
    "async_set_unique_id",
}


_STRINGS: Final = {"config": {"step": {"user": {"data": {"host": "Host"}}}}}
_TEST: Final = (
    "async def test_zeroconf(hass):\n    await start(hass, SOURCE_ZEROCONF)\n"
)
_STEP: Final = """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None): ...

    async def async_step_zeroconf(self, discovery_info):{}
        await self.async_set_unique_id(discovery_info.name)
        self._abort_if_unique_id_configured({}){}
"""


def _discovered(
    flow: str,
    test: str = _TEST,
    zeroconf: str = "_example._tcp.local.",
    iot_class: str = "local_polling",
) -> Example:
    """Return an example of a device with an address, that announces itself."""
    manifest = {"zeroconf": [zeroconf] if zeroconf else None, "iot_class": iot_class}
    return Example(
        {
            "manifest.json": manifest,
            "strings.json": _STRINGS,
            "config_flow.py": flow,
            "tests/test_config_flow.py": test,
        }
    )


def has_step(name: str) -> Evidence:
    """Return the evidence that the config flow has a step."""

    def found(integration: Integration) -> Iterator[Fact]:
        for method, function in step_of(integration, name).items():
            if method == f"async_step_{name}":
                yield from at_place(
                    integration, function, f"there is {method}", function
                )

    return found


def discoveries(integration: Integration) -> Iterator[Fact]:
    """Yield what discovers a device."""
    manifest = integration.path / "manifest.json"
    for kind in discovered_by(integration):
        yield from has_step(kind)(integration)
        if kind in integration.manifest:
            yield fact_in(manifest, f"{kind} discovers it", kind)


def _announced(integration: Integration) -> Iterator[Fact]:
    """Yield what the manifest has of a device before it is set up."""
    manifest = integration.path / "manifest.json"
    for kind in discovered_by(integration):
        matchers = integration.manifest.get(kind)
        # Those of devices that are set up keep their addresses.
        if matchers and matchers != [{"registered_devices": True}]:
            yield fact_in(manifest, f"{kind} discovers it", kind)


def discovery_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests of discovery."""
    for kind in discovered_by(integration):
        yield proof(f"starts with {kind}", f"SOURCE_{kind.upper()}")


@TierRule(
    tier=Tier.GOLD,
    code="discovery",
    title="what the manifest announces has a step",
    why="The user then has nothing to look up and little to type.",
    mend="Add what is announced to the manifest, and the step that takes it to the flow",
    evidence=discoveries,
    against=_announced,
    proofs=discovery_proofs,
    left_out="The device cannot be discovered.",
    good=(
        _discovered(_STEP.format("  # ✔", "updates={}", "")),
        # Home Assistant begins with the user's step, which is all that a service needs.
        _discovered(
            "class ExampleConfigFlow(ConfigFlow, domain=DOMAIN): ...\n",
            iot_class="cloud_polling",
        ),
    ),
    bad=(
        _discovered(_STEP.format("", "updates={}", ""), zeroconf=""),
        _discovered("class ExampleConfigFlow(ConfigFlow, domain=DOMAIN): ...\n"),
        _discovered(
            "class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):\n    async def async_step_zeroconf(self, discovery_info): ...\n"
        ),
        _discovered(_STEP.format("", "updates={}", ""), test=""),
    ),
)
def discovery(integration: Integration) -> Iterator[Finding]:
    """Report a kind of discovery that is only half there."""
    kinds = discovered_by(integration)
    local = str(integration.manifest.get("iot_class")).startswith("local")
    for kind in kinds:
        reached = step_of(integration, kind)
        if kind in _TOLD:
            continue
        if kind not in integration.manifest:
            yield gap(
                integration.path / "manifest.json",
                f"there is async_step_{kind}, and the manifest has no {kind}",
                "Add what is announced",
            )
        # All that a cloud's user needs is to begin anew.
        elif not reached and local:
            yield gap(
                flow_file(integration),
                f"the manifest has {kind}, and there is no async_step_{kind}",
                "Add it",
                # The base class begins with the step for users.
                advice=True,
            )
        elif (
            reached
            # What is discovered leads to a login, and the account tells one from another.
            and not is_authorized(integration)
            and not integration.manifest.get("single_config_entry")
            and not (_IDENTIFIES & names_called(reached))
        ):
            yield gap(
                flow_file(integration),
                f"async_step_{kind} does not tell one device from another",
                "Call async_set_unique_id with what the device announces of itself",
            )


def found_addresses(integration: Integration) -> Iterator[Fact]:
    """Yield discovery of an address that may change, of what can be told from others."""
    for kind in _kinds_with_address(integration):
        if "_async_handle_discovery_without_unique_id" not in names_called(
            step_of(integration, kind)
        ):
            yield from has_step(kind)(integration)


def _kinds_with_address(integration: Integration) -> list[str]:
    """Return the kinds of discovery that tell the address of what the entry connects to."""
    if not entered(integration) & ADDRESSES:
        return []
    return sorted(
        kind
        for kind in _BY_ADDRESS.intersection(discovered_by(integration))
        if step_of(integration, kind)
    )


def _updated(integration: Integration, *kinds: str) -> Iterator[Fact]:
    """Yield where kinds of discovery update an entry."""
    for kind in kinds or discovered_by(integration):
        for function in step_of(integration, kind).values():
            for call in ast.walk(function):
                if not isinstance(call, ast.Call):
                    continue
                name = last_name(call.func)
                if name in CHANGES or (
                    name == "_abort_if_unique_id_configured"
                    and (call.args or call.keywords)
                ):
                    yield from at_place(
                        integration, function, f"{kind} updates the entry", call
                    )


@TierRule(
    tier=Tier.GOLD,
    code="discovery-update-info",
    title="discovery updates the address of a known device",
    why="A router may give the device another address, and it goes on working.",
    mend="Pass updates= to _abort_if_unique_id_configured",
    evidence=_updated,
    against=found_addresses,
    left_out="The device cannot be discovered.",
    good=(
        _discovered(
            _STEP.format("", "updates={CONF_HOST: discovery_info.host}", "  # ✔")
        ),
        _discovered(
            _STEP.format("", "", "")
            + "        return self.async_update_reload_and_abort(self._entry())  # ✔\n"
        ),
    ),
    bad=(
        _discovered(_STEP.format("", "", "")),
        _discovered(
            _STEP.format("", "", "").replace("self._abort_if", "self._refuse_if")
        ),
    ),
)
def discovery_update_info(integration: Integration) -> Iterator[Finding]:
    """Report discovery that leaves a known device at its old address."""
    for kind in _kinds_with_address(integration):
        if not any(_updated(integration, kind)):
            yield gap(
                flow_file(integration),
                f"async_step_{kind} does not update the address of a known device",
            )

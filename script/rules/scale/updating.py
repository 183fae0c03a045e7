"""Rules for the flows that update an entry: reauthentication and reconfiguration."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.fact import Fact, fact, fact_in, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import strings_at
from script.integration.modules import Module
from script.integration.syntax import argument, last_name
from script.rules.examples import Example
from script.rules.flow.entering import (
    ADDRESSES,
    config_flow_of,
    entered,
    fields,
    flow_file,
    names_called,
    secrets,
    step_of,
)
from script.rules.flow.flows import CHANGES
from script.rules.flow.identity import unchecked

from .discovery import has_step
from .proof import Proof, proof
from .tier_rule import Tier, TierRule

_STARTS_REAUTH: Final = {"ConfigEntryAuthFailed", "async_start_reauth"}


_STARTS: Final = {"__init__.py": "def refuse():\n    raise ConfigEntryAuthFailed\n"}
_FLOW: Final = """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        await self.async_set_unique_id(await user_of(user_input))

    async def async_step_{step}(self, data):{mark}
        return await self.async_step_change()

    async def async_step_change(self, user_input=None):
        await self.async_set_unique_id(await user_of(user_input))
        {check}
        return self.async_update_reload_and_abort(
            self._get_{step}_entry(), data_updates=user_input
        )
"""
_REFUSED: Final = 'self._abort_if_unique_id_mismatch(reason="other_account")'


def _flow(
    step: str, check: str = _REFUSED, mark: str = "  # ✔", tests: bool = True
) -> Example:
    """Return an example with a flow that updates its entry, and the tests of it."""
    test = (
        f"async def test_{step}(hass, entry):\n"
        f"    flow = await entry.start_{step}_flow(hass)\n"
        f'    assert flow["reason"] in ("{step}_successful", "other_account")\n'
    )
    return Example(
        {
            "config_flow.py": _FLOW.format(step=step, check=check, mark=mark),
            **(_STARTS if step == "reauth" else {}),
            **({"tests/test_config_flow.py": test} if tests else {}),
        }
    )


def _examples(step: str) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Return the good and the bad examples of such a step."""
    by_hand = 'if user_input["id"] != self.unique_id:\n            return self.async_abort(reason="other_account")'
    return (
        (_flow(step), _flow(step, by_hand)),
        (
            _flow(step, "pass", mark=""),
            _flow(step, mark="", tests=False),
            _flow("user_again", mark=""),
        ),
    )


def reauth_starts(integration: Integration) -> Iterator[tuple[Module, ast.expr]]:
    """Yield what starts reauthentication."""
    for module in integration.modules:
        for node in module.nodes:
            if (
                isinstance(node, ast.Name | ast.Attribute)
                and last_name(node) in _STARTS_REAUTH
            ):
                yield module, node


def authentication(integration: Integration) -> Iterator[Fact]:
    """Yield signs of authentication."""
    keys = secrets(integration)
    for each in fields(integration):
        if each.what.rpartition(" ")[2] in keys:
            yield each
    for module, node in reauth_starts(integration):
        yield fact(module, f"{last_name(node)} asks for new credentials", node)
    if _is_oauth(integration):
        yield fact_in(
            integration.path / "manifest.json",
            "it authenticates with OAuth",
            "dependencies",
        )


def connection_settings(integration: Integration) -> Iterator[Fact]:
    """Yield settings that a user may have to change."""
    keys = entered(integration) & ADDRESSES
    for each in fields(integration):
        if each.what.rpartition(" ")[2] in keys:
            yield each
    yield from has_step("reconfigure")(integration)


def reauthentication_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests of reauthentication."""
    yield proof(
        "ends a reauthentication",
        "reauth_successful",
        one_of=_started("reauth"),
    )
    yield from _refusal_proofs(integration, "reauth")


def reconfiguration_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests of reconfiguration."""
    yield proof(
        "ends a reconfiguration",
        "reconfigure_successful",
        one_of=_started("reconfigure"),
    )
    yield from _refusal_proofs(integration, "reconfigure")


_REAUTH: Final = _examples("reauth")
_RECONFIGURE: Final = _examples("reconfigure")


@TierRule(
    tier=Tier.SILVER,
    code="reauthentication-flow",
    title="refused credentials start a flow for the same account",
    why="The user enters the new password, and keeps entities, names and automations.",
    mend="Add async_step_reauth, refuse another account, and raise ConfigEntryAuthFailed where the credentials are refused",
    evidence=has_step("reauth"),
    against=authentication,
    proofs=reauthentication_proofs,
    left_out="The integration does not require authentication.",
    is_reasoned=True,
    good=_REAUTH[0],
    bad=_REAUTH[1],
)
def reauthentication_flow(integration: Integration) -> Iterator[Finding]:
    """Report what is missing of asking for new credentials."""
    yield from _update_flow(integration, "reauth")
    # Home Assistant asks by itself where a login is refused.
    if not any(reauth_starts(integration)) and not _is_oauth(integration):
        yield gap(
            integration.path,
            "nothing starts reauthentication",
            "Raise ConfigEntryAuthFailed where the credentials are refused",
        )


@TierRule(
    tier=Tier.GOLD,
    code="reconfiguration-flow",
    title="the connection can be changed for the same account",
    why="A device that has moved to another address need not be removed and added again.",
    mend="Add async_step_reconfigure, and refuse another account or device",
    evidence=has_step("reconfigure"),
    against=connection_settings,
    proofs=reconfiguration_proofs,
    good=_RECONFIGURE[0],
    bad=_RECONFIGURE[1],
)
def reconfiguration_flow(integration: Integration) -> Iterator[Finding]:
    """Report what is missing of changing the connection."""
    yield from _update_flow(integration, "reconfigure")


def _update_flow(integration: Integration, step: str) -> Iterator[Finding]:
    reached = step_of(integration, step)
    names = names_called(reached)
    if not reached:
        yield gap(flow_file(integration), f"no async_step_{step}", "Add it")
    elif not names & CHANGES and not _is_oauth(integration):
        yield gap(
            flow_file(integration),
            f"async_step_{step} updates no entry",
            "End it with async_update_reload_and_abort",
        )
    else:
        for flow, name, function, _ in unchecked(integration):
            if name == step:
                yield gap(
                    flow.module,
                    f"async_step_{step} takes another account or device",
                    "Call _abort_if_unique_id_mismatch before the entry is updated",
                    function,
                )


def _is_oauth(integration: Integration) -> bool:
    return "application_credentials" in strings_at(integration.manifest, "dependencies")


def _started(step: str) -> tuple[str, str]:
    """Return what a test mentions that starts with such a step."""
    return f"start_{step}_flow", f"SOURCE_{step.upper()}"


def _refusal_proofs(integration: Integration, step: str) -> Iterator[Proof]:
    """Yield the tests of what is another account or device."""
    flow = config_flow_of(integration)
    for function in step_of(integration, step).values():
        for call in ast.walk(function):
            if (
                flow
                and isinstance(call, ast.Call)
                and last_name(call.func) == "_abort_if_unique_id_mismatch"
            ):
                reason = argument(call, 0, "reason")
                yield proof(
                    f"refuses another account or device in async_step_{step}",
                    flow.module.value(reason) or "unique_id_mismatch",
                    one_of=_started(step),
                )

"""The rules for flows that update an entry: reauthentication and reconfiguration."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.keys import strings_at
from script.integration.syntax import argument, last_name
from script.rules.flow.identity import unchecked

from .contribution import Contribution, gap
from .flow import (
    UPDATES,
    config_flow_of,
    flow_file,
    names_called,
    reauth_starts,
    step_of,
)
from .proof import Proof, proof


def reauthentication_flow(contribution: Contribution) -> Iterator[Finding]:
    """Report what is missing of asking for new credentials."""
    yield from _update_flow(contribution, "reauth")
    # Home Assistant asks by itself where a login is refused.
    if not any(reauth_starts(contribution)) and not _is_oauth(contribution):
        yield gap(
            contribution.path,
            "nothing starts reauthentication",
            "Raise ConfigEntryAuthFailed where the credentials are refused",
        )


def reconfiguration_flow(contribution: Contribution) -> Iterator[Finding]:
    """Report what is missing of changing the connection."""
    yield from _update_flow(contribution, "reconfigure")


def _update_flow(contribution: Contribution, step: str) -> Iterator[Finding]:
    reached = step_of(contribution, step)
    names = names_called(reached)
    if not reached:
        yield gap(flow_file(contribution), f"no async_step_{step}", "Add it")
    elif not names & UPDATES and not _is_oauth(contribution):
        yield gap(
            flow_file(contribution),
            f"async_step_{step} updates no entry",
            "End it with async_update_reload_and_abort",
        )
    else:
        for flow, name, function, _ in unchecked(contribution):
            if name == step:
                yield gap(
                    flow.module,
                    f"async_step_{step} takes another account or device",
                    "Call _abort_if_unique_id_mismatch before the entry is updated",
                    function,
                )


def _is_oauth(contribution: Contribution) -> bool:
    return "application_credentials" in strings_at(
        contribution.manifest, "dependencies"
    )


def reauthentication_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests of reauthentication."""
    yield proof(
        "ends a reauthentication",
        "reauth_successful",
        one_of=_started("reauth"),
    )
    yield from _refusal_proofs(contribution, "reauth")


def reconfiguration_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests of reconfiguration."""
    yield proof(
        "ends a reconfiguration",
        "reconfigure_successful",
        one_of=_started("reconfigure"),
    )
    yield from _refusal_proofs(contribution, "reconfigure")


def _started(step: str) -> tuple[str, str]:
    """Return what a test mentions that starts with such a step."""
    return f"start_{step}_flow", f"SOURCE_{step.upper()}"


def _refusal_proofs(contribution: Contribution, step: str) -> Iterator[Proof]:
    """Yield the tests of what is another account or device."""
    flow = config_flow_of(contribution)
    for function in step_of(contribution, step).values():
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

"""The rules for diagnostics."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.modules import Module
from script.integration.syntax import called, last_name
from script.rules import setup

from .contribution import Contribution, gap
from .entry_data import kept_secrets, known_secrets
from .proof import Proof, proof

# What turns all of an object into diagnostics, and what nobody should publish of a device
_DUMPS: Final = {"asdict", "model_dump", "to_dict", "vars"}


_IDENTITIES: Final = {"mac", "mac_address", "serial", "serial_number"}


def diagnostics(contribution: Contribution) -> Iterator[Finding]:
    """Report diagnostics that are missing, or hold secrets."""
    yield from setup.missing_diagnostics.findings(contribution)
    modules = contribution.parts("diagnostics")
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
    exposed = kept_secrets(contribution) if dumps else set()
    known = known_secrets(contribution) or set()
    if any(_DUMPS & called(module.tree) for module in modules):
        exposed |= _identities(contribution)
    for key in sorted(exposed - redacted):
        yield gap(
            modules[0],
            f"diagnostics do not redact {key}",
            "Add it to what async_redact_data is given",
            # What identifies a device is no secret, and what is entered may not be kept.
            advice=key not in known,
        )


def _identities(contribution: Contribution) -> set[str]:
    """Return the names of what tells one device from all others, as the code reads them."""
    return _IDENTITIES & {
        node.attr
        for module in contribution.modules
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


def diagnostics_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests of diagnostics."""
    yield proof(
        "reads diagnostics",
        one_of=("get_diagnostics_for_config_entry", "get_diagnostics_for_device"),
    )

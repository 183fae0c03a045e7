"""Rules for DOMAIN, of the integration itself and of others."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module

from .examples import examples
from .imports import COMPONENTS, component_of, imports_of, is_in
from .rule import Severity, rule
from .sources import plugin


def _domains(
    integration: Integration,
) -> Iterator[tuple[Module, ast.ImportFrom, ast.alias, str]]:
    """Yield each import of the DOMAIN of a component, with the component."""
    for module, node in imports_of(integration):
        if component := component_of(module.imported(node)):
            for alias in node.names:
                if alias.name == "DOMAIN":
                    yield module, node, alias, component


@rule(
    code="home-assistant-import-constant-unnecessary-alias",
    title="The integration's own DOMAIN keeps its name",
    severity=Severity.REFUSED,
    source=plugin("imports"),
    why="Everywhere in core DOMAIN is the domain of the integration that one reads.",
    mend="Import it as DOMAIN",
    good=examples(
        "from .const import DOMAIN",
        "from homeassistant.components.sun import DOMAIN as SUN_DOMAIN",
    ),
    bad=(
        *examples("from .const import DOMAIN as EXAMPLE_DOMAIN  # !"),
        *examples(
            "from homeassistant.components.example.const import DOMAIN as EXAMPLE  # !",
            file="tests/test_init.py",
        ),
    ),
)
def own_domain_alias(integration: Integration) -> Iterator[Finding]:
    """Report the own domain under another name."""
    for module, node, alias, component in _domains(integration):
        if component == integration.domain and alias.asname not in (None, "DOMAIN"):
            yield module.found(
                node, f"The integration's own DOMAIN is imported as {alias.asname}"
            )


@rule(
    code="home-assistant-import-constant-alias",
    title="The DOMAIN of another component is imported with its name",
    severity=Severity.REFUSED,
    source=plugin("imports"),
    why="A bare DOMAIN reads as the integration's own.",
    mend="Import it with the name of its component, as SUN_DOMAIN",
    good=examples(
        "from homeassistant.components.sun import DOMAIN as SUN_DOMAIN",
        "from .const import DOMAIN",
    ),
    bad=examples(
        "from homeassistant.components.sun import DOMAIN  # !",
        "from homeassistant.components.sun import DOMAIN as SUN  # !",
    ),
)
def other_domain_alias(integration: Integration) -> Iterator[Finding]:
    """Report the domain of another component without its name."""
    for module, node, alias, component in _domains(integration):
        if (
            component != integration.domain
            and not node.level
            and not (alias.asname or "").endswith("_DOMAIN")
        ):
            yield module.found(
                node,
                f"The DOMAIN of {component} looks like the integration's own",
                f"Import it as {component.upper()}_DOMAIN",
            )


@rule(
    code="home-assistant-import-domain-constant",
    title="The integration's own domain is imported itself",
    severity=Severity.REFUSED,
    source=plugin("imports"),
    why="DOMAIN says it in one word, as it does in all integrations.",
    mend="Import DOMAIN itself",
    good=(
        *examples(
            "from homeassistant.components.example.const import DOMAIN\n\nassert DOMAIN",
            file="tests/test_init.py",
        ),
        *examples(
            "from homeassistant.components import sun\n\nSUN = sun.DOMAIN",
            file="tests/test_init.py",
        ),
    ),
    bad=(
        *examples(
            "from homeassistant.components import example\n\nOTHER = example.DOMAIN  # !",
            file="tests/test_init.py",
        ),
        *examples(
            "from homeassistant.components.example import const\n\nOTHER = const.DOMAIN  # !",
            file="tests/conftest.py",
        ),
    ),
)
def domain_attribute(integration: Integration) -> Iterator[Finding]:
    """Report the own domain taken from a module."""
    own = f"{COMPONENTS}.{integration.domain}"
    for module in (*integration.modules, *integration.tests):
        for node in module.nodes:
            match node:
                case ast.Attribute(value=ast.Name(id=name) as value, attr="DOMAIN"):
                    bound = module.bindings.get(name)
                    definition = module.definition(value)
                case _:
                    continue
            absolute = isinstance(bound, ast.Import) or (
                isinstance(bound, ast.ImportFrom) and not bound.level
            )
            if absolute and definition and is_in(definition.name, own):
                yield module.found(
                    node, f"{name}.DOMAIN is the integration's own domain"
                )

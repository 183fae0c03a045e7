"""Rules for the pull request that adds an integration."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.core import core
from script.integration.fact import gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import attributes

from .examples import Example, example
from .flow.flows import flows
from .rule import Severity, View, rule
from .sources import documentation, guide

_GUIDE: Final = guide("new integrations")
# Kinds of integrations that are no devices or services for a user to add
_WITHOUT_FLOW: Final = {"entity", "system", "virtual"}


@rule(
    code="review-guide/one-platform",
    title="A first pull request has one platform",
    severity=Severity.REFUSED,
    source=_GUIDE,
    why="Small pull requests are reviewed soon, and the first one is about the integration itself.",
    mend="Keep one, and let each of the others follow in a pull request of its own",
    view=View.FIRST_PR,
    good=(
        Example({"sensor.py": "PARALLEL_UPDATES = 0\n"}),
        Example(
            {
                "sensor/__init__.py": "PARALLEL_UPDATES = 0\n",
                "sensor/energy.py": '"""Sensors of energy."""\n',
            }
        ),
    ),
    bad=(
        Example(
            {
                "sensor.py": "PARALLEL_UPDATES = 0\n",
                "switch.py": "PARALLEL_UPDATES = 0\n",
            }
        ),
        Example(
            {
                "binary_sensor.py": "PARALLEL_UPDATES = 0\n",
                "button/__init__.py": "PARALLEL_UPDATES = 0\n",
                "number.py": "PARALLEL_UPDATES = 0\n",
            }
        ),
    ),
)
def one_platform(integration: Integration) -> Iterator[Finding]:
    """Report platforms beyond the first."""
    platforms = sorted({module.part for module in integration.platforms()})
    for module in integration.platforms():
        if len(platforms) > 1 and module.name.endswith(f".{module.part}"):
            yield module.found(
                None,
                f"A first PR has one platform, and this has {', '.join(platforms)}",
            )


@rule(
    code="review-guide/bronze",
    title="A new integration follows all rules of Bronze",
    severity=Severity.REFUSED,
    source=documentation("quality scale"),
    why="Bronze is the least that core takes in.",
    mend="Follow it, or say why it does not apply",
    view=View.FIRST_PR,
    good=(
        Example(
            {
                "quality_scale.yaml": "rules:\n"
                + "".join(
                    f"  {name}: done\n"
                    for name, tier in core().rules.items()
                    if tier == "bronze"
                )
            }
        ),
        Example(
            {
                "quality_scale.yaml": "rules:\n"
                + "".join(
                    f"  {name}:\n    status: exempt\n    comment: There are none.\n"
                    for name, tier in core().rules.items()
                    if tier == "bronze"
                )
            }
        ),
    ),
    bad=(
        Example({"quality_scale.yaml": "rules:\n  brands: todo\n"}),
        Example({"sensor.py": "PARALLEL_UPDATES = 0\n"}),
    ),
)
def open_bronze_rule(integration: Integration) -> Iterator[Finding]:
    """Report rules that every new integration has to follow and this one does not yet."""
    for name in sorted(name for name, tier in core().rules.items() if tier == "bronze"):
        if integration.rules.get(name) not in ("done", "exempt"):
            yield gap(
                integration.scale,
                f"A new integration follows all rules of Bronze, and {name} is {integration.rules.get(name, 'missing')}",
            )


@rule(
    code="review-guide/no-config-flow",
    title="A new integration is set up in the user interface",
    severity=Severity.REFUSED,
    source=documentation("architecture decision record 0010"),
    why="Core takes no integration any more that is set up in YAML.",
    mend="Write a config flow, and set config_flow in the manifest",
    view=View.FIRST_PR,
    good=(
        Example(
            {
                "config_flow.py": "class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):\n    pass\n"
            }
        ),
        Example(
            {"manifest.json": '{"domain": "example", "integration_type": "entity"}\n'}
        ),
    ),
    bad=(
        Example(
            {"manifest.json": '{"domain": "example", "integration_type": "hub"}\n'}
        ),
        Example(
            {
                "manifest.json": '{"domain": "example", "config_flow": false}\n',
                "__init__.py": "CONFIG_SCHEMA = probatio.Schema({})\n",
            }
        ),
    ),
)
def no_config_flow(integration: Integration) -> Iterator[Finding]:
    """Report integrations that are set up otherwise."""
    if integration.manifest.get("integration_type") in _WITHOUT_FLOW:
        return
    path = integration.path / "manifest.json"
    if not integration.manifest.get("config_flow"):
        yield gap(path, "There is no config flow")


@rule(
    code="review-guide/first-version",
    title="The first version of entries is 1",
    severity=Severity.ADVICE,
    source=_GUIDE,
    why="Nobody has entries of an earlier one, but users of a custom component, whose entries the later number keeps.",
    mend="Begin with 1, unless it was a custom component with that version",
    view=View.FIRST_PR,
    good=(
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = 1
                MINOR_VERSION = 1
            """,
            "config_flow.py",
        ),
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = version()
            """,
            "config_flow.py",
        ),
    ),
    bad=(
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = 2  # !
            """,
            "config_flow.py",
        ),
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = 1
                MINOR_VERSION = 3  # !
            """,
            "config_flow.py",
        ),
    ),
)
def first_version(integration: Integration) -> Iterator[Finding]:
    """Report versions of entries that nobody has."""
    for flow in flows(integration):
        for name in ("VERSION", "MINOR_VERSION"):
            match attributes(flow.class_).get(name):
                case ast.Constant(value=int() as value) as version if value > 1:
                    yield flow.module.found(version, f"The first {name} is 1")


@rule(
    code="review-guide/domain-taken",
    title="The domain is new to core",
    severity=Severity.REFUSED,
    source=_GUIDE,
    why="Core has one integration for each domain, and what it lacks is added there.",
    mend="Choose another domain, or extend the integration that core has",
    view=View.FIRST_PR,
    good=(
        Example({"sensor.py": "PARALLEL_UPDATES = 0\n"}),
        Example({"config_flow.py": '"""Config flow for the Example integration."""\n'}),
    ),
    bad=(
        Example({"manifest.json": '{"domain": "hue", "name": "Hue"}\n'}),
        Example({"manifest.json": '{"domain": "mqtt", "name": "MQTT"}\n'}),
    ),
)
def domain_taken(integration: Integration) -> Iterator[Finding]:
    """Report a domain that core has already."""
    domain = str(integration.manifest.get("domain"))
    if domain in core().domains and integration.components != core().components:
        yield gap(
            integration.path / "manifest.json",
            f"Core has an integration {domain} already",
        )


@rule(
    code="review-guide/brand-folder",
    title="Core takes no images",
    severity=Severity.REFUSED,
    source=documentation("brand images"),
    why="They stand in a repository of their own, from where the frontend loads them.",
    mend="Add them to the brands repository",
    view=View.FIRST_PR,
    good=(
        Example({"icons.json": "{}\n"}),
        Example({"/companion/brands/core_integrations/example/icon.png": "An image\n"}),
    ),
    bad=(
        Example({"brand/icon.png": "An image\n"}),
        Example({"brand/logo.svg": "<svg/>\n"}),
    ),
)
def brand_folder(integration: Integration) -> Iterator[Finding]:
    """Report images, which core does not take."""
    path = integration.path / "brand"
    if path.exists():
        yield gap(path, "Core takes no images")

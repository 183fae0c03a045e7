"""Rules for how an integration is set up and taken down."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS, Function, assigned, last_name, text

from .examples import Example, examples
from .rule import Severity, rule
from .sources import guide, plugin, threads

_DIAGNOSTICS: Final = {
    "async_get_config_entry_diagnostics",
    "async_get_device_diagnostics",
}


def root(integration: Integration) -> Module | None:
    """Return the module of the integration itself."""
    return next((module for module in integration.modules if not module.part), None)


def own_functions(module: Module) -> dict[str, Function]:
    """Return the functions of a module, without methods."""
    return {node.name: node for node in module.tree.body if isinstance(node, FUNCTIONS)}


def listed_platforms(
    integration: Integration,
) -> Iterator[tuple[Module, ast.AST, str, ast.List | ast.Tuple]]:
    """Yield each list of platforms at the top of a module with its name, or where they are set up."""
    for module in integration.modules:
        for call in module.calls:
            match call:
                case ast.Call(args=[_, ast.List() | ast.Tuple() as listed]) if (
                    last_name(call) == "async_forward_entry_setups"
                ):
                    yield module, call, "What is set up", listed
        for statement in module.tree.body:
            for target, value in assigned(statement):
                name = last_name(target)
                if name.lstrip("_") == "PLATFORMS" and isinstance(
                    value, ast.List | ast.Tuple
                ):
                    yield module, statement, name, value


@rule(
    code="home-assistant-enforce-sorted-platforms",
    title="The list of platforms is sorted",
    severity=Severity.REFUSED,
    source=plugin("enforce_sorted_platforms"),
    why="A new platform then has one place, and two pull requests that add one do not collide.",
    mend="Sort it",
    good=examples(
        "PLATFORMS = [Platform.BUTTON, Platform.SENSOR]",
        "PLATFORMS: list[Platform] = [Platform.SENSOR]",
    ),
    bad=examples(
        "PLATFORMS = [Platform.SENSOR, Platform.BUTTON]  # !",
        "_PLATFORMS: list[Platform] = [Platform.SWITCH, Platform.SENSOR]  # !",
    ),
)
def sorted_platforms(integration: Integration) -> Iterator[Finding]:
    """Report platforms that are not in the order of the alphabet."""
    for module, statement, target, platforms in listed_platforms(integration):
        names = [ast.unparse(each) for each in platforms.elts]
        if isinstance(platforms, ast.List) and names != sorted(names):
            yield module.found(
                statement,
                f"{target} is not sorted",
                f"Write {', '.join(sorted(names))}",
            )


@rule(
    code="review-guide/platform-enum",
    title="Platforms are members of Platform",
    severity=Severity.ASKED,
    source=threads(153867),
    why="A type checker then knows a platform that does not exist.",
    mend="Write Platform.SENSOR and so on",
    good=examples(
        "PLATFORMS = [Platform.SENSOR]",
        'PLATFORMS_OF = {"meter": [Platform.SENSOR]}',
    ),
    bad=examples(
        'PLATFORMS = ["sensor", "switch"]  # !',
        'PLATFORMS: tuple[str, ...] = (Platform.SENSOR, "switch")  # !',
    ),
)
def platform_enum(integration: Integration) -> Iterator[Finding]:
    """Report platforms that are strings."""
    for module, statement, target, platforms in listed_platforms(integration):
        if any(text(each) is not None for each in platforms.elts):
            yield module.found(
                statement, f"{target} has strings for members of Platform"
            )


@rule(
    code="review-guide/unload-platforms",
    title="Platforms are unloaded by what raises",
    severity=Severity.ASKED,
    source=guide("config entries"),
    why="Whether the platforms unloaded is returned by the other function, and easily lost.",
    mend="Call async_unload_platforms_or_raise",
    good=examples(
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
        """,
        """
        async def async_reload_platforms(hass: HomeAssistant, entry: ConfigEntry) -> None:
            if await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
                await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
        """,
    ),
    bad=examples(
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            await hass.config_entries.async_unload_platforms(entry, PLATFORMS)  # !
        """,
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            if await hass.config_entries.async_unload_platforms(entry, PLATFORMS):  # !
                await entry.runtime_data.close()
        """,
    ),
)
def unload_or_raise(integration: Integration) -> Iterator[Finding]:
    """Report platforms that are unloaded by the function that returns a bool."""
    if (module := root(integration)) is None:
        return
    for call in module.calls:
        function = module.function_around(call)
        if (
            last_name(call.func) == "async_unload_platforms"
            and function
            and function.name == "async_unload_entry"
        ):
            yield module.found(
                call, "Whether the platforms unloaded is returned here and easily lost"
            )


def _claims(rule_: str, file: str, code: str) -> Example:
    """Return an example that says to follow a quality rule."""
    return Example(
        {file: code, "quality_scale.yaml": f"rules:\n  {rule_}: done\n"},
    )


@rule(
    code="home-assistant-missing-config-entry-unloading",
    title="An integration that says so can be unloaded",
    severity=Severity.REFUSED,
    source=plugin("config_entry_unloading"),
    why="Without the function Home Assistant has to restart for each change of an entry.",
    mend="Add async_unload_entry: unload the platforms and what else setup has started",
    good=(
        _claims(
            "config-entry-unloading",
            "__init__.py",
            "async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None: ...\n",
        ),
        *examples("PLATFORMS = [Platform.SENSOR]"),
    ),
    bad=(
        _claims(
            "config-entry-unloading", "__init__.py", "PLATFORMS = [Platform.SENSOR]\n"
        ),
        _claims(
            "config-entry-unloading",
            "__init__.py",
            "async def async_unload(hass: HomeAssistant, entry: ConfigEntry) -> None: ...\n",
        ),
    ),
)
def missing_unload(integration: Integration) -> Iterator[Finding]:
    """Report an integration that cannot be unloaded although it says so."""
    module = root(integration)
    if (
        module
        and integration.done("config-entry-unloading")
        and "async_unload_entry" not in module.bindings
    ):
        yield module.found(
            None, "config-entry-unloading is done, and there is no async_unload_entry"
        )


@rule(
    code="home-assistant-missing-diagnostics",
    title="The module for diagnostics gives some",
    severity=Severity.REFUSED,
    source=plugin("diagnostics"),
    why="Home Assistant looks for functions of these names, and offers no download without one.",
    mend="Add async_get_config_entry_diagnostics",
    good=(
        _claims(
            "diagnostics",
            "diagnostics.py",
            "async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, Any]: ...\n",
        ),
        _claims(
            "diagnostics",
            "diagnostics.py",
            "from .dump import async_get_device_diagnostics\n",
        ),
    ),
    bad=(
        _claims(
            "diagnostics",
            "diagnostics.py",
            "async def async_get_diagnostics(hass: HomeAssistant) -> dict[str, Any]: ...\n",
        ),
        _claims("diagnostics", "diagnostics.py", "TO_REDACT = {CONF_PASSWORD}\n"),
    ),
)
def missing_diagnostics(integration: Integration) -> Iterator[Finding]:
    """Report diagnostics without any."""
    for module in integration.parts("diagnostics"):
        if integration.done("diagnostics") and not (
            _DIAGNOSTICS & module.bindings.keys()
        ):
            yield module.found(
                None, "diagnostics is done, and the module has no function for it"
            )

"""Rules for what an integration of core has no need of, and often brings along from elsewhere."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, strings_at
from script.integration.modules import Module
from script.integration.syntax import body, last_name

from .examples import Example, examples
from .rule import Severity, rule
from .setup import own_functions, root
from .sources import guide

VERSIONS: Final = {
    f"homeassistant.const.{name}"
    for name in ("__version__", "MAJOR_VERSION", "MINOR_VERSION", "PATCH_VERSION")
}


@rule(
    code="review-guide/empty-setup",
    title="An integration that only has config entries needs no async_setup",
    severity=Severity.ASKED,
    source=guide("setup"),
    why="Without it, and without CONFIG_SCHEMA, Home Assistant does the same.",
    mend="Remove CONFIG_SCHEMA, and async_setup with it",
    good=examples(
        """
        CONFIG_SCHEMA = config_validation.config_entry_only_config_schema(DOMAIN)

        async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
            async_setup_services(hass)
            return True
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data = await connect(entry)
        """,
    ),
    bad=examples(
        """
        CONFIG_SCHEMA = config_validation.config_entry_only_config_schema(DOMAIN)  # !

        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data = await connect(entry)
        """,
        """
        CONFIG_SCHEMA = config_validation.config_entry_only_config_schema(DOMAIN)

        async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:  # !
            return True
        """,
        """
        async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:  # !
            _LOGGER.debug("Setting up")
            return True
        """,
    ),
)
def empty_setup(integration: Integration) -> Iterator[Finding]:
    """Report functions that set up nothing, and a schema for a setup that is not there."""
    if not integration.manifest.get("config_flow") or not (module := root(integration)):
        return
    names = ("async_setup", "setup")
    for name in names:
        function = own_functions(module).get(name)
        if function and all(_does_nothing(each) for each in body(function)):
            yield module.found(function, f"{name} does nothing")
    schema = module.bindings.get("CONFIG_SCHEMA")
    if last_name(schema) == "config_entry_only_config_schema" and not any(
        map(module.member, names)
    ):
        yield module.found(
            schema, "CONFIG_SCHEMA is for an async_setup that is not here"
        )


def _does_nothing(statement: ast.stmt) -> bool:
    """Return whether a statement only logs or says that all went well."""
    match statement:
        case ast.Return(value=ast.Constant(value=True)) | ast.Pass():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=logger))):
            return "logger" in last_name(logger).lower()
    return False


@rule(
    code="review-guide/version-guard",
    title="The code is for the Home Assistant that it is part of",
    severity=Severity.ASKED,
    source=guide("code"),
    why="An integration of core is never run by another version.",
    mend="Keep the branch for the current version",
    good=examples(
        'USER_AGENT = f"HomeAssistant/{__version__}"\n',
        """
        try:
            import example_client_extras
        except ImportError:
            example_client_extras = None
        """,
    ),
    bad=examples(
        """
        from homeassistant.const import MAJOR_VERSION, MINOR_VERSION

        if (MAJOR_VERSION, MINOR_VERSION) >= (2025, 1):  # !
            TIMEOUT = 10
        """,
        """
        try:  # !
            from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
        except ImportError:
            from homeassistant.components.zeroconf import ZeroconfServiceInfo
        """,
    ),
)
def version_guard(integration: Integration) -> Iterator[Finding]:
    """Report conditions on the version of Home Assistant."""
    for module in integration.modules:
        for node in module.nodes:
            match node:
                case ast.Compare() if _names_version(module, node) and _has_literal(
                    node
                ):
                    message = "A condition asks for the version of Home Assistant"
                case ast.Try(body=statements, handlers=handlers) if any(
                    _imports_home_assistant(each) for each in statements
                ) and any(
                    last_name(handler.type) in ("ImportError", "ModuleNotFoundError")
                    for handler in handlers
                ):
                    message = (
                        "An import of Home Assistant is tried as if it could be missing"
                    )
                case _:
                    continue
            yield module.found(node, message)


def _names_version(module: Module, node: ast.AST) -> bool:
    return any(
        isinstance(each, ast.Name | ast.Attribute)
        and last_name(each).endswith(("VERSION", "__version__", "VER"))
        and (definition := module.definition(each)) is not None
        and definition.name in VERSIONS
        for each in ast.walk(node)
    )


def _has_literal(node: ast.AST) -> bool:
    """Return whether a version is written in a condition, and not that of a user's file."""
    return any(
        isinstance(each, ast.Constant) and each.value is not None
        for each in ast.walk(node)
    )


def _imports_home_assistant(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.ImportFrom)
        and not statement.level
        and (statement.module or "").partition(".")[0] == "homeassistant"
    )


@rule(
    code="review-guide/needless-http",
    title="A dependency on http is used",
    severity=Severity.ASKED,
    source=guide("manifest"),
    why="It is for integrations that answer requests; requests to others go without.",
    mend="Remove it from the dependencies",
    good=(
        Example(
            {
                "manifest.json": '{"domain": "example", "dependencies": ["http"]}\n',
                "__init__.py": "from homeassistant.components.http import HomeAssistantView\n",
            }
        ),
        Example(
            {
                "manifest.json": '{"domain": "example", "dependencies": ["http"]}\n',
                "__init__.py": "def serve(hass: HomeAssistant) -> None:\n    hass.http.register_view(VIEW)\n",
            }
        ),
    ),
    bad=(
        Example({"manifest.json": '{"domain": "example", "dependencies": ["http"]}\n'}),
        Example(
            {
                "manifest.json": '{"domain": "example", "dependencies": ["http"]}\n',
                "__init__.py": "session = async_get_clientsession(hass)\n",
            }
        ),
    ),
)
def needless_http(integration: Integration) -> Iterator[Finding]:
    """Report a dependency on http of an integration that answers no requests."""
    if "http" not in strings_at(integration.manifest, "dependencies"):
        return
    if not any(_serves(module) for module in integration.modules):
        path = integration.path / "manifest.json"
        yield Finding(
            path=path,
            line=line_of(path, "dependencies"),
            check="",
            message="The integration depends on http and answers no requests",
            mend="",
        )


_SERVERS: Final = (
    "homeassistant.components.http.",
    "homeassistant.components.webhook.",
)


def _serves(module: Module) -> bool:
    """Return whether a module answers requests, by the component http or one on top of it."""
    for node in module.nodes:
        match node:
            case ast.ImportFrom():
                names = {
                    module.imported(node),
                    *(f"{module.imported(node)}.{each.name}" for each in node.names),
                }
            case ast.Import(names=imported):
                names = {each.name for each in imported}
            case ast.Attribute(attr="http", value=owner) if last_name(owner) == "hass":
                return True
            case _:
                continue
        if any(f"{each}.".startswith(_SERVERS) for each in names):
            return True
    return False

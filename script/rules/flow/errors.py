"""Rules for what flows try, and how they tell what failed."""

import ast
from collections.abc import Iterator
import sys
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import called, inner, keyword, last_name
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, plugin, threads

from .flows import CONFIG_FLOW, OAUTH_FLOW, config_flows, flows
from .outcomes import errors_in, unattended_nodes

# Calls that end a step, also by raising AbortFlow, which a broad `except` would take for an error.
_ENDS: Final = {
    "_abort_if_unique_id_configured",
    "_abort_if_unique_id_mismatch",
    "_async_abort_entries_match",
    "async_abort",
    "async_create_entry",
    "async_show_form",
    "async_update_and_abort",
    "async_update_reload_and_abort",
}
_EVERYTHING: Final = {"", "Exception", "BaseException"}
_ABORTS_TOO: Final = _EVERYTHING | {"HomeAssistantError", "FlowError"}


def _caught(node: ast.Try) -> list[ast.expr | None]:
    """Return the exceptions that handlers are for, None for a bare one."""
    return [
        each
        for handler in node.handlers
        for each in (
            handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        )
    ]


@rule(
    code="review-guide/narrow-try",
    title="A flow tries only what talks to the device or service",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="Flows end by raising AbortFlow, which a broad except would show as an error.",
    mend="Try only what talks to the device or service, and go on after it",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                errors = {}
                try:
                    info = await client.info()
                except Exception:
                    errors["base"] = "unknown"
                else:
                    await self.async_set_unique_id(info.serial)
                    self._abort_if_unique_id_configured()
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                try:
                    return self.async_create_entry(title=await client.name(), data=user_input)
                except ExampleError:
                    return self.async_abort(reason="cannot_connect")
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                errors = {}
                try:
                    info = await client.info()
                    await self.async_set_unique_id(info.serial)
                    self._abort_if_unique_id_configured()  # !
                except Exception:
                    errors["base"] = "unknown"
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                errors = {}
                try:
                    self._async_abort_entries_match(user_input)  # !
                    await client.info()
                except (ExampleError, HomeAssistantError):
                    errors["base"] = "cannot_connect"
        """,
        file="config_flow.py",
    ),
)
def narrow_try(integration: Integration) -> Iterator[Finding]:
    """Report ends of a step that are tried, so that a broad `except` takes them for errors."""
    for flow in flows(integration):
        for module, node in flow.nodes:
            if not isinstance(node, ast.Try):
                continue
            caught = {last_name(each) for each in _caught(node)}
            if not _ABORTS_TOO & caught or "AbortFlow" in caught:
                continue
            for statement in node.body:
                for each in (statement, *inner(statement)):
                    if isinstance(each, ast.Call) and last_name(each.func) in _ENDS:
                        yield module.found(
                            each,
                            f"{last_name(each.func)} is tried, and what it raises would be shown as an error",
                        )


@rule(
    code="review-guide/only-broad-except",
    title="A flow tells the library's own errors from all others",
    severity=Severity.ASKED,
    source=threads(159140),
    why="A refused password and a device that is off are the user's to mend, and unknown says neither.",
    mend="Catch the library's exceptions before, each with an error of its own",
    good=(
        Example(
            {
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        errors = {}
        try:
            await ExampleClient().info()
        except ExampleConnectionError:
            errors["base"] = "cannot_connect"
        except Exception:
            errors["base"] = "unknown"
""",
                "coordinator.py": """\
async def fetch(client):
    try:
        await client.fetch()
    except ExampleError as err:
        raise UpdateFailed from err
""",
            }
        ),
        *examples(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    errors = {}
                    try:
                        await client_of_a_library_without_errors.info()
                    except Exception:
                        errors["base"] = "unknown"
            """,
            file="config_flow.py",
        ),
    ),
    bad=(
        Example(
            {
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        errors = {}
        try:
            await ExampleClient().info()
        except Exception:  # !
            errors["base"] = "unknown"
""",
                "coordinator.py": """\
async def fetch(client):
    try:
        await client.fetch()
    except ExampleError as err:
        raise UpdateFailed from err
""",
            }
        ),
        Example(
            {
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def _async_validate(self, data):
        client = ExampleClient()
        try:
            await client.info()
        except Exception:  # !
            return {"base": "unknown"}
        return {}
""",
                "sensor.py": """\
async def fetch(client):
    try:
        await client.fetch()
    except (ExampleAuthError, ExampleConnectionError) as err:
        raise UpdateFailed from err
""",
            }
        ),
    ),
)
def only_broad_except(integration: Integration) -> Iterator[Finding]:
    """Report flows that catch everything where the integration knows what the library raises."""
    known = {
        package
        for module in integration.modules
        for node in module.nodes
        if isinstance(node, ast.Try)
        for package in _libraries(module, _caught(node))
    }
    for flow in flows(integration):
        unattended = unattended_nodes(flow)
        for module, part in flow.parts:
            for node in ast.walk(part):
                if not isinstance(node, ast.Try) or not node.handlers:
                    continue
                if (
                    node not in unattended
                    and {last_name(each) for each in _caught(node)} <= _EVERYTHING
                    and _tells(node.handlers[-1])
                    and known & _used(module)
                ):
                    yield module.found(
                        node.handlers[0],
                        "All that fails is one error here, and the library has errors of its own",
                    )


def _tells(handler: ast.ExceptHandler) -> bool:
    """Return whether the user is told that something failed."""
    return "async_abort" in called(handler) or any(
        any(errors_in(node)) for node in ast.walk(handler)
    )


def _libraries(module: Module, names: list[ast.expr | None]) -> Iterator[str]:
    """Yield the libraries that names are imported from."""
    for name in names:
        if (
            name is not None
            and (definition := module.definition(name))
            and _is_library(package := definition.name.partition(".")[0])
        ):
            yield package


def _used(module: Module) -> set[str]:
    """Return the libraries that a module imports from."""
    return {
        package
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and not node.level
        if _is_library(package := (node.module or "").partition(".")[0])
    }


def _is_library(package: str) -> bool:
    return package not in (
        "homeassistant",
        "builtins",
        "aiohttp",
        "probatio",
        "yarl",
        "",
    ) and (package not in sys.stdlib_module_names)


@rule(
    code="home-assistant-missing-test-before-configure",
    title="A flow that is said to test the connection shows what failed",
    severity=Severity.REFUSED,
    source=plugin("quality_scale/test_before_configure"),
    why="Otherwise the entry is created whether or not it works.",
    mend="Connect before the entry is created, and show what failed",
    good=(
        Example(
            {
                "quality_scale.yaml": "rules:\n  test-before-configure: done\n",
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        errors = {}
        if user_input is not None:
            return self.async_create_entry(title="Example", data=user_input)
        return self.async_show_form(step_id="user", errors=errors)
""",
            }
        ),
        Example(
            {
                "quality_scale.yaml": "rules:\n  test-before-configure: done\n",
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        try:
            await client.info()
        except ExampleError:
            return self.async_abort(reason="cannot_connect")
        return self.async_create_entry(title="Example", data={})
""",
            }
        ),
    ),
    bad=(
        Example(
            {
                "quality_scale.yaml": "rules:\n  test-before-configure: done\n",
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):  # !
    async def async_step_user(self, user_input=None):
        if user_input is not None:
            return self.async_create_entry(title="Example", data=user_input)
        return self.async_show_form(step_id="user")
""",
            }
        ),
        Example(
            {
                "quality_scale.yaml": "rules:\n  test-before-configure: done\n",
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):  # !
    async def async_step_user(self, user_input=None):
        if user_input is not None:
            return self.async_create_entry(title="Example", data=user_input)
        return self.async_show_form(step_id="user", errors={})
""",
            }
        ),
    ),
)
def missing_test_before_configure(integration: Integration) -> Iterator[Finding]:
    """Report a config flow that adds an entry whether or not it works."""
    if not integration.done("test-before-configure"):
        return
    for flow in config_flows(integration):
        if (
            flow.module.derives(flow.class_, CONFIG_FLOW)
            and not flow.module.derives(flow.class_, OAUTH_FLOW)
            and any("async_create_entry" in called(each) for _, each in flow.family)
            and not any(_shows_failure(module) for module, _ in flow.family)
        ):
            yield flow.found(
                flow.class_, "test-before-configure is done, and no form shows an error"
            )


def _shows_failure(module: Module) -> bool:
    """Return whether a form gets errors, or the flow ends where something failed."""
    for node in module.nodes:
        match node:
            case ast.Call():
                errors = keyword(node, "errors")
                if (
                    errors is not None
                    and not isinstance(errors, ast.Constant)
                    and not (isinstance(errors, ast.Dict) and not errors.keys)
                ):
                    return True
            case ast.ExceptHandler():
                if {"async_abort", "AbortFlow"} & called(node):
                    return True
    return False

"""Rule for actions that fail, of which the user has to hear."""

import ast
from collections.abc import Iterator

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Definition, Module
from script.integration.syntax import Function, dotted, keyword, last_name, methods
from script.rules import actions as judged
from script.rules.entities.kinds import own_family
from script.rules.examples import Example

from .actions import REGISTER, offered, registrations
from .errors import is_error, raised_errors
from .proof import Proof, proof
from .tier_rule import Tier, TierRule
from .validators import SETUP_ERRORS

_TEST = {
    "tests/test_switch.py": """\
async def test_refused(hass: HomeAssistant) -> None:
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call("switch", "turn_on", blocking=True)
"""
}


def action_methods(integration: Integration) -> Iterator[tuple[Module, Function]]:
    """Yield the methods of entities that carry out an action.

    Home Assistant's own classes have each of them twice, for coroutines and for threads.
    """
    for home, class_ in integration.entities:
        family = list(own_family(home, class_))
        core = {
            name
            for ancestor in home.ancestors(class_)
            if ancestor.module not in integration.modules
            and isinstance(ancestor.node, ast.ClassDef)
            for name in methods(ancestor.node)
        }
        for module, each in family:
            for name, function in (
                methods(each).items() if module in integration.modules else ()
            ):
                if (
                    name.startswith("async_")
                    and name in core
                    and name.removeprefix("async_") in core
                    and isinstance(function.returns, ast.Constant)
                ):
                    yield module, function


def acts(integration: Integration) -> Iterator[Fact]:
    """Yield the actions, those of entities too."""
    yield from offered(integration)
    for module, function in action_methods(integration):
        yield fact(module, f"{function.name} carries out an action", function)


def failing_actions(integration: Integration) -> Iterator[Fact]:
    """Yield the errors that an action may end in, which are not those of setup and polling."""
    for module, call in raised_errors(integration):
        if last_name(call) not in SETUP_ERRORS | {"UpdateFailed"}:
            yield fact(module, f"{last_name(call)} is raised", call)


def action_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests of actions that fail."""
    yield proof(
        "sees an action fail",
        "raises",
        one_of=("HomeAssistantError", "ServiceValidationError"),
    )


@TierRule(
    tier=Tier.SILVER,
    code="action-exceptions",
    title="every action can raise an error for the user",
    why="An action that fails in silence looks as if it had worked, to the user and to automations.",
    mend="Raise HomeAssistantError where the device refuses, and ServiceValidationError for wrong input",
    evidence=failing_actions,
    against=acts,
    proofs=action_proofs,
    exempt="The integration does not provide any actions.",
    is_reasoned=True,
    good=(
        Example(
            {
                "switch.py": """\
class ExampleSwitch(SwitchEntity):
    async def async_turn_on(self, **kwargs: Any) -> None:
        try:
            await self.client.turn_on()
        except ExampleError as err:
            raise HomeAssistantError(  # ✔
                translation_domain=DOMAIN, translation_key="refused"
            ) from err
""",
                **_TEST,
            }
        ),
        # The error is made elsewhere.
        Example(
            {
                "switch.py": """\
def _error(err: ExampleError) -> HomeAssistantError:
    raise HomeAssistantError(str(err)) from err  # ✔


class ExampleSwitch(SwitchEntity):
    async def async_turn_on(self, **kwargs: Any) -> None:
        try:
            await self.client.turn_on()
        except ExampleError as err:
            raise _error(err)
""",
                **_TEST,
            }
        ),
    ),
    bad=(
        Example(
            {
                "switch.py": """\
class ExampleSwitch(SwitchEntity):
    async def async_turn_on(self, **kwargs: Any) -> None:  # !
        await self.client.turn_on()

    def _error(self) -> HomeAssistantError:
        raise HomeAssistantError("Refused")
""",
                **_TEST,
            }
        ),
        # No test sees it fail.
        Example(
            {
                "switch.py": """\
class ExampleSwitch(SwitchEntity):
    async def async_turn_on(self, **kwargs: Any) -> None:
        if not await self.client.turn_on():
            raise HomeAssistantError("Refused")
"""
            }
        ),
    ),
)
def action_exceptions(integration: Integration) -> Iterator[Finding]:
    """Report actions that fail without telling the user."""
    yield from judged.swallowed.findings(integration)
    actions = list(dict.fromkeys(action_methods(integration)))
    registering = [
        (module, function)
        for module, call in registrations(integration)
        if (function := module.function_around(call))
    ]
    for module, function in (*actions, *dict.fromkeys(registering)):
        if _may_fail(integration, module, function) and not any(
            _makes_error(home, node)
            for root in _roots(integration, module, function)
            for each, home in integration.reach(module, root).items()
            for node in ast.walk(each)
        ):
            yield gap(
                module,
                f"nothing in {function.name} raises an error of Home Assistant",
                "Raise HomeAssistantError where the device refuses, and ServiceValidationError for wrong input",
                function,
                # What awaits may never fail, or raise such an error itself.
                advice=True,
            )


def _roots(
    integration: Integration, module: Module, function: Function
) -> Iterator[ast.AST]:
    """Yield an action, and the entity descriptions or other tables that say what it does."""
    yield function
    if any(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and last_name(call.func) in REGISTER
        for node in (keyword(call, "func"), keyword(call, "service_func"))
    ):
        yield module.tree
    if any(
        isinstance(node, ast.Attribute) and node.attr == "entity_description"
        for node in ast.walk(function)
    ):
        yield from (call for home, call in integration.descriptions if home is module)


def _may_fail(integration: Integration, module: Module, function: Function) -> bool:
    """Return whether an action awaits something, and nothing of Home Assistant's own that raises itself."""
    class_ = module.class_around(function)
    inherited = {
        name
        for ancestor in (module.ancestors(class_) if class_ else ())
        if ancestor.module
        and ancestor.module not in integration.modules
        and isinstance(ancestor.node, ast.ClassDef)
        for name in methods(ancestor.node)
    }
    awaited = [
        (home, node.value.func)
        for each, home in integration.reach(module, function).items()
        for node in ast.walk(each)
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call)
    ]
    names = {dotted(each).removeprefix("self.") for _, each in awaited}
    # Such as sending by an entity of another integration, which its class does.
    if any(name.startswith("_") for name in names & inherited) or any(
        _is_core(integration, home.definition(each)) for home, each in awaited
    ):
        return False
    # What it calls of its own is reached anyway.
    return class_ is None or bool(names - inherited - integration.functions.keys())


def _is_core(integration: Integration, definition: Definition | None) -> bool:
    """Return whether this is of Home Assistant itself, or of another integration."""
    return (
        definition is not None
        and definition.module is not None
        and definition.module not in integration.modules
    )


def _makes_error(module: Module, node: ast.AST) -> bool:
    """Return whether code raises an error of Home Assistant, or makes one to be raised."""
    match node:
        case ast.Raise():
            return is_error(
                module.definition(
                    node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                )
            )
        case ast.Call():
            return is_error(module.definition(node.func))
    return False

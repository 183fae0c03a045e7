"""Rules for coordinators."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import (
    Function,
    is_self,
    keyword,
    last_name,
    methods,
    parameters,
)

from .examples import examples
from .rule import Severity, rule
from .sources import guide, plugin


def _passed_entry(init: Function) -> ast.expr | None:
    """Return what a coordinator passes to its base class as config entry."""
    return next(
        (
            keyword(call, "config_entry")
            for call in ast.walk(init)
            if isinstance(call, ast.Call)
            and ast.unparse(call.func) == "super().__init__"
        ),
        None,
    )


@rule(
    code="home-assistant-coordinator-untyped-config-entry",
    title="A coordinator names the integration's own type of entry",
    severity=Severity.REFUSED,
    source=plugin("coordinator"),
    why="Only that type says what `config_entry.runtime_data` is.",
    mend="Annotate with the integration's own type",
    good=examples(
        """
        type ExampleConfigEntry = ConfigEntry[ExampleCoordinator]

        class ExampleCoordinator(DataUpdateCoordinator[None]):
            config_entry: ExampleConfigEntry
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            config_entry: ConfigEntry
        """,
        file="coordinator.py",
    ),
    bad=examples(
        """
        type ExampleConfigEntry = ConfigEntry[ExampleCoordinator]

        class ExampleCoordinator(DataUpdateCoordinator[None]):
            config_entry: ConfigEntry  # !
        """,
        """
        type ExampleConfigEntry = ConfigEntry[ExampleCoordinator]

        class ExampleCoordinator(DataUpdateCoordinator[None]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:  # !
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
        """,
        file="coordinator.py",
    ),
)
def untyped_entry(integration: Integration) -> Iterator[Finding]:
    """Report coordinators that do not name the integration's own type of entry."""
    aliases = sorted(
        name
        for module in integration.modules
        for name, bound in module.bindings.items()
        if isinstance(bound, ast.Subscript) and last_name(bound) == "ConfigEntry"
    )
    if not aliases:
        return
    for module, class_ in integration.coordinators:
        for annotation in _annotations(class_):
            either = (
                [annotation.left, annotation.right]
                if isinstance(annotation, ast.BinOp)
                else [annotation]
            )
            if any(
                not isinstance(each, ast.Subscript) and last_name(each) == "ConfigEntry"
                for each in either
            ):
                yield module.found(
                    annotation,
                    f"{class_.name} takes any ConfigEntry",
                    f"Annotate with {' or '.join(aliases)}",
                )


def _annotations(coordinator: ast.ClassDef) -> Iterator[ast.expr]:
    """Yield the types that a coordinator gives its config entry."""
    for statement in coordinator.body:
        if (
            isinstance(statement, ast.AnnAssign)
            and last_name(statement.target) == "config_entry"
        ):
            yield statement.annotation
    if init := methods(coordinator).get("__init__"):
        names = {"config_entry", last_name(_passed_entry(init))}
        for each in parameters(init):
            if each.arg in names and each.annotation:
                yield each.annotation


@rule(
    code="home-assistant-coordinator-redundant-config-entry",
    title="A coordinator leaves it to its base class to store the entry",
    severity=Severity.REFUSED,
    source=plugin("coordinator"),
    why="`DataUpdateCoordinator` stores the entry that it is passed.",
    mend="Remove the assignment",
    good=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
                self.client = ExampleClient(entry.data[CONF_HOST])
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            config_entry: ConfigEntry
        """,
        file="coordinator.py",
    ),
    bad=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
                self.config_entry = entry  # !
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                self.config_entry: ConfigEntry = entry  # !
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
        """,
        file="coordinator.py",
    ),
)
def redundant_entry(integration: Integration) -> Iterator[Finding]:
    """Report coordinators that store what their base class has stored."""
    for module, class_ in integration.coordinators:
        init = methods(class_).get("__init__")
        if init is None or _passed_entry(init) is None:
            continue
        for node in ast.walk(init):
            match node:
                case (
                    ast.Assign(targets=[target])
                    | ast.AnnAssign(target=target, value=ast.expr())
                ):
                    if is_self(target, "config_entry"):
                        yield module.found(
                            node,
                            "The base class has stored the config entry already",
                        )


@rule(
    code="review-guide/auth-error",
    title="Refused credentials ask the user for new ones",
    severity=Severity.ASKED,
    source=guide("data update coordinator"),
    why="After UpdateFailed a coordinator tries again, for ever and in vain.",
    mend="Raise ConfigEntryAuthFailed, which asks the user for new ones; ConfigEntryError until there is a step for that",
    good=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            async def _async_update_data(self) -> None:
                try:
                    await self.client.fetch()
                except ExampleAuthError as err:
                    raise ConfigEntryAuthFailed from err
                except ExampleError as err:
                    raise UpdateFailed from err
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            async def _async_update_data(self) -> None:
                try:
                    await self.client.fetch()
                except ExampleAuthError as err:
                    if self.signed_in:
                        raise UpdateFailed from err
                    raise ConfigEntryAuthFailed from err
        """,
        file="coordinator.py",
    ),
    bad=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            async def _async_update_data(self) -> None:
                try:
                    await self.client.fetch()
                except ExampleAuthError as err:
                    raise UpdateFailed from err  # !
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            async def _async_update_data(self) -> None:
                try:
                    await self.client.fetch()
                except example_client.InvalidCredentials as err:
                    raise UpdateFailed("Refused") from err  # !
        """,
        file="coordinator.py",
    ),
)
def auth_error(integration: Integration) -> Iterator[Finding]:
    """Report refused credentials that are tried again for ever."""
    for module, class_ in integration.coordinators:
        for handler in ast.walk(class_):
            if not isinstance(handler, ast.ExceptHandler) or not _is_auth(
                handler.type, integration.domain
            ):
                continue
            raised = {
                last_name(node.exc): node
                for node in ast.walk(handler)
                if isinstance(node, ast.Raise)
            }
            if "UpdateFailed" in raised and "ConfigEntryAuthFailed" not in raised:
                yield module.found(
                    raised["UpdateFailed"], "Refused credentials raise UpdateFailed"
                )


def _is_auth(caught: ast.expr | None, domain: str) -> bool:
    """Return whether what is caught is only about credentials, whatever is in the domain that its name begins with."""
    if not isinstance(caught, ast.Name | ast.Attribute):
        return False
    name = last_name(caught).lower().removeprefix(domain.replace("_", ""))
    return any(
        word in name for word in ("auth", "credential", "invalidtoken", "unauthorized")
    )

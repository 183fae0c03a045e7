"""Check coordinators."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    Function,
    is_self,
    keyword,
    last_name,
    methods,
    parameters,
)

COORDINATOR: Final = "homeassistant.helpers.update_coordinator.DataUpdateCoordinator"


def _coordinators(integration: Integration) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield the coordinators."""
    for module in integration.modules:
        for class_ in module.classes:
            if module.derives(class_, COORDINATOR):
                yield module, class_


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
    for module, class_ in _coordinators(integration):
        annotations = [
            statement.annotation
            for statement in class_.body
            if isinstance(statement, ast.AnnAssign)
            and last_name(statement.target) == "config_entry"
        ]
        if init := methods(class_).get("__init__"):
            names = {"config_entry", last_name(_passed_entry(init))}
            annotations += [
                each.annotation
                for each in parameters(init)
                if each.arg in names and each.annotation
            ]
        for annotation in annotations:
            plain = (
                [annotation]
                if not isinstance(annotation, ast.BinOp)
                else [annotation.left, annotation.right]
            )
            if any(
                not isinstance(each, ast.Subscript) and last_name(each) == "ConfigEntry"
                for each in plain
            ):
                yield module.finding(
                    annotation,
                    "home-assistant-coordinator-untyped-config-entry",
                    f"{class_.name} takes any ConfigEntry",
                    f"Annotate with {' or '.join(aliases)}",
                )


def redundant_entry(integration: Integration) -> Iterator[Finding]:
    """Report coordinators that store what their base class has stored."""
    for module, class_ in _coordinators(integration):
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
                        yield module.finding(
                            node,
                            "home-assistant-coordinator-redundant-config-entry",
                            "The base class has stored the config entry already",
                            "Remove the assignment",
                        )


def auth_error(integration: Integration) -> Iterator[Finding]:
    """Report refused credentials that are tried again for ever."""
    for module, class_ in _coordinators(integration):
        for handler in ast.walk(class_):
            if not isinstance(handler, ast.ExceptHandler) or not _is_auth(handler.type):
                continue
            raised = {
                last_name(node.exc): node
                for node in ast.walk(handler)
                if isinstance(node, ast.Raise)
            }
            if "UpdateFailed" in raised and "ConfigEntryAuthFailed" not in raised:
                yield module.finding(
                    raised["UpdateFailed"],
                    "review-guide/auth-error",
                    "Refused credentials raise UpdateFailed, so they are tried again for ever",
                    "Raise ConfigEntryAuthFailed, which asks the user for new ones",
                )


def _is_auth(caught: ast.expr | None) -> bool:
    """Return whether what is caught is only about credentials."""
    return isinstance(caught, ast.Name | ast.Attribute) and any(
        word in last_name(caught).lower()
        for word in ("auth", "credential", "invalidtoken", "unauthorized")
    )


CHECKS: Final = (untyped_entry, redundant_entry, auth_error)

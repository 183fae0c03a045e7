"""Rules for lights."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import assigned, attributes, is_none, is_self, methods
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .classes import family, final_entities

_MODE: Final = "color_mode"
_MODES: Final = "supported_color_modes"
_GOOD: Final = examples(
    """
    class ExampleLight(LightEntity):
        _attr_color_mode = ColorMode.ONOFF
        _attr_supported_color_modes = {ColorMode.ONOFF}
    """,
    """
    class ExampleLight(LightEntity):
        _attr_supported_color_modes = {ColorMode.ONOFF, ColorMode.HS}

        @property
        def color_mode(self) -> ColorMode:
            return ColorMode.HS if self.client.hue else ColorMode.ONOFF
    """,
    file="light.py",
)


@rule(
    code="home-assistant-light-missing-color-mode",
    title="A light with color modes is in one of them",
    severity=Severity.REFUSED,
    source=plugin("light_color_mode"),
    why="Home Assistant raises where it needs the color mode of a light that is on.",
    mend="Set _attr_color_mode",
    good=_GOOD,
    bad=examples(
        """
        class ExampleLight(LightEntity):  # !
            _attr_supported_color_modes = {ColorMode.ONOFF}
        """,
        """
        class ExampleLight(LightEntity):  # !
            _attr_color_mode = None

            def __init__(self, client: ExampleClient) -> None:
                self._attr_supported_color_modes = {ColorMode(each) for each in client.modes}
        """,
        file="light.py",
    ),
)
def missing_mode(integration: Integration) -> Iterator[Finding]:
    """Report lights with supported color modes that are in none."""
    for module, class_, provided in _lights(integration):
        if provided == {_MODES}:
            yield module.found(
                class_, f"{class_.name} has supported color modes and no color mode"
            )


@rule(
    code="home-assistant-light-missing-supported-color-modes",
    title="A light in a color mode says which it supports",
    severity=Severity.REFUSED,
    source=plugin("light_color_mode"),
    why="Home Assistant raises where it needs the modes that a light supports.",
    mend="Set _attr_supported_color_modes",
    good=_GOOD,
    bad=examples(
        """
        class ExampleLight(LightEntity):  # !
            _attr_color_mode = ColorMode.ONOFF
        """,
        """
        class ExampleLight(LightEntity):  # !
            @property
            def color_mode(self) -> ColorMode:
                return ColorMode.ONOFF
        """,
        file="light.py",
    ),
)
def missing_modes(integration: Integration) -> Iterator[Finding]:
    """Report lights with a color mode that support none."""
    for module, class_, provided in _lights(integration):
        if provided == {_MODE}:
            yield module.found(
                class_, f"{class_.name} has a color mode and no supported color modes"
            )


def _lights(
    integration: Integration,
) -> Iterator[tuple[Module, ast.ClassDef, set[str]]]:
    """Yield each light with what it and its own bases provide of its color modes."""
    for module in integration.modules:
        for class_ in final_entities(module):
            if any(
                each.name.startswith("homeassistant.components.light.")
                for each in module.ancestors(class_)
            ):
                own = [
                    each
                    for owner, each in family(module, class_)
                    if not owner.name.startswith(
                        ("homeassistant.components.light", "homeassistant.helpers")
                    )
                    or integration.domain == "light"
                ]
                provided = {
                    name
                    for name in (_MODE, _MODES)
                    if any(_provides(each, name) for each in own)
                }
                yield module, class_, provided


def _provides(class_: ast.ClassDef, name: str) -> bool:
    """Return whether a class on its own has an attribute other than None, or a property."""
    own = attributes(class_).get(f"_attr_{name}")
    return (
        (own is not None and not is_none(own))
        or name in methods(class_)
        or any(
            is_self(target, f"_attr_{name}") and not is_none(value)
            for node in ast.walk(class_)
            for target, value in assigned(node)
        )
    )

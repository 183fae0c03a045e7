"""Call members of entities as core's platforms do now."""

import ast
from collections.abc import Iterator

from script.cut.source import Edit, Source
from script.integration.syntax import FUNCTIONS
from script.rules.usages import old_members

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing
from .subject import Subject


@Codemod(
    name="renamed-members",
    title="Call members of entities as core's platforms do now",
    changes=pairs(
        (
            """
            from homeassistant.components.climate import ClimateEntity


            class ExampleClimate(ClimateEntity):
                _attr_temperature_unit = UnitOfTemperature.CELSIUS
            """,
            """
            from homeassistant.components.climate import ClimateEntity


            class ExampleClimate(ClimateEntity):
                _attr_native_temperature_unit = UnitOfTemperature.CELSIUS
            """,
        ),
        (
            """
            from homeassistant.components.climate import ClimateEntity


            class ExampleClimate(ClimateEntity):
                @property
                def target_temperature(self) -> float:
                    return 21.5
            """,
            """
            from homeassistant.components.climate import ClimateEntity


            class ExampleClimate(ClimateEntity):
                @property
                def native_target_temperature(self) -> float:
                    return 21.5
            """,
        ),
        (
            """
            from homeassistant.components.climate import ClimateEntity


            class ExampleEntity(ClimateEntity):
                pass


            class ExampleClimate(ExampleEntity):
                def __init__(self) -> None:
                    self._attr_current_temperature = 20.5

                def log(self) -> None:
                    print(self.current_temperature)
            """,
            """
            from homeassistant.components.climate import ClimateEntity


            class ExampleEntity(ClimateEntity):
                pass


            class ExampleClimate(ExampleEntity):
                def __init__(self) -> None:
                    self._attr_native_current_temperature = 20.5

                def log(self) -> None:
                    print(self.native_current_temperature)
            """,
        ),
        file="climate.py",
    ),
    keeps=kept(
        """
        from homeassistant.components.climate import ClimateEntity


        class ExampleClimate(ClimateEntity):
            _attr_native_temperature_unit = UnitOfTemperature.CELSIUS
        """,
        """
        from homeassistant.components.climate import ClimateEntity


        class ExampleClimate(ClimateEntity):
            @property
            def native_current_temperature(self) -> float:
                return self.status.current_temperature
        """,
        """
        class ExampleClient:
            def current_temperature(self) -> float:
                return 20.5
        """,
        file="climate.py",
    ),
)
def renamed_members(subject: Subject) -> Iterator[Change]:
    """Yield the classes with members of old names, each with all that it has of them."""
    for module in subject.modules:
        source = subject.source(module)
        for class_ in module.classes:
            edits = [
                _named(source, node, replacement)
                for node, _, replacement in old_members(module, class_)
            ]
            if edits:
                yield change(subject, module, class_, *edits)


def _named(source: Source, node: ast.AST, name: str) -> Edit:
    """Return the edit that gives a definition, a variable or an attribute another name."""
    if isinstance(node, FUNCTIONS):
        tokens = source.after(source.start(node))
        next(token for token in tokens if token.text == "def")
        old = next(tokens)
        return Edit(old.start, old.end, name)
    if isinstance(node, ast.Attribute):
        end = source.end(node)
        return Edit(end - len(node.attr), end, name)
    return replacing(source, node, name)

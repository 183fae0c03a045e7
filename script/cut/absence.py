"""The absence of a feature: all that is not there without it."""

from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Absence:
    """What is not there, as plain data.

    Qualified names are those of Home Assistant's own modules, however a module imports them, and
    stand for all that is below them too.

    Attributes:
        modules: Modules and packages of the integration, relative to it ("switch", "api.push").
        names: Qualified names ("homeassistant.const.Platform.SWITCH",
            "homeassistant.config_entries.ConfigEntry.async_start_reauth"). A method goes from any
            object.
        definitions: Functions and methods of the integration ("async_step_reauth").
        members: Methods and attributes of any class ("extra_state_attributes").
        sources: Flow sources that never occur ("reauth").
        inherited: Flow sources that still occur, though the flow may only inherit their steps.
        empty: Mappings of a config entry that have nothing in them ("options", "subentries").
        test_names: Qualified names that only its tests use ("homeassistant.components.switch").
        test_strings: Strings that only its tests use, to be compared whole, or by their beginning
            where they end with a dot ("switch." for all entities of that platform).
    """

    modules: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    definitions: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    inherited: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    test_names: frozenset[str] = frozenset()
    test_strings: frozenset[str] = frozenset()

    def __or__(self, other: Self) -> Self:
        """Return the absence of both."""
        return type(self)(
            **{
                field.name: getattr(self, field.name) | getattr(other, field.name)
                for field in fields(self)
            }
        )

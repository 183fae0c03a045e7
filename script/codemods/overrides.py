"""Mark methods that override one of a base class."""

from collections.abc import Iterator

from script.cut.source import Edit
from script.integration.syntax import FUNCTIONS
from script.rules.style import missing_override

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change
from .subject import Subject


@Codemod(
    name="override",
    title="Mark methods that override one of a base class",
    changes=pairs(
        (
            """
            class ExampleSwitch(SwitchEntity):
                @property
                def is_on(self) -> bool:
                    return True
            """,
            """
            class ExampleSwitch(SwitchEntity):
                @property
                @override
                def is_on(self) -> bool:
                    return True
            """,
        ),
        (
            """
            class ExampleFlow(ConfigFlow):
                async def async_step_user(self, user_input: Any = None) -> Any:
                    return self.async_abort(reason="not_supported")
            """,
            """
            class ExampleFlow(ConfigFlow):
                @override
                async def async_step_user(self, user_input: Any = None) -> Any:
                    return self.async_abort(reason="not_supported")
            """,
        ),
        (
            """
            class ExampleEntity(Entity):
                def name_of(self) -> str:
                    return "Example"


            class ExampleSwitch(ExampleEntity):
                def name_of(self) -> str:
                    return "Switch"
            """,
            """
            class ExampleEntity(Entity):
                def name_of(self) -> str:
                    return "Example"


            class ExampleSwitch(ExampleEntity):
                @override
                def name_of(self) -> str:
                    return "Switch"
            """,
        ),
        file="switch.py",
    ),
    keeps=kept(
        """
        class ExampleSwitch(SwitchEntity):
            @property
            @override
            def is_on(self) -> bool:
                return True
        """,
        """
        class ExampleSwitch(SwitchEntity):
            def __init__(self) -> None:
                self.relay = False
        """,
        """
        class Example:
            def is_on(self) -> bool:
                return True
        """,
        file="switch.py",
    ),
)
def override(subject: Subject) -> Iterator[Change]:
    """Yield methods without a mark that the rule of core finds."""
    for module, function in broken(subject, missing_override, *FUNCTIONS):
        start = subject.source(module).line_starts[function.lineno - 1]
        margin = " " * function.col_offset
        edit = Edit(start, start, f"{margin}@override\n")
        yield change(
            subject, module, function, edit, imports=["from typing import override"]
        )

"""Leave out what says nothing: arguments that are the default, and attributes that nobody reads any more."""

import ast
from collections.abc import Iterator

from script.integration.syntax import Function, body, dotted, last_name
from script.integration.types import class_around, method_of
from script.rules.entities.descriptions import redundant_default
from script.rules.flow.needless import connection_class

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, found, without, without_items
from .subject import Subject


@Codemod(
    name="default-arguments",
    title="Leave out of descriptions of entities what is the default",
    changes=pairs(
        (
            """
            POWER = SensorEntityDescription(
                key="power",
                entity_registry_enabled_default=True,
            )
            """,
            'POWER = SensorEntityDescription(\n    key="power")',
        ),
        (
            'POWER = SensorEntityDescription(key="power", icon=None, name="Power")',
            'POWER = SensorEntityDescription(key="power", name="Power")',
        ),
        (
            'POWER = SensorEntityDescription(icon=None, entity_category=None, key="power", translation_key=None)',
            'POWER = SensorEntityDescription(key="power")',
        ),
        file="sensor.py",
    ),
    keeps=kept(
        'POWER = SensorEntityDescription(key="power", entity_registry_enabled_default=False)',
        "POWER = make(icon=None)",
        """
        @dataclass(frozen=True, kw_only=True)
        class ExampleDescription(SensorEntityDescription):
            entity_registry_enabled_default: bool = False


        POWER = ExampleDescription(key="power", entity_registry_enabled_default=True)
        """,
        file="sensor.py",
    ),
)
def default_arguments(subject: Subject) -> Iterator[Change]:
    """Yield the calls that say what is the default."""
    calls: dict[ast.AST, list[ast.keyword]] = {}
    modules = {}
    for module, each, finding in found(subject, redundant_default, ast.keyword):
        if finding.message.startswith(f"{each.arg}="):
            call = module.parents[each]
            calls.setdefault(call, []).append(each)
            modules[call] = module
    for call, going in calls.items():
        assert isinstance(call, ast.Call)
        edits = without_items(
            subject.source(modules[call]), [*call.args, *call.keywords], going
        )
        yield change(subject, modules[call], going[0], *edits)


@Codemod(
    name="connection-class",
    title="Leave out the connection class of a config flow",
    changes=pairs(
        (
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = 1
                CONNECTION_CLASS = "local_polling"
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = 1
            """,
        ),
        (
            """
            class ExampleConfigFlow(config_entries.ConfigFlow, domain=DOMAIN):
                CONNECTION_CLASS = config_entries.CONN_CLASS_CLOUD_POLL

                VERSION = 1
            """,
            """
            class ExampleConfigFlow(config_entries.ConfigFlow, domain=DOMAIN):
                VERSION = 1
            """,
        ),
        (
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                '''Set it up.'''

                CONNECTION_CLASS = CONN_CLASS_CLOUD_POLL
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                '''Set it up.'''
            """,
        ),
        file="config_flow.py",
    ),
    keeps=kept(
        'CONNECTION_CLASS = "tcp"',
        "class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):\n    VERSION = 1",
        'class Client:\n    CONNECTION_CLASS = "tcp"',
        file="config_flow.py",
    ),
)
def connection_classes(subject: Subject) -> Iterator[Change]:
    """Yield the attribute that Home Assistant reads no more."""
    for module, statement in broken(
        subject, connection_class, ast.Assign, ast.AnnAssign
    ):
        class_ = module.class_around(statement)
        if class_ and any(each.arg == "domain" for each in class_.keywords):
            edit = without(subject.source(module), [statement])
            yield change(subject, module, statement, edit)


@Codemod(
    name="calls-without-effect",
    title="Leave out calls of what Home Assistant keeps without any effect",
    changes=pairs(
        (
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_confirm(self) -> ConfigFlowResult:
                    self._set_confirm_only()
                    return self.async_show_form(step_id="confirm")
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_confirm(self) -> ConfigFlowResult:
                    return self.async_show_form(step_id="confirm")
            """,
        ),
        (
            """
            class ExampleFlow(ConfigFlow):
                async def async_step_confirm(self) -> ConfigFlowResult:
                    if self.source:
                        self._set_confirm_only()
                    return self.async_show_form(step_id="confirm")
            """,
            """
            class ExampleFlow(ConfigFlow):
                async def async_step_confirm(self) -> ConfigFlowResult:
                    if self.source:
                        pass
                    return self.async_show_form(step_id="confirm")
            """,
        ),
        (
            """
            class Base(ConfigFlow):
                pass


            class ExampleFlow(Base):
                def confirm(self) -> None:
                    self._set_confirm_only()
                    self.confirmed = True
            """,
            """
            class Base(ConfigFlow):
                pass


            class ExampleFlow(Base):
                def confirm(self) -> None:
                    self.confirmed = True
            """,
        ),
        file="config_flow.py",
    ),
    keeps=kept(
        """
        class ExampleFlow(ConfigFlow):
            def _set_confirm_only(self) -> None:
                self.confirmed = True

            def confirm(self) -> None:
                self._set_confirm_only()
        """,
        """
        class ExampleFlow(ConfigFlow):
            def confirm(self) -> None:
                self._async_current_entries()
        """,
        "class Example:\n    def confirm(self) -> None:\n        self._set_confirm_only()",
        file="config_flow.py",
    ),
)
def calls_without_effect(subject: Subject) -> Iterator[Change]:
    """Yield the calls of methods of Home Assistant that only report that they are called."""
    for module in subject.modules:
        for call in module.calls:
            statement = module.parents[call]
            class_ = class_around(module, call)
            if not (
                isinstance(statement, ast.Expr)
                and isinstance(call.func, ast.Attribute)
                and dotted(call.func.value) == "self"
                and class_
            ):
                continue
            method = method_of(class_, call.func.attr)
            if method and _only_reports(method[2]):
                edit = without(subject.source(module), [statement])
                yield change(subject, module, statement, edit)


def _only_reports(method: Function) -> bool:
    """Return whether a method does nothing but report its usage."""
    statements = [
        each
        for each in body(method)
        if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
    ]
    return bool(statements) and all(
        isinstance(each, ast.Expr)
        and isinstance(each.value, ast.Call)
        and last_name(each.value.func) == "report_usage"
        for each in statements
    )

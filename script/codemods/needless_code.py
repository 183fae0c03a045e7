"""Leave out what says nothing: arguments that are the default, and attributes that nobody reads any more."""

import ast
from collections.abc import Iterator

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

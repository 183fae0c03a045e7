"""Flows are found wherever they stand, with the code that each runs."""

import ast
from pathlib import Path

from script.rules.examples import Example, write
from script.rules.flow.flows import CONFIG, OPTIONS, SUBENTRIES, Flow, flows
from script.rules.flow.outcomes import outcomes, unattended_sources

CLASSES = """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_abort(reason="full")

    async def async_step_import(self, import_data):
        return self.async_abort(reason="unseen")


class ExampleOptionsFlow(OptionsFlow):
    pass


class ExamplePartFlow(ConfigSubentryFlow):
    pass
"""


def found(tmp_path: Path, **files: str) -> tuple[Flow, ...]:
    """Return the flows of an integration that is modules."""
    shown = {f"{name.replace('__', '/')}.py": text for name, text in files.items()}
    return flows(write(tmp_path, Example(shown)))


def test_kinds(tmp_path: Path) -> None:
    """A flow is of the kind of its class, in whichever module."""
    assert [
        (flow.kind, flow.module.path.name)
        for flow in found(tmp_path, setup__steps=CLASSES)
    ] == [(CONFIG, "steps.py"), (OPTIONS, "steps.py"), (SUBENTRIES, "steps.py")]


def test_schemas(tmp_path: Path) -> None:
    """A flow that is written down as schemas has its options in the same class."""
    config, options = found(
        tmp_path,
        config_flow=(
            "OPTIONS_FLOW = {'init': SchemaFlowFormStep(None)}\n"
            "class ExampleConfigFlow(SchemaConfigFlowHandler, domain=DOMAIN):\n"
            "    config_flow = {'user': SchemaFlowFormStep(None)}\n"
            "    options_flow = OPTIONS_FLOW\n"
        ),
    )
    assert (config.kind, options.kind) == (CONFIG, OPTIONS)
    assert isinstance(config.steps, ast.Dict)
    assert options.own == ()


def test_parts(tmp_path: Path) -> None:
    """A flow runs its methods, those of its bases, and the functions that they name."""
    (flow,) = found(
        tmp_path,
        config_flow=(
            "from .base import Base\n"
            "class ExampleConfigFlow(Base, ConfigFlow, domain=DOMAIN):\n"
            "    async def async_step_user(self, user_input=None):\n"
            "        return await self.check()\n"
        ),
        base=(
            "from .helpers import validate\n"
            "class Base:\n"
            "    async def check(self):\n"
            "        return await validate()\n"
        ),
        helpers="async def validate():\n    return {'base': 'no_answer'}\n",
    )
    assert {getattr(part, "name", "") for _, part in flow.parts} == {
        "async_step_user",
        "check",
        "validate",
    }
    assert [outcome.key for outcome in outcomes(flow)] == ["no_answer"]


def test_unattended(tmp_path: Path) -> None:
    """Nobody is told why a flow came to nothing that no user has begun."""
    config, *_ = found(tmp_path, config_flow=CLASSES)
    assert {"import", "zeroconf"} <= unattended_sources()
    assert "user" not in unattended_sources()
    assert [outcome.key for outcome in outcomes(config)] == ["full"]

"""Gather what the templates of tests are filled with."""

from pathlib import Path
from typing import Any

from script.integration.core import core
from script.integration.texts import english

from .answers_in_tests import answer_of, example_of, mocks, other_identity
from .code import answered, collected, mock_path, mocked
from .naming import human, quoted, slug
from .of_credentials import MOVED
from .plan import Entity, Plan
from .several_in_tests import DEVICES, devices, identity_in_tests, name_in_tests


def of_tests(plan: Plan) -> dict[str, Any]:
    """Return what tests expect, and by which calls a client fails in them."""
    identity = plan.identity
    unique = example_of(identity, plan.identity_path) if plan.is_identified else ""
    setup = plan.login.name if plan.login else None
    if setup is None:
        first = next((each.step for each in plan.parts if each.step), None)
        setup = first.name if first else None
    first_state = mock_path(plan.states[0])
    first_identity = mock_path(identity)
    setup = setup or (first_identity if plan.is_fetched_once else first_state)
    enabled = min(
        plan.entities,
        # A number that is measured shows best what a poll brings, and sensors are there from the first pull request on.
        key=lambda each: (
            each.platform == "button",
            each.is_diagnostic,
            each.platform != "sensor",
            each.state_class is None,
        ),
    )
    polled = mock_path(enabled.source)
    part = next(
        (each for each in plan.parts if each.code == enabled.source.step.owner), None
    )

    poll_call = (
        f"mock_{part.attribute}.{enabled.source.step.name}"
        if part
        else f"mock_client.{polled}"
    )
    several = plan.several

    def entity_id(each: Entity, number: int = 1) -> str:
        name = each.name or _class_name(each)
        device = (
            name_in_tests(plan, several, number)
            if several
            else example_of(identity, plan.title_path)
            if plan.title_path
            else plan.device_name
        )
        return f"{each.platform}.{slug(device)}_{slug(name)}"

    disabled = {
        platform: next(
            (
                entity_id(each)
                for each in plan.entities
                if each.platform == platform and each.is_diagnostic
            ),
            "",
        )
        for platform in ("sensor", "binary_sensor")
    }
    return {
        "unique_id": quoted(unique) if plan.is_identified else "",
        "mocked": lambda code: mocked(plan, code),
        "mocks": [*mocks(plan)],
        "entity_id_of": entity_id,
        "setup_mock": "mock_client",
        "setup_call": f"mock_client.{setup}",
        "poll_mock": f"mock_{part.attribute}" if part else "mock_client",
        "poll_call": poll_call,
        "silent": [
            (each.step.name, answer_of(each))
            for each in plan.fetched
            if each.attribute and each.step.is_optional
        ],
        "silent_identity": (
            answer_of(identity)
            if identity.attribute and identity.step.is_optional
            else ""
        ),
        "setter_fixture": lambda each: setter_of(plan, each)[0],
        "setter_call": lambda each: ".".join(setter_of(plan, each)),
        "answer_of": lambda each: _answer_of(plan, each),
        "used_parts": {part.attribute}
        if part
        else set()
        | {
            each.attribute
            for each in plan.parts
            for one in plan.entities
            if one.setter and one.setter.owner == each.code
        },
        "entity_id": entity_id(enabled),
        "devices": [*devices(plan, several)] if several else [],
        "device_ids": [
            identity_in_tests(plan, several, number) for number in range(1, DEVICES + 1)
        ]
        if several
        else [],
        "entity_ids": [entity_id(enabled, number) for number in range(1, DEVICES + 1)]
        if several
        else [],
        "devices_argument": f", devices: list[{several.type}]" if several else "",
        "answer": answered(several, "mock_client", f"{poll_call}.return_value")
        if several
        else "",
        "answer_with": lambda code: collected(several, code) if several else code,
        "changed_input": _changed_input(plan) if plan.is_identified else "USER_INPUT",
        "other_identity": other_identity(plan) if plan.is_identified else "",
        **{f"disabled_{platform}": each for platform, each in disabled.items()},
    }


def _changed_input(plan: Plan) -> str:
    if (address := plan.address) is None:
        return "USER_INPUT"
    return f'{{**USER_INPUT, {address.const}: "{MOVED[address.key]}"}}'


def _class_name(each: Entity) -> str:
    """Return how Home Assistant names an entity of a device class."""
    path = f"component::{each.platform}::entity_component::{each.device_class}::name"
    name = core().string(path, Path()) or human(each.device_class or "")
    return english(name, lambda reference: core().string(reference, Path()))


def _answer_of(plan: Plan, each: Entity) -> str:
    """Return what a test sets to have another state read, "" where that is no copy with one field changed."""
    source = each.source
    fixture, _ = setter_of(plan, each)
    assert each.setter
    is_copied = (
        source.example.get("replaces")
        and "." not in each.path
        and not source.is_several
    )
    if not is_copied or source.step.owner != each.setter.owner:
        return ""
    name = mock_path(source) if fixture == "mock_client" else source.step.name
    return f"{fixture}.{name}.return_value"


def setter_of(plan: Plan, entity: Entity) -> tuple[str, str]:
    """Return the fixture of what is called to set an entity, and how the call is reached in it."""
    assert entity.setter
    owner, name = entity.setter.owner, entity.setter.name
    part = next((each for each in plan.parts if each.code == owner), None)
    if part:
        return f"mock_{part.attribute}", name
    path = f"{owner.replace('()', '.return_value')}.{name}" if owner else name
    return "mock_client", path

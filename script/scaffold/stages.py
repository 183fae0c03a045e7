"""The stages on the way from a new integration to a series, in their order, each with the command that checks it."""

from enum import IntEnum
from typing import Final

from script.integration.integration import Integration
from script.integration.tree import Places


class Stage(IntEnum):
    """A stage."""

    LIBRARY = 1
    FLOW = 2
    ENTITIES = 3
    TESTS = 4
    PAGE = 5
    RUN = 6
    SERIES = 7


TITLES: Final = {
    Stage.LIBRARY: "Library: it speaks to your device or service",
    Stage.FLOW: "Flow: users add what is theirs",
    Stage.ENTITIES: "Entities: what it has",
    Stage.TESTS: "Tests",
    Stage.PAGE: "Page and icon",
    Stage.RUN: "Run it",
    Stage.SERIES: "Series: the pull requests",
}


def command(stage: Stage, integration: Integration) -> str:
    """Return the command that checks a stage."""
    domain = integration.domain
    tests = Places(domain).tests.rstrip("/")
    own = next(iter(integration.libraries), None)
    folder = own.folder if own else None
    match stage:
        case Stage.LIBRARY if folder:
            return f"script/test {folder.relative_to(integration.root)}"
        case Stage.LIBRARY:
            required = own.requirement if own else "PACKAGE==VERSION"
            return f"script/run scaffold --show --requirement {required}"
        case Stage.FLOW:
            return f"script/test {tests}/test_config_flow.py"
        case Stage.ENTITIES:
            return f"script/test {tests} --snapshot-update"
        case Stage.TESTS:
            return f"script/test {tests}"
        case Stage.PAGE:
            return f"script/run documentation {domain} --write"
        case Stage.RUN:
            return f"script/develop {domain}"
        case Stage.SERIES:
            return f"script/run submit {domain}"


def stage_of(path: str, domain: str) -> Stage:
    """Return the stage that a file belongs to."""
    places = Places(domain)
    for start, stage in (
        ("companion/library/", Stage.LIBRARY),
        (f"{places.integration}coordinator", Stage.LIBRARY),
        (f"{places.integration}config_flow", Stage.FLOW),
        (f"{places.integration}strings.json", Stage.FLOW),
        (f"{places.integration}manifest.json", Stage.FLOW),
        (f"{places.integration}quality_scale.yaml", Stage.SERIES),
        (places.integration, Stage.ENTITIES),
        (places.tests, Stage.TESTS),
    ):
        if path.startswith(start):
            return stage
    return Stage.PAGE

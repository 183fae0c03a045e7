"""Rule for the requirements of the manifest."""

from collections.abc import Iterator
import re
from typing import Final

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, strings_at
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest

_REQUIREMENT: Final = re.compile(r"(?:--.+\s)?(?P<package>[-_,.\w\[\]]+)(?P<rest>.*)")


@rule(
    code="requirements",
    title="A requirement is one version of one package",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("requirements"),
    why="What was reviewed and tested is what every user gets.",
    mend="Write it like package==1.2.3",
    good=examples(
        {"requirements": ["example-client[fast]==1.2.3"]},
        {"requirements": []},
        file="manifest.json",
    ),
    bad=examples(
        {"requirements": ["example-client>=1.0.0"]},
        {"requirements": ["example-client == 1.0.0"]},
        {"requirements": ["==1.0.0"]},
        {"requirements": ["example-client==newest"]},
        {"requirements": ["git+https://example.com/client"]},
        file="manifest.json",
    ),
)
def requirements(integration: Integration) -> Iterator[Finding]:
    """Report requirements that could bring another version."""
    for index, requirement in enumerate(
        strings_at(integration.manifest, "requirements")
    ):
        if problem := _problem(requirement):
            yield found_at(
                integration.path / "manifest.json",
                ["requirements", index],
                f"{requirement!r} {problem}",
                name="requirements",
            )


def _problem(requirement: str) -> str | None:
    if " " in requirement:
        return "has a space"
    if (match := _REQUIREMENT.fullmatch(requirement)) is None:
        return "names no package"
    pin, version = match["rest"][:2], match["rest"][2:]
    if pin != "==":
        return "is not pinned to one version"
    if AwesomeVersion(version.split(";")[0]).strategy is AwesomeVersionStrategy.UNKNOWN:
        return "has a version that cannot be read"
    return None

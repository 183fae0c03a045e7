"""Check that each requirement is one version of one package."""

from collections.abc import Iterator
import re
from typing import Final

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, strings_at

_REQUIREMENT: Final = re.compile(r"(?:--.+\s)?(?P<package>[-_,.\w\[\]]+)(?P<rest>.*)")


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield the requirements that could bring another version."""
    path = integration.path / "manifest.json"
    for index, requirement in enumerate(
        strings_at(integration.manifest, "requirements")
    ):
        if problem := _problem(requirement):
            yield Finding(
                path=path,
                line=line_of(path, "requirements", index),
                check="requirements",
                message=f"requirements: {requirement!r} {problem}",
                mend="Write it like package==1.2.3",
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

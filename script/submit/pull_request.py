"""The text of a pull request: core's template, with what the tool knows for sure filled in."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path
import re
from typing import Final

from script.integration.tree import Places

from .check import COMMENTS, FORMAT, TESTS, Verdict
from .patches import Patch
from .series import Kind, Step

# As core had it in autumn 2026. A checkout brings its own.
TEMPLATE: Final = Path(__file__).parent / "pull_request_template.md"

_BOX: Final = "- [ ] "
_ADDED_TEST: Final = re.compile(rb"^\+(?:async )?def test_", re.MULTILINE)


class Box(StrEnum):
    """A box that the tool can tick, by the beginning of its line."""

    TESTS_PASS = "Local tests pass."
    NO_COMMENTS = "There is no commented out code"
    FORMATTED = "The code has been formatted using Ruff"
    TESTS_ADDED = "Tests have been added"
    DERIVED = "The [manifest file][manifest-docs]"
    REQUIREMENTS = "New or updated dependencies have been added"


_PROPOSED: Final = """\
<!--
  Yours to write, which core's AI policy asks for: what the device is, who makes it, and why core
  should have this. Take this comment out then.
-->

"""
_CHECKLIST: Final = """\
<!--
  What is ticked was verified by a run of the judges on exactly these files. The rest, and above all
  that you understand the code, is yours to tick once it is true. Take this comment out then.
-->

"""


def verified(verdict: Verdict, patch: Patch) -> set[Box]:
    """Return the boxes that hold by what the judges said of a step."""
    held = {
        Box.TESTS_PASS: TESTS not in verdict.failed,
        Box.NO_COMMENTS: COMMENTS not in verdict.failed,
        Box.FORMATTED: FORMAT not in verdict.failed,
        Box.TESTS_ADDED: TESTS not in verdict.failed
        and bool(_ADDED_TEST.search(patch.content)),
    }
    return {box for box, holds in held.items() if holds}


def pull_request(
    template: str, step: Step, before: Step | None, ticked: Collection[Box]
) -> str:
    """Return the text of the pull request for a step.

    Args:
        template: Core's, of which every line stays.
        step: The step.
        before: The step before it, if there is one.
        ticked: What is verified.
    """
    notes = {
        "## Type of change": _PROPOSED,
        "- This PR fixes": _links(step, before),
        f"{_BOX}I understand the code": _CHECKLIST,
    }
    starts = tuple(f"{_BOX}{each}" for each in (step.change.kind, *ticked))
    lines = [f"<!-- Title: {step.title} -->\n"]
    for line in template.splitlines(keepends=True):
        lines += [note for start, note in notes.items() if line.startswith(start)]
        lines.append(line.replace("[ ]", "[x]", 1) if line.startswith(starts) else line)
    return "".join(lines)


def _links(step: Step, before: Step | None) -> str:
    lines = "".join(f"  - {line}\n" for line in _companions(step, before))
    return (
        f"<!--\n  Open these first, link them here, and take this comment out:\n{lines}-->\n\n"
        if lines
        else ""
    )


def _companions(step: Step, before: Step | None) -> Iterator[str]:
    """Yield what goes to other repositories with a step."""
    places = Places(step.domain)
    old = before.tree if before else {}
    changed = {path for path, each in step.tree.items() if old.get(path) != each}
    if places.page in changed:
        paths = [
            places.page,
            *sorted(path for path in changed if path.startswith(places.pictures)),
        ]
        files = ", ".join(
            path.removeprefix("companion/home-assistant.io/") for path in paths
        )
        yield f"home-assistant/home-assistant.io, branch next: {files}"
    if any(path.startswith(places.brands[0]) for path in changed):
        images = places.brands[0].removeprefix("companion/brands/")
        yield f"home-assistant/brands, branch master: {images}"
    if step.change.kind is Kind.INTEGRATION:
        for requirement in step.manifest.get("requirements", ()):
            yield f"the source of {requirement}, and its release there"

"""Suggest the first pull request, and say what the rest takes."""

from collections.abc import Iterator

from script.features.found import found, source
from script.features.order import first_platform
from script.features.table import PLATFORM
from script.integration.tree import Places, Tree
from script.submit.patches import patches
from script.submit.series import series
from script.submit.smaller import LARGE

from .points import Fact, Point, Said, Section


def first_pull_request(tree: Tree, domain: str) -> Iterator[Said]:
    """Yield which platform comes first, and what comes later, in pull requests and lines."""
    # Tests take longer to cut than all the rest, and count for none of this.
    own = Places(domain).integration
    tree = {path: each for path, each in tree.items() if path.startswith(own)}
    features = found(tree, domain)
    if not any(each.kind == PLATFORM for each in features):
        yield Fact(section=Section.FIRST_PR, text="It has no entity platform.")
    start = first_platform(features, source(tree, domain))
    steps = series(tree, domain)
    changes = patches(steps)
    lines = [change.added for change in changes]
    platform = f" with the platform {start}" if start else ""
    yield Fact(
        section=Section.FIRST_PR,
        text=f"The first pull request{platform} has {lines[0]} lines outside tests.",
    )
    later = [
        f"{step.change.slug} ({count})"
        for step, count in zip(steps, lines, strict=True)
    ]
    if len(steps) > 1:
        yield Fact(
            section=Section.FIRST_PR,
            text=f"Later, {_counted(len(steps) - 1, 'pull request')} with {sum(lines[1:])} lines: {', '.join(later[1:])}.",
        )
    places = [
        f"{step.folder}: {place.path}:{place.line}"
        for step in steps
        for place in step.places
    ]
    if places:
        yield Point(
            section=Section.FIRST_PR,
            key="places",
            text=f"{len(places)} places of its code have to be decided by you before the series is whole",
            command=f"script/run submit {domain} --no-check",
            places=tuple(dict.fromkeys(places)),
        )
    if lines[0] >= LARGE:
        yield Point(
            section=Section.FIRST_PR,
            key="large",
            text=f"Reviewers put off what adds {LARGE} lines or more outside tests: move what talks to the device "
            "to a library, or begin with a smaller platform",
            command=f"script/run submit {domain} --no-check --first PLATFORM",
        )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"

"""Say what goes to other repositories with a step: its page and the images of its brand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import re
from typing import Final

from script.integration.tree import Places, Tree

from .series import Kind, Step

DOCUMENTATION: Final = "documentation.md"
DOCUMENTATION_PATCH: Final = "documentation.patch"
BRANDS: Final = "brands.md"

_FOLDER: Final = "companion/home-assistant.io/"
_BRANDS_FOLDER: Final = "companion/brands/"
_HEADING: Final = re.compile(r"^#{2,6} +(.+?) *$\n?", re.MULTILINE)
_TOP: Final = "the top"

_TEXT: Final = """\
<!-- Title: {title} -->
<!-- For {repository}, into its branch {branch}. Use the template there, and take these comments out. -->

## Proposed change

<!-- Core's AI policy leaves the reason to you: replace the paragraph below by your own words. -->

**To be written by you:** {reason}.

{what}
## Additional information

{links}
<!-- To tick in its template, once it is true: {kind}, and the branch {branch}. -->
"""


@dataclass(frozen=True)
class Companion:
    """What goes to another repository.

    Attributes:
        name: Of the file with the text of its pull request.
        repository: As GitHub has it.
        branch: Of that repository, which the pull request is for.
        paths: Of the files there.
        text: Of the pull request.
    """

    name: str
    repository: str
    branch: str
    paths: tuple[str, ...]
    text: str


def companions(step: Step, before: Step | None) -> list[Companion]:
    """Return what goes to other repositories with a step, those first that others refer to.

    Args:
        step: The step.
        before: The step before it, if there is one.
    """
    old, new = (each.tree if each else {} for each in (before, step))
    return [*_brands(step, old, new), *_documentation(step, old, new)]


def documentation(step: Step) -> Tree:
    """Return the page of a step and its pictures, by their paths in their repository."""
    return {
        path.removeprefix(_FOLDER): content
        for path, content in step.tree.items()
        if _is_documentation(path, step)
    }


def _is_documentation(path: str, step: Step) -> bool:
    places = Places(step.domain)
    return path == places.page or path.startswith(places.pictures)


def _documentation(step: Step, old: Tree, new: Tree) -> Iterator[Companion]:
    page = Places(step.domain).page
    paths = [path for path in _changed(old, new) if _is_documentation(path, step)]
    if not paths:
        return
    one, two = (each.get(page, b"").decode() for each in (old, new))
    is_new = step.change.kind is Kind.INTEGRATION
    yield _companion(
        step,
        name=DOCUMENTATION,
        repository="home-assistant/home-assistant.io",
        # What is not released yet
        branch="next",
        paths=[path.removeprefix(_FOLDER) for path in paths],
        reason="what readers find on the page now",
        what="".join(f"- {line}\n" for line in _sections(one, two)),
        links=(
            "pull request to core",
            *(["pull request to home-assistant/brands"] if is_new else []),
        ),
        kind=f"a new {'integration' if is_new else 'feature'}",
    )


def _brands(step: Step, old: Tree, new: Tree) -> Iterator[Companion]:
    folder = Places(step.domain).brands[0]
    paths = [path for path in _changed(old, new) if path.startswith(folder)]
    if paths:
        yield _companion(
            step,
            name=BRANDS,
            repository="home-assistant/brands",
            branch="master",
            paths=[path.removeprefix(_BRANDS_FOLDER) for path in paths],
            reason="whose brand this is, and where its images come from",
            what="",
            links=("pull request to core",),
            kind="a new core integration",
        )


def _companion(
    step: Step,
    *,
    name: str,
    repository: str,
    branch: str,
    paths: list[str],
    reason: str,
    what: str,
    links: tuple[str, ...],
    kind: str,
) -> Companion:
    listed = "".join(f"- `{path}`\n" for path in paths)
    text = _TEXT.format(
        title=step.title,
        repository=repository,
        branch=branch,
        reason=reason,
        what=f"{listed}{what}",
        links="".join(f"- Link to the {each}:\n" for each in links),
        kind=kind,
    )
    return Companion(name, repository, branch, tuple(paths), text)


def _changed(old: Tree, new: Tree) -> list[str]:
    return sorted(path for path, each in new.items() if old.get(path) != each)


def _sections(old: str, new: str) -> Iterator[str]:
    """Yield a line about each section of a page that is new, other or gone."""
    before, after = (_parts(each) for each in (old, new))
    if not before:
        yield f"New: the page, with {', '.join(name for name in after if name != _TOP)}"
        return
    for said, names in (
        ("New", [name for name in after if name not in before]),
        (
            "Changed",
            [name for name in after if name in before and after[name] != before[name]],
        ),
        ("Gone", [name for name in before if name not in after]),
    ):
        if names:
            yield f"{said}: {', '.join(names)}"


def _parts(page: str) -> Mapping[str, str]:
    """Return what stands below each heading of a page, with what is above the first."""
    if not page:
        return {}
    top, *rest = _HEADING.split(page)
    return {_TOP: top, **dict(zip(rest[::2], rest[1::2], strict=True))}

"""Look at the licences of the libraries, and of what they need."""

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
import re
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement

from script.integration.contribution import Contribution
from script.integration.fact import Fact, gap
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.keys import line_of, strings_at
from script.integration.library import Library
from script.rules.scale.library import OSI_APPROVED, known_libraries

# Core is under Apache-2.0, which such a licence does not allow to be combined with.
_REFUSED: Final = ("AGPL", "GPL", "EPL", "AFL")
# What the trove classifiers and older metadata call a licence, and its text names itself by
_NAMES: Final = {
    "affero": "AGPL-3.0-only",
    "lesser": "LGPL-3.0-only",
    "lgpl": "LGPL-3.0-only",
    "general public": "GPL-3.0-only",
    "gpl": "GPL-3.0-only",
    "apache": "Apache-2.0",
    "mozilla": "MPL-2.0",
    "python software foundation": "PSF-2.0",
    "psf": "PSF-2.0",
    "bsd": "BSD-3-Clause",
    "redistribution and use in source": "BSD-3-Clause",
    "isc license": "ISC",
    "unlicense": "Unlicense",
    "mit": "MIT",
    "permission is hereby granted": "MIT",
}


def _named(text: str) -> str:
    """Return the licence that a name or a text is of, or ""."""
    start = text[:400].lower()
    return next(
        (licence for name, licence in _NAMES.items() if re.search(rf"\b{name}", start)),
        "",
    )


def _declared(installed: Distribution) -> str:
    """Return the licence that the metadata of a distribution declare."""
    metadata = installed.metadata
    expression = metadata.get("License-Expression") or metadata.get("License") or ""
    classified = [
        each.rpartition("::")[2]
        for each in metadata.get_all("Classifier") or ()
        if each.startswith("License ::")
    ]
    return expression if expression and len(expression) < 80 else " ".join(classified)


def _of(library: Library) -> tuple[Path | None, str]:
    """Return where a library declares its licence, and which."""
    if library.folder:
        licence = library.project.get("project", {}).get("license")
        return library.folder / "pyproject.toml", licence if isinstance(
            licence, str
        ) else ""
    assert library.installed is not None
    files = library.installed.files or ()
    metadata = next((each for each in files if each.name == "METADATA"), None)
    return (
        Path(str(metadata.locate())) if metadata else None,
        _declared(library.installed),
    )


def _libraries(contribution: Contribution) -> Iterator[tuple[Path, Library, str]]:
    for library in known_libraries(contribution):
        if not isinstance(library, Finding):
            path, licence = _of(library)
            yield path or contribution.path / "manifest.json", library, licence


def _line(path: Path, start: str) -> int:
    """Return the first line of a file that starts with a text."""
    lines = (read_text(path) or "").splitlines()
    return next((n for n, each in enumerate(lines, 1) if each.startswith(start)), 0)


def _fact(path: Path, library: Library, what: str, start: str = "license") -> Fact:
    return Fact(
        path, _line(path, start) or _line(path, "License"), f"{library.name} {what}"
    )


def _parts(licence: str) -> list[str]:
    """Return the licences of an expression of which all or one may be chosen."""
    return [each for each in re.split(r"\s+(?:AND|OR)\s+|[()]", licence) if each]


def _is_compatible(licence: str) -> bool | None:
    """Return whether core may require what is under a licence, or None where its name does not say."""
    known = [each if each in OSI_APPROVED else _named(each) for each in _parts(licence)]
    allowed = [not each.startswith(_REFUSED) for each in known if each]
    if not allowed or "" in known:
        return None
    return any(allowed) if " OR " in licence else all(allowed)


def sources(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for where the source of each library is said to be."""
    for path, library, _ in _libraries(contribution):
        links = (
            library.installed.metadata.get_all("Project-URL") or []
            if library.installed
            else library.project.get("project", {}).get("urls", {}).values()
        )
        told = ", ".join(sorted({each.rpartition(" ")[2] for each in links}))
        yield gap(path, f"is it at {told or 'no address that is named'}?", advice=True)


def declared(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for the licence in the metadata of each library."""
    for path, library, licence in _libraries(contribution):
        if licence:
            yield _fact(path, library, f"declares {licence}")
        else:
            yield gap(path, f"{library.name} declares no licence", "Declare it")


def compatible(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for licences that core's own does not go with."""
    for path, library, licence in _libraries(contribution):
        match _is_compatible(licence):
            case True:
                yield _fact(path, library, f"is under {licence}")
            case False:
                yield gap(path, f"{library.name} is under {licence}", "Ask for another")


def matching(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Hold the declared licence of each library against its text."""
    for path, library, licence in _libraries(contribution):
        for text in sorted(path.parent.rglob("LICEN[CS]E*"))[:1]:
            found = _named(" ".join((read_text(text) or "").split()))
            if found and found.partition("-")[0] in licence:
                yield Fact(text, 1, f"{library.name} has the text of {found}")
                yield _fact(path, library, f"declares {licence}")
            elif found and licence:
                yield gap(
                    text,
                    f"this is {found}, and {library.name} declares {licence}",
                    "Correct one of them",
                )


def needed(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look at the licences of all that the libraries need."""
    for path, library, _ in _libraries(contribution):
        direct = (
            strings_at(library.project, "project", "dependencies")
            if library.folder
            else library.installed.requires or []
            if library.installed
            else []
        )
        licences = _all_needed(direct)
        refused = [each for each, allowed in licences.items() if allowed is False]
        unknown = [each for each, allowed in licences.items() if allowed is None]
        for name in refused:
            yield gap(path, f"{library.name} needs {name}", "Do without it")
        for name in unknown:
            yield gap(
                path,
                f"which licence has {name}, which {library.name} needs?",
                advice=True,
            )
        if not refused and not unknown:
            yield Fact(
                path,
                _line(path, "dependencies") or line_of(path),
                f"{library.name} needs {', '.join(sorted(licences)) or 'nothing else'}",
            )


def _all_needed(direct: list[str]) -> dict[str, bool | None]:
    """Return for each distribution that is needed whether its licence is compatible."""
    found: dict[str, bool | None] = {}
    pending = [*direct]
    while pending:
        try:
            each = Requirement(pending.pop())
        except InvalidRequirement:
            continue
        if each.name in found or (
            each.marker and not each.marker.evaluate({"extra": ""})
        ):
            continue
        try:
            installed = distribution(each.name)
        except PackageNotFoundError:
            found[each.name] = None
            continue
        found[each.name] = _is_compatible(_declared(installed))
        pending += installed.requires or []
    return found

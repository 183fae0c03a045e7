"""Rule for the library, which core has to be able to trust."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from script.integration.fact import Fact, fact_in, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, mapping_at, strings_at
from script.integration.library import Library
from script.rules.examples import Content, Example

from .tier_rule import Tier, TierRule

# Licences that the OSI approves, as core's script/licenses.py lists them.
OSI_APPROVED: Final = {
    "0BSD", "AFL-2.1", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BSD-1-Clause", "BSD-2-Clause",
    "BSD-3-Clause", "EPL-1.0", "EPL-2.0", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later",
    "HPND", "ISC", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-CMU",
    "MPL-1.1", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib", "ZPL-2.1",
}  # fmt: skip


_BUILDS: Final = (
    "uv build",
    "python -m build",
    "hatch build",
    "poetry build",
    "pdm build",
)


_PUBLISHES: Final = (
    "uv publish",
    "gh-action-pypi-publish",
    "twine upload",
    "hatch publish",
    "poetry publish",
    "pdm publish",
)


_TAGS: Final = ("GITHUB_REF_NAME", "github.ref_name", "release.tag_name")


_HOSTS: Final = ("github.com", "gitlab", "codeberg.org", "bitbucket.org")
_FOLDER: Final = "/companion/library/example-client"
_PROJECT: Final = """\
[build-system]
build-backend = "hatchling.build"

[project]
name = "example-client"
version = "1.0.0"
license = "MIT"
urls.repository = "https://example.com/client"
"""
_WORKFLOW: Final = """\
on: {push: {tags: ["*"]}}
jobs:
  release:
    steps:
      - run: test "$GITHUB_REF_NAME" = "$(uv version --short)"
      - run: uv build
      - run: uv publish
"""


def client(code: str = "", project: str = _PROJECT, **files: Content) -> Example:
    """Return an example with a library of one module."""
    return Example(
        {
            f"{_FOLDER}/pyproject.toml": project,
            f"{_FOLDER}/example_client/__init__.py": code,
            **{f"{_FOLDER}/{name}": content for name, content in files.items()},
        }
    )


def _released(project: str = _PROJECT, workflow: str = _WORKFLOW) -> Example:
    files = {"LICENSE": "MIT License\n", ".github/workflows/release.yml": workflow}
    return client(project=project, **files)


def known_libraries(integration: Integration) -> Iterator[Library | Finding]:
    """Yield each library that is at hand, and a finding for each that is not."""
    manifest = integration.path / "manifest.json"
    if not integration.libraries:
        yield gap(
            manifest,
            "no requirements",
            "Say exempt if the integration needs no library",
            advice=True,
        )
    for library in integration.libraries:
        if not library.version:
            yield gap(
                manifest, f"{library.requirement} is not pinned", "Pin it with =="
            )
        elif library.folder is None and library.installed is None:
            yield gap(
                manifest,
                f"{library.requirement} is neither installed nor in companion/library",
                "Install it, so that it can be looked at",
            )
        else:
            yield library


def requirements(integration: Integration) -> Iterator[Fact]:
    """Yield the libraries that the integration needs."""
    manifest = integration.path / "manifest.json"
    for index, name in enumerate(strings_at(integration.manifest, "requirements")):
        yield fact_in(manifest, f"it requires {name}", "requirements", index)


def at_hand(integration: Integration) -> Iterator[Library]:
    """Yield the libraries that are at hand."""
    for library in known_libraries(integration):
        if not isinstance(library, Finding):
            yield library


def _libraries(integration: Integration) -> Iterator[Fact]:
    """Yield the libraries that could be looked at."""
    known = {f"it requires {library.requirement}" for library in at_hand(integration)}
    return (each for each in requirements(integration) if each.what in known)


@TierRule(
    tier=Tier.BRONZE,
    code="dependency-transparency",
    title="the library has licence, version, repository and release workflow",
    why="Home Assistant runs it in every home that has the device, so anybody must be able to read and to build it.",
    mend="Publish it from a tag of a public repository, under a licence that the OSI approves",
    evidence=_libraries,
    against=requirements,
    good=(
        _released(),
        # The tag gives the version, and so cannot be another one.
        _released(
            _PROJECT.replace('version = "1.0.0"', 'dynamic = ["version"]'),
            _WORKFLOW.replace("GITHUB_REF_NAME", "NAME"),
        ),
    ),
    bad=(
        _released(_PROJECT.replace('"MIT"', '"LicenseRef-Ours"')),
        _released(_PROJECT.replace("1.0.0", "1.1.0")),
        _released(workflow=_WORKFLOW.replace("uv publish", "ls dist")),
        Example({"manifest.json": {"requirements": ["example-client>=1"]}}),
    ),
)
def dependency_transparency(integration: Integration) -> Iterator[Finding]:
    """Report what keeps core from trusting a library."""
    for library in known_libraries(integration):
        if isinstance(library, Finding):
            yield library
        elif library.folder:
            yield from _repository(library, library.folder)
        else:
            yield from _distribution(integration, library)


def _repository(library: Library, folder: Path) -> Iterator[Finding]:
    """Report what is missing in the repository of a library."""
    pyproject = folder / "pyproject.toml"
    project = mapping_at(library.project, "project")
    if (licence := str(project.get("license"))) not in OSI_APPROVED:
        yield gap(
            pyproject,
            f"license {licence!r} is none that the OSI approves",
            "Name one by its SPDX identifier",
        )
    if not any(folder.glob("LICEN[CS]E*")):
        yield gap(folder, "no LICENSE", "Add the text of the licence")
    if not library.requires(project.get("version", library.version)):
        yield gap(
            pyproject,
            f"version {project['version']}, and the manifest requires {library.requirement}",
            "Release the one, or require the other",
        )
    if not {"repository", "source", "source code", "homepage"} & {
        name.lower() for name in mapping_at(project, "urls")
    }:
        yield gap(pyproject, "no link to the repository", "Add it to project.urls")
    if "build-backend" not in mapping_at(library.project, "build-system"):
        yield gap(pyproject, "no build-system, so nothing builds an sdist", "Add it")
    releasing = {
        path: steps
        for path, workflow in library.workflows.items()
        if (steps := _releasing(workflow))
    }
    if not releasing:
        yield gap(
            folder / ".github" / "workflows",
            "no workflow builds an sdist of a tag and publishes it",
            f"Add one that runs on tags or releases, with {_BUILDS[0]} and {_PUBLISHES[0]}",
        )
    for path, steps in releasing.items():
        # A version that the tag itself gives cannot be another one.
        if "version" in project and not any(
            name in step for name in _TAGS for step in steps
        ):
            yield gap(
                path,
                "nothing holds the tag against the version",
                f"Compare {_TAGS[0]} with it before the build",
            )


def _releasing(workflow: dict[Any, Any]) -> list[str]:
    """Return the steps of a workflow that publishes what it has built of a tag, of others none."""
    # YAML takes the key `on` for True, unless it stands in quotes.
    on = workflow.get("on", workflow.get(True))
    match on:
        case {"push": {"tags": [*_]}} | {"release": _} | "release":
            pass
        case _:
            return []
    steps = [
        str(at(step, "run") or at(step, "uses"))
        for job in mapping_at(workflow, "jobs").values()
        for step in at(job, "steps") or ()
    ]
    builds = any(
        build in step and "--wheel" not in step for build in _BUILDS for step in steps
    )
    publishes = any(publish in step for publish in _PUBLISHES for step in steps)
    return steps if builds and publishes else []


def _distribution(integration: Integration, library: Library) -> Iterator[Finding]:
    """Report what the metadata of an installed library lacks."""
    assert library.installed is not None
    metadata = library.installed.metadata
    manifest = integration.path / "manifest.json"
    licence = metadata.get("License-Expression") or metadata.get("License") or ""
    if not library.requires(library.installed.version):
        yield gap(
            manifest,
            f"{library.installed.version} is installed, and the manifest requires {library.requirement}",
            "Install what is required, so that it can be looked at",
        )
    classified = any(
        classifier.startswith("License :: OSI Approved")
        for classifier in metadata.get_all("Classifier") or ()
    )
    if licence not in OSI_APPROVED and not classified:
        yield gap(
            manifest,
            f"{library.name} has the license {licence!r}, none that the OSI approves",
            "Ask its author for one",
        )
    links = " ".join(
        [*(metadata.get_all("Project-URL") or ()), metadata.get("Home-page") or ""]
    )
    if not any(host in links for host in _HOSTS):
        yield gap(
            manifest,
            f"{library.name} links to no repository",
            "Ask its author to add the link",
            # Its home page may.
            advice=True,
        )

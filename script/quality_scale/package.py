"""The rules for what stands beside the code: owners, images, the library, types."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Any, Final

from script.brands.demands import refusals
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.keys import at, mapping_at, strings_at
from script.integration.library import Library
from script.integration.syntax import Function, last_name

from .contribution import Contribution, gap

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
SESSIONS: Final = {
    "async_create_clientsession",
    "async_get_clientsession",
    "create_async_httpx_client",
    "get_async_client",
}
_SESSION_TYPES: Final = {"AsyncClient", "ClientSession"}
_BLOCKING: Final = {
    "http.client",
    "requests",
    "socketserver",
    "telnetlib",
    "urllib.request",
    "urllib3",
}
# Of these a session can be passed.
HTTP: Final = {"aiohttp", "httpx", "httpx2"}


def integration_owner(contribution: Contribution) -> Iterator[Finding]:
    """Report an integration without an owner."""
    if not contribution.manifest.get("codeowners"):
        yield gap(
            contribution.path / "manifest.json",
            "no codeowners",
            'Add the GitHub name of who looks after it: ["@name"]',
        )


def brands(contribution: Contribution) -> Iterator[Finding]:
    """Report images that brands would refuse."""
    for path, message, mend in refusals(contribution.brand):
        yield gap(path, message, mend)


def known_libraries(contribution: Contribution) -> Iterator[Library | Finding]:
    """Yield each library that is at hand, and a finding for each that is not."""
    manifest = contribution.path / "manifest.json"
    if not contribution.libraries:
        yield gap(
            manifest,
            "no requirements",
            "Say exempt if the integration needs no library",
            advice=True,
        )
    for library in contribution.libraries:
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


def dependency_transparency(contribution: Contribution) -> Iterator[Finding]:
    """Report what keeps core from trusting a library."""
    for library in known_libraries(contribution):
        if isinstance(library, Finding):
            yield library
        elif library.folder:
            yield from _repository(library, library.folder)
        else:
            yield from _distribution(contribution, library)


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
    if project.get("version", library.version) != library.version:
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


def _distribution(contribution: Contribution, library: Library) -> Iterator[Finding]:
    """Report what the metadata of an installed library lacks."""
    assert library.installed is not None
    metadata = library.installed.metadata
    manifest = contribution.path / "manifest.json"
    licence = metadata.get("License-Expression") or metadata.get("License") or ""
    if library.installed.version != library.version:
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
    if not any(
        host in links
        for host in ("github.com", "gitlab", "codeberg.org", "bitbucket.org")
    ):
        yield gap(
            manifest,
            f"{library.name} links to no repository",
            "Ask its author to add the link",
            # Its home page may.
            advice=True,
        )


def async_dependency(contribution: Contribution) -> Iterator[Finding]:
    """Report libraries that block."""
    for library in known_libraries(contribution):
        if isinstance(library, Finding):
            yield library
            continue
        for path, tree in library.trees:
            for node, name in imports(tree):
                if name in _BLOCKING or name.partition(".")[0] in _BLOCKING:
                    yield gap(
                        path,
                        f"{library.name} imports {name}, which blocks",
                        "Use a library for asyncio",
                        node,
                    )
        if not any(
            isinstance(node, ast.AsyncFunctionDef)
            for _, tree in library.trees
            for node in ast.walk(tree)
        ):
            yield gap(
                library.folder or contribution.path / "manifest.json",
                f"{library.name} has no coroutine",
                "Make it asynchronous",
                # It may only parse, or leave its sockets to the event loop.
                advice=True,
            )


def imports(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield the modules that a module imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node, alias.name) for alias in names)
            case ast.ImportFrom(module=str() as name, level=0, names=names):
                yield node, name
                yield from ((node, f"{name}.{alias.name}") for alias in names)


def inject_websession(contribution: Contribution) -> Iterator[Finding]:
    """Report clients that do not use Home Assistant's web session."""
    for library in known_libraries(contribution):
        if isinstance(library, Finding):
            yield library
            continue
        clients = {
            node.name
            for _, tree in library.trees
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and _takes_session(node)
        }
        if not clients:
            yield gap(
                library.folder or contribution.path / "manifest.json",
                f"{library.name} takes no web session",
                "Let its client take an aiohttp or httpx session, or say exempt without HTTP",
            )
        for module, call in contribution.calls(*clients):
            function = module.function_around(call)
            if not any(
                isinstance(node, ast.Call) and last_name(node.func) in SESSIONS
                for node in ast.walk(function or module.tree)
            ) and not any(
                "session" in ast.unparse(value)
                for value in (*call.args, *(each.value for each in call.keywords))
            ):
                yield gap(
                    module,
                    f"{last_name(call)} is made without Home Assistant's web session",
                    "Pass async_get_clientsession(hass)",
                    call,
                )


def _takes_session(class_: ast.ClassDef) -> bool:
    """Return whether an instance is given a web session when it is made."""
    annotations = [
        node.annotation
        for statement in class_.body
        for node in (
            [statement]
            if isinstance(statement, ast.AnnAssign)
            else ast.walk(statement.args)
            if isinstance(statement, ast.FunctionDef) and statement.name == "__init__"
            else []
        )
        if isinstance(node, ast.arg | ast.AnnAssign)
    ]
    return any(
        last_name(node) in _SESSION_TYPES
        or (
            isinstance(node, ast.Constant)
            and any(kind in str(node.value) for kind in _SESSION_TYPES)
        )
        for annotation in annotations
        if annotation
        for node in ast.walk(annotation)
        if isinstance(node, ast.expr)
    )


def strict_typing(contribution: Contribution) -> Iterator[Finding]:
    """Report what is not typed."""
    for library in known_libraries(contribution):
        if isinstance(library, Finding):
            yield library
        elif not any(path.name == "py.typed" for path in library.files):
            yield gap(
                library.folder or contribution.path / "manifest.json",
                f"{library.name} has no py.typed",
                "Type it, and add the empty file to its package",
            )
        elif library.folder and not _packs_types(library):
            yield gap(
                library.folder / "pyproject.toml",
                "py.typed is not in what is built",
                "Include it in the wheel and the sdist",
            )
    yield from _unchecked(contribution)
    # Without runtime_data there is nothing that a type of entry could tell.
    typed_entry = any(
        isinstance(node, ast.Attribute) and node.attr == "runtime_data"
        for module in contribution.modules
        for node in module.nodes
    )
    for module in contribution.modules:
        for function in module.functions:
            for name in untyped(
                function, method=isinstance(module.parents[function], ast.ClassDef)
            ):
                yield gap(
                    module,
                    f"{function.name} has no type for {name}",
                    "Annotate it",
                    function,
                )
            for argument in ast.walk(function.args):
                if (
                    typed_entry
                    and isinstance(argument, ast.arg)
                    and isinstance(argument.annotation, ast.Name)
                    and argument.annotation.id == "ConfigEntry"
                    and _uses(function, argument.arg)
                ):
                    yield gap(
                        module,
                        f"{function.name} takes any ConfigEntry",
                        "Use the integration's own type everywhere: type MyConfigEntry = ConfigEntry[MyData]",
                        argument,
                    )


def _uses(function: Function, name: str) -> bool:
    """Return whether a function uses a parameter, and not only takes it because its base class does."""
    return any(
        isinstance(node, ast.Name) and node.id == name
        for statement in function.body
        for node in ast.walk(statement)
    )


def _packs_types(library: Library) -> bool:
    """Return whether what is built of a library has its py.typed."""
    if "setuptools" in str(at(library.project, "build-system", "build-backend")):
        data = mapping_at(library.project, "tool", "setuptools", "package-data")
        return any("py.typed" in patterns for patterns in data.values())
    # Every other backend takes along what is in the package, unless it is told not to.
    build = mapping_at(library.project, "tool", "hatch", "build")
    return not any(
        fnmatch("py.typed", PurePath(pattern).name)
        for each in (build, *mapping_at(build, "targets").values())
        for pattern in strings_at(each, "exclude")
    )


def _unchecked(contribution: Contribution) -> Iterator[Finding]:
    """Report that mypy is not told to be strict, where no .strict-typing tells it."""
    settings = read_text(contribution.root / "pyproject.toml") or ""
    listed = (contribution.root / ".strict-typing").exists()
    if not listed and "\nstrict = true\n" not in settings:
        yield gap(
            contribution.root / "pyproject.toml",
            "mypy is not strict",
            "Set strict = true in [tool.mypy]",
        )


def untyped(
    function: ast.FunctionDef | ast.AsyncFunctionDef, *, method: bool
) -> Iterator[str]:
    """Yield the parameters of a function that have no type, and "return"."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    static = any(last_name(each) == "staticmethod" for each in function.decorator_list)
    own = positional[1:] if method and not static else positional
    for each in (*own, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
        if each and each.annotation is None:
            yield each.arg
    if function.returns is None:
        yield "return"

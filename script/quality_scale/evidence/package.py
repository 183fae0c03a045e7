"""Find owners, images, the library, and types."""

import ast
from collections.abc import Iterator

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact, fact_in
from script.integration.finding import Finding
from script.integration.keys import strings_at
from script.integration.library import Library
from script.quality_scale.package import (
    HTTP,
    SESSIONS,
    imports,
    known_libraries,
    untyped,
)


def owner(contribution: Contribution) -> Iterator[Fact]:
    """Yield the owners."""
    for name in strings_at(contribution.manifest, "codeowners"):
        yield fact_in(
            contribution.path / "manifest.json", f"{name} owns it", "codeowners"
        )


def iot_class(contribution: Contribution) -> Iterator[Fact]:
    """Yield the IoT class."""
    if name := contribution.manifest.get("iot_class"):
        yield fact_in(
            contribution.path / "manifest.json", f"iot_class {name}", "iot_class"
        )


def images(contribution: Contribution) -> Iterator[Fact]:
    """Yield the images."""
    for path in sorted(contribution.brand.glob("*.png")):
        yield Fact(path, 0, "there is an image")


def requirements(contribution: Contribution) -> Iterator[Fact]:
    """Yield the libraries that the integration needs."""
    manifest = contribution.path / "manifest.json"
    for index, name in enumerate(strings_at(contribution.manifest, "requirements")):
        yield fact_in(manifest, f"it requires {name}", "requirements", index)


def libraries(contribution: Contribution) -> Iterator[Fact]:
    """Yield the libraries that could be looked at."""
    known = {library.requirement for library in _known(contribution)}
    for each in requirements(contribution):
        if each.what.removeprefix("it requires ") in known:
            yield each


def _known(contribution: Contribution) -> Iterator[Library]:
    for library in known_libraries(contribution):
        if not isinstance(library, Finding):
            yield library


def coroutines(contribution: Contribution) -> Iterator[Fact]:
    """Yield a coroutine of each library."""
    for library in _known(contribution):
        found = (
            Fact(path, node.lineno, f"{library.name} has the coroutine {node.name}")
            for path, tree in library.trees
            for node in ast.walk(tree)
            if isinstance(node, ast.AsyncFunctionDef)
        )
        yield from (each for each in (next(found, None),) if each)


def sessions(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the web session comes from."""
    for module, call in contribution.calls(*SESSIONS):
        yield fact(module, "Home Assistant's web session is taken", call)


def http(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the libraries use HTTP."""
    for library in contribution.libraries:
        for path, tree in library.trees:
            for node, name in imports(tree):
                if name in HTTP:
                    yield Fact(
                        path,
                        getattr(node, "lineno", 1),
                        f"{library.name} imports {name}",
                    )
                    break


def types(contribution: Contribution) -> Iterator[Fact]:
    """Yield the functions with types everywhere."""
    for module in contribution.modules:
        for function in module.functions:
            method = isinstance(module.parents[function], ast.ClassDef)
            if not any(untyped(function, method=method)):
                yield fact(module, f"{function.name} has types", function)

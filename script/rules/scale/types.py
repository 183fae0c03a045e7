"""Rule for types, which are everywhere."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import PurePath

from script.integration.fact import Fact, fact, gap
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, mapping_at, strings_at
from script.integration.library import Library
from script.integration.syntax import Function, last_name
from script.rules.examples import Example

from .library import client, known_libraries
from .tier_rule import Tier, TierRule, never

_STRICT = {
    **client().files,
    "/companion/library/example-client/example_client/py.typed": "",
    "/pyproject.toml": "[tool.mypy]\nstrict = true\n",
}


def _typed(integration: Integration) -> Iterator[Fact]:
    """Yield the functions with types everywhere."""
    for module in integration.modules:
        for function in module.functions:
            method = isinstance(module.parents[function], ast.ClassDef)
            if not any(_untyped(function, method=method)):
                yield fact(module, f"{function.name} has types", function)


@TierRule(
    tier=Tier.PLATINUM,
    code="strict-typing",
    title="all has types, py.typed included, and is checked strictly",
    why="A wrong type is then found before anybody runs the code.",
    mend="Annotate everything, and let mypy be strict",
    evidence=_typed,
    against=never,
    good=(
        Example(
            {
                **_STRICT,
                "__init__.py": "def watered(minutes: int) -> bool:  # ✔\n    return minutes > 0\n",
            }
        ),
        # Without its runtime_data there is nothing that a type of the entry could tell.
        Example(
            {
                **_STRICT,
                "__init__.py": """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:  # ✔
    print(entry.title)
""",
            }
        ),
    ),
    bad=(
        Example(
            {
                **_STRICT,
                "__init__.py": "def watered(minutes) -> bool:  # !\n    return minutes > 0\n",
            }
        ),
        Example(
            {
                **_STRICT,
                "__init__.py": """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:  # !
    entry.runtime_data = 1
""",
            }
        ),
        Example(
            {
                **client().files,
                "/pyproject.toml": "[tool.mypy]\nstrict = true\n",
                "__init__.py": "def watered(minutes: int) -> bool: ...\n",
            }
        ),
    ),
)
def strict_typing(integration: Integration) -> Iterator[Finding]:
    """Report what is not typed."""
    for library in known_libraries(integration):
        if isinstance(library, Finding):
            yield library
        elif not any(path.name == "py.typed" for path in library.files):
            yield gap(
                library.folder or integration.path / "manifest.json",
                f"{library.name} has no py.typed",
                "Type it, and add the empty file to its package",
            )
        elif library.folder and not _packs_types(library):
            yield gap(
                library.folder / "pyproject.toml",
                "py.typed is not in what is built",
                "Include it in the wheel and the sdist",
            )
    yield from _unchecked(integration)
    # Without runtime_data there is nothing that a type of entry could tell.
    typed_entry = any(
        isinstance(node, ast.Attribute) and node.attr == "runtime_data"
        for module in integration.modules
        for node in module.nodes
    )
    for module in integration.modules:
        for function in module.functions:
            for name in _untyped(
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


def _unchecked(integration: Integration) -> Iterator[Finding]:
    """Report that mypy is not told to be strict, where no .strict-typing tells it."""
    settings = read_text(integration.root / "pyproject.toml") or ""
    listed = (integration.root / ".strict-typing").exists()
    if not listed and "\nstrict = true\n" not in settings:
        yield gap(
            integration.root / "pyproject.toml",
            "mypy is not strict",
            "Set strict = true in [tool.mypy]",
        )


def _untyped(
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

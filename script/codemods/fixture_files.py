"""Load the files of tests as core's tests do: from the integration's fixtures, awaited, and as JSON."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.modules import Module
from script.integration.syntax import dotted, last_name, parameters, text
from script.rules.tests.fixture_files import LOADERS, PARSERS

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import replaced
from .subject import Subject

_HELPERS: Final = "tests.common."
_JSON: Final = {"{": "load_json_object_fixture", "[": "load_json_array_fixture"}
_ANY: Final = "load_json_value_fixture"
_DOMAIN: Final = "from homeassistant.components.{domain}.const import DOMAIN"

_LOADED: Final = """
    import json

    from homeassistant.components.example.const import DOMAIN

    from tests.common import load_fixture

    {line}
    """


@Codemod(
    name="fixture-files",
    title="Load the files of tests from the integration's fixtures",
    changes=pairs(
        (
            {
                "tests/conftest.py": "from tests.common import load_fixture\n\nSTATUS = load_fixture('status.txt')",
                "tests/fixtures/status.txt": "on",
            },
            {
                "tests/conftest.py": """
                from homeassistant.components.example.const import DOMAIN

                from tests.common import load_fixture

                STATUS = load_fixture("status.txt", DOMAIN)
                """,
                "tests/fixtures/status.txt": "on",
            },
        ),
        (
            {
                "tests/conftest.py": "import json\n\nfrom tests.common import load_fixture\n\n"
                "STATUS = json.loads(load_fixture('status.json'))",
                "tests/fixtures/status.json": "{}",
            },
            {
                "tests/conftest.py": """
                from homeassistant.components.example.const import DOMAIN

                from tests.common import load_json_object_fixture

                STATUS = load_json_object_fixture("status.json", DOMAIN)
                """,
                "tests/fixtures/status.json": "{}",
            },
        ),
        (
            {
                "tests/test_init.py": """
                import json

                from tests.common import load_fixture


                async def test_status(hass: HomeAssistant) -> None:
                    assert json.loads(load_fixture("status.json"))
                """,
                "tests/fixtures/status.json": "[]",
            },
            {
                "tests/test_init.py": """
                from homeassistant.components.example.const import DOMAIN
                from homeassistant.core import HomeAssistant

                from tests.common import async_load_json_array_fixture


                async def test_status(hass: HomeAssistant) -> None:
                    assert await async_load_json_array_fixture(hass, "status.json", DOMAIN)
                """,
                "tests/fixtures/status.json": "[]",
            },
        ),
    ),
    keeps=kept(
        {
            "tests/conftest.py": 'STATUS = load_json_object_fixture("status.json", DOMAIN)',
            "tests/fixtures/status.json": "{}",
        },
        {
            "tests/conftest.py": "def load_fixture(name: str) -> str:\n    return name\n\n\nload_fixture('a.json')"
        },
        {
            "tests/conftest.py": "def load(name: str) -> str:\n    return load_fixture(name, DOMAIN)",
        },
    ),
)
def fixture_files(subject: Subject) -> Iterator[Change]:
    """Yield the calls that load files otherwise."""
    for module in subject.tests:
        for call in module.calls:
            definition = module.definition(call.func)
            if (
                isinstance(call.func, ast.Name)
                and definition
                and definition.name.startswith(_HELPERS)
                and "load_" in call.func.id
                and call.func.id.endswith("_fixture")
            ):
                yield from _loaded(subject, module, call)


def _loaded(subject: Subject, module: Module, call: ast.Call) -> Iterator[Change]:
    """Yield the change of a call."""
    source = subject.source(module)
    name = last_name(call.func)
    awaited = name.startswith("async_")
    arguments = [source.code(each) for each in call.args]
    given = call.args[1:] if awaited else call.args
    imports = []
    if not given or call.keywords:
        return
    if len(given) == 1 and "/" not in (text(given[0]) or ""):
        arguments.append("DOMAIN")
        if "DOMAIN" not in module.bindings:
            imports.append(_DOMAIN.format(domain=subject.domain))
    whole: ast.expr = call
    parent = module.parents[call]
    if awaited and isinstance(parent, ast.Await):
        whole = parent
        parent = module.parents[parent]
    if name.removeprefix("async_") in LOADERS and isinstance(parent, ast.Call):
        if (
            dotted(parent.func) in PARSERS
            and len(parent.args) == 1
            and not parent.keywords
        ):
            loader = _JSON.get(_first_sign(subject, module, given[0]), _ANY)
            name = f"async_{loader}" if awaited else loader
            whole = parent
    function = module.function_around(call)
    if (
        not awaited
        and isinstance(function, ast.AsyncFunctionDef)
        and any(each.arg == "hass" for each in parameters(function))
        and not any(each in function.decorator_list for each in module.around(call))
        and name in ("load_fixture", _ANY, *_JSON.values())
    ):
        name = f"async_{name}"
        arguments.insert(0, "hass")
        awaited = True
    code = f"{name}({', '.join(arguments)})"
    if name.startswith("async_"):
        code = f"await {code}"
        outer = module.parents[whole]
        if isinstance(outer, ast.Attribute | ast.Subscript | ast.Call) and (
            getattr(outer, "value", None) is whole
            or getattr(outer, "func", None) is whole
        ):
            code = f"({code})"
    if code != source.code(whole):
        imports.append(f"from tests.common import {name}")
        yield replaced(subject, module, whole, code, imports=imports)


def _first_sign(subject: Subject, module: Module, name: ast.expr) -> str:
    """Return the sign that a file begins with, or all do where it is not known which one."""
    folder = f"{subject.places.tests}fixtures/"
    known = module.value(name)
    signs = {
        content.decode(errors="replace").lstrip()[:1]
        for path, content in subject.tree.items()
        if path.startswith(folder)
        and path.endswith(".json")
        and (known is None or path == f"{folder}{known}")
    }
    return signs.pop() if len(signs) == 1 else ""

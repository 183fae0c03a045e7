"""Tests of letting code see another address than stands there."""

from collections.abc import Generator
from importlib import import_module, invalidate_caches
from pathlib import Path
import sys

import pytest

from script.development.redirection import redirect


@pytest.fixture(autouse=True)
def restored() -> Generator[None]:
    """Import as before, at the end."""
    path, hooks, modules = [*sys.path], [*sys.path_hooks], {*sys.modules}
    yield
    sys.path[:], sys.path_hooks[:] = path, hooks
    sys.path_importer_cache.clear()
    for name in {*sys.modules} - modules:
        del sys.modules[name]


def written(folder: Path, name: str) -> None:
    """Write a package that can be imported, with a module in it."""
    package = folder / name
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "client.py").write_text(
        'BASE = "https://cloud.example.com/api"\n\ndef base(url: str = BASE) -> str:\n    return url\n'
    )
    sys.path.insert(0, str(folder))
    invalidate_caches()


def test_redirected(tmp_path: Path) -> None:
    """A module in the folder sees the other address, also where it is a default, and nothing compiled is left."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    written(inside, "pretended_inside")
    written(outside, "pretended_outside")
    redirect(inside, {"https://cloud.example.com": "http://127.0.0.1:8400"})
    client = import_module("pretended_inside.client")
    assert client.base() == client.BASE == "http://127.0.0.1:8400/api"
    assert not [*inside.rglob("*.pyc")]
    other = import_module("pretended_outside.client")
    assert other.base() == "https://cloud.example.com/api"


def test_what_was_compiled_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that was compiled with its own address is compiled again."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    written(tmp_path, "pretended")
    import_module("pretended.client")
    assert [*tmp_path.rglob("client*.pyc")]
    for name in ("pretended.client", "pretended"):
        del sys.modules[name]
    redirect(tmp_path, {"https://cloud.example.com": "http://127.0.0.1:8400"})
    assert import_module("pretended.client").BASE == "http://127.0.0.1:8400/api"

"""Fixtures for the tests of reading client libraries."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from script.client.package import Package, package

type Install = Callable[..., Package]


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Return a function that installs a library of some modules, and returns its package."""

    def install(files: Mapping[str, str], name: str = "acme-meter") -> Package:
        info = tmp_path / f"{name.replace('-', '_')}-1.2.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.2.0\n")
        for path, source in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(dedent(source))
        (info / "RECORD").write_text("".join(f"{path},,\n" for path in files))
        return package(name, tmp_path)

    return install

"""Test finding what a distribution is imported as."""

from pathlib import Path

import pytest

from script.client import ClientError
from script.client.package import package

from .conftest import Install
from .libraries import ASYNC, FUNCTIONS, SYNC


def test_package(install: Install, tmp_path: Path) -> None:
    """Test that a package is found, with its version and its modules."""
    found = install(ASYNC)
    assert (found.name, found.version, found.module) == (
        "acme-meter",
        "1.2.0",
        "acme_meter",
    )
    assert found.folder == tmp_path / "acme_meter"
    assert found.sources.module("acme_meter.client")


def test_single_module(install: Install) -> None:
    """Test that a distribution may be a single module, named unlike it."""
    found = install(SYNC)
    assert found.module == "acmemeter"
    assert found.sources.module("acmemeter")


def test_beside(install: Install) -> None:
    """Test that what stands beside the package is not taken for it."""
    assert install(FUNCTIONS).module == "acme_meter"


def test_namespace(install: Install) -> None:
    """Test that a package within a namespace is imported with it."""
    found = install({"acme/meter/__init__.py": "", "acme/meter/api.py": ""})
    assert found.module == "acme.meter"
    assert found.sources.module("acme.meter.api")


def test_several(install: Install) -> None:
    """Test that of several packages the one is taken that is named like the distribution, or has the most."""
    assert (
        install(
            {
                "other/__init__.py": "",
                "other/one.py": "",
                "other/two.py": "",
                "acme_meter/__init__.py": "",
            }
        ).module
        == "acme_meter"
    )
    assert (
        install(
            {"one/__init__.py": "", "two/__init__.py": "", "two/api.py": ""},
            "unlike-both",
        ).module
        == "two"
    )


def test_editable() -> None:
    """Test that a library is found that is installed from its repository."""
    found = package("my-device-client")
    assert found.module == "my_device_client"
    assert found.folder.parts[-2:] == ("src", "my_device_client")


def test_not_there(tmp_path: Path, install: Install) -> None:
    """Test that it is told in one line what is not installed, or has no source."""
    with pytest.raises(ClientError, match=r"^no-such-library: not installed; .*$"):
        package("no-such-library")
    with pytest.raises(ClientError, match=r"^acme-meter: not installed; .*$"):
        package("acme-meter", tmp_path)
    with pytest.raises(ClientError, match=r"^acme-meter 1\.2\.0: no Python source"):
        install({"acme_meter.so": ""})

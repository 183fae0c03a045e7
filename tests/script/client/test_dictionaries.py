"""Test finding the dictionaries that a client has."""

import pytest

from script.client.classes import Class
from script.client.dictionaries import dictionaries, fills
from script.client.exports import exports

from .conftest import Install


def client(install: Install, source: str) -> Class:
    """Return the client of a library."""
    start = "from typing import Any\nclass Meter: ...\nclass Acme:\n"
    lines = "".join(f"    {line}\n" for line in source.splitlines())
    package = install({"acme_meter/__init__.py": start + lines})
    return Class(
        next(each for each in exports(package) if each.name == "Acme").definition
    )


@pytest.mark.parametrize(
    "source",
    [
        "self.data: dict[str, Any]\n    self.data = read()",
        "self.data: Mapping = read()",
        "self.data: dict[str, list[int]] = read()",
        "self.data: 'dict[str, Any]' = read()",
        "self.data: Any = {}",
        "self.data = {}",
        "self.data = dict()",
        "self.data = {key: 1 for key in self.keys}",
        "self.data = None\n    self.data = json.loads(text)",
        "self.data = await answer.json() or {}",
        "self.data = answer.json() if answer else None",
        "answer = await reply.json()\n    self.data = answer",
        "self.data = await self._fetch()",
        "self.data = self._told()",
        "self._kept = {}",
    ],
)
def test_dictionary(install: Install, source: str) -> None:
    """Test that an attribute is a dictionary by what is said of it or what is assigned to it."""
    methods = f"""
async def update(self):
    {source}
async def _fetch(self):
    return answer.json()
def _told(self) -> dict[str, Any]:
    return unknown
"""
    if "_kept" in source:
        methods += "@property\ndef data(self):\n    return self._kept"
    (found,) = dictionaries(client(install, methods))
    assert found.name == "data"
    assert found.kept == ("_kept" if "_kept" in source else "data")
    assert found.is_annotated == ("= read()" in source)
    assert not found.is_optional


def test_optional(install: Install) -> None:
    """Test that a dictionary may be None, as its property says."""
    source = """
def __init__(self):
    self._kept = None
@property
def data(self) -> dict[str, Any] | None:
    return self._kept
"""
    (found,) = dictionaries(client(install, source))
    assert found.is_optional
    assert found.is_annotated


@pytest.mark.parametrize(
    "source",
    [
        "self.data: dict[int, Any] = {}",
        "self.data: dict[str, Meter] = {}",
        "self.data: list[Any] = read()",
        "self.data = {}\n    self.data = []",
        "self.data = [1 for each in answer]",
        "self.data = 'text'",
        "self.data = read()",
        "self.data = int(answer)",
        "self.data = {}\n    self.data = Meter(answer)",
        "self.data = {}\n    self.data = self._told()",
        "self.data = self._loop()",
        "self._data = {}",
        "data = {}",
        "self.meter.data: dict[str, Any] = {}",
    ],
)
def test_no_dictionary(install: Install, source: str) -> None:
    """Test that anything else, what nothing tells, and what is private is none."""
    methods = f"""
def update(self):
    {source}
def _told(self) -> list[int]: ...
def _loop(self):
    return self._loop()
"""
    assert not [*dictionaries(client(install, methods))]


@pytest.mark.parametrize(
    "source",
    [
        "self.data = answer.json()",
        "self.data['power'] = answer['power']",
        "self.data.update(answer)",
        "kept = self.data\n    kept['power'] = read()",
        "self._store(1)",
        "Acme._store(self, 1)",
        "self._again()",
    ],
)
def test_fills(install: Install, source: str) -> None:
    """Test that a method fills what it or another that it calls puts something in."""
    methods = f"""
def update(self):
    {source}
def _store(self, value):
    self.data = value
def _again(self):
    self.update()
    self._store(2)
"""
    assert fills(client(install, methods), "update") == {"data"}


@pytest.mark.parametrize(
    "source",
    [
        "self.data = {}",
        "self.data = {'Accept': 'text'}",
        "self.data['token'] = self.token",
        "self.data.update(power=1)",
        "data = read()",
        "read(self.data)",
    ],
)
def test_fills_nothing(install: Install, source: str) -> None:
    """Test that what is written there, rather than got from somewhere, fills nothing."""
    methods = f"def update(self):\n    {source}"
    assert not fills(client(install, methods), "update") & {"data"}

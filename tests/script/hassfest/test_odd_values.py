"""Tests that a value of a kind nobody expects is a finding, wherever it stands."""

from collections.abc import Iterator
from copy import deepcopy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from script.hassfest.validate import validate
from script.integration.files import forget

ODD: tuple[Any, ...] = (None, 5, [], {}, ["x", ["y"]])


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value below a value."""
    match value:
        case dict():
            below = list(value.items())
        case list():
            below = list(enumerate(value))
        case _:
            return
    for key, each in below:
        yield (*path, key)
        yield from nodes(each, (*path, key))


def changed(content: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """Return content with another value at a place."""
    result = deepcopy(content)
    place = result
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = odd
    return result


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "name", ["icons.json", "manifest.json", "quality_scale.yaml", "strings.json"]
)
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_values(my_device: Path, name: str, odd: Any) -> None:
    """Every value of a file is replaced in turn, and the checks go through."""
    file = my_device / name
    content = yaml.safe_load(file.read_text())
    for path in nodes(content):
        file.write_text(json.dumps(changed(content, path, odd)))
        forget()
        _, errors = validate([my_device])
        assert errors == []

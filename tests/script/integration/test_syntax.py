"""Test reading syntax."""

import ast

import pytest

from script.integration.syntax import (
    argument,
    assigned,
    body,
    called,
    dotted,
    inner,
    last_name,
    methods,
)


def expression(code: str) -> ast.expr:
    """Return an expression."""
    return ast.parse(code, mode="eval").body


@pytest.mark.parametrize(
    ("code", "last", "chain"),
    [
        ("name", "name", "name"),
        ("self.hass.data", "data", "self.hass.data"),
        ("vol.Schema({})", "Schema", ""),
        ("Entry[int]", "Entry", ""),
        ("1", "", ""),
    ],
)
def test_names(code: str, last: str, chain: str) -> None:
    """Test what a piece of code names."""
    assert last_name(expression(code)) == last
    assert dotted(expression(code)) == chain


def test_argument() -> None:
    """Test that an argument is found by its position and by its name."""
    call = expression("f(1, b=2)")
    assert isinstance(call, ast.Call)
    found = [argument(call, 0, "a"), argument(call, 1, "b"), argument(call, 2, "c")]
    assert [each and ast.unparse(each) for each in found] == ["1", "2", None]


def test_statements() -> None:
    """Test what is in a class and a function, docstrings and inner functions aside."""
    [class_] = ast.parse(
        'class A:\n    x: int = 1\n    def f(self):\n        """Say it."""\n        g()\n'
        "        def h():\n            k()\n"
    ).body
    assert isinstance(class_, ast.ClassDef)
    function = methods(class_)["f"]
    assert [type(each) for each in body(function)] == [ast.Expr, ast.FunctionDef]
    assert called(function) == {"g", "k"}
    assert not [
        each
        for each in inner(function)
        if isinstance(each, ast.Name) and each.id == "k"
    ]
    [[target, value]] = [*assigned(class_.body[0])]
    assert (ast.unparse(target), ast.unparse(value)) == ("x", "1")

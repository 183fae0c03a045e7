"""Test reading what parameters are for."""

import ast

import pytest

from script.client.parameters import Role, parameters_of


def roles(parameters: str) -> dict[str, Role | None]:
    """Return what the parameters of a function are for."""
    (function,) = ast.parse(f"def made(self, {parameters}): ...").body
    assert isinstance(function, ast.FunctionDef)
    return {each.name: each.role for each in parameters_of(function)}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("ip_address", Role.HOST),
        ("email_address", Role.USERNAME),
        ("usr", Role.USERNAME),
        ("mac_address", None),
        ("source_address", None),
        ("listen_port", None),
        ("local_token", Role.TOKEN),
    ],
)
def test_role(name: str, role: Role | None) -> None:
    """Test that addresses of something else are not taken for the host."""
    assert roles(name) == {name: role}


@pytest.mark.parametrize(
    ("parameters", "plainest"),
    [
        ("token: str, secret: str", "token"),
        ("url: str | None = None, host: str = ''", "url"),
        ("url: str | None = None, *, host: str", "host"),
        ("device_host, host", "host"),
    ],
)
def test_one_of_a_kind(parameters: str, plainest: str) -> None:
    """Test that of several parameters for the same thing the needed and the plainest one is for it."""
    assert [name for name, role in roles(parameters).items() if role] == [plainest]


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        ("code", True),
        ("pairing_code", True),
        ("station_code", False),
        ("api_key", True),
        ("name", False),
    ],
)
def test_secret(name: str, is_secret: bool) -> None:
    """Test that the code of a place is nothing that a form has to hide."""
    (function,) = ast.parse(f"def made(self, {name}): ...").body
    assert isinstance(function, ast.FunctionDef)
    assert [each.is_secret for each in parameters_of(function)] == [is_secret]


def test_several_callbacks() -> None:
    """Test that what no user gives may be there several times."""
    callback = Role.CALLBACK
    assert roles("on_callback, off_callback") == dict.fromkeys(
        ("on_callback", "off_callback"), callback
    )

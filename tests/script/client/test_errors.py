"""Test finding what exceptions tell of."""

import pytest

from script.client.errors import ErrorKind, base_error, errors
from script.client.exports import exports, modules

from .conftest import Install
from .libraries import ASYNC, AUTH, SYNC, Files


def found(install: Install, library: Files) -> dict[ErrorKind, list[str]]:
    """Return the exceptions of a library by what they tell of."""
    package = install(library)
    return {
        kind: [each.name for each in candidates]
        for kind, candidates in errors(exports(package), modules(package)).items()
        if candidates
    }


def test_named(install: Install) -> None:
    """Test that exceptions are found by their names."""
    assert found(install, ASYNC) == {
        ErrorKind.AUTHENTICATION: ["AcmeAuthError"],
        ErrorKind.CONNECTION: ["AcmeConnectionError"],
        ErrorKind.RATE_LIMIT: ["AcmeRateLimitError"],
    }


def test_general_first(install: Install) -> None:
    """Test that an exception comes before those that derive from it, and one about a request is none of a connection."""
    kinds = found(install, AUTH)
    assert kinds[ErrorKind.AUTHENTICATION] == ["AuthError", "TokenAuthError"]
    assert "InvalidRequest" not in kinds.get(ErrorKind.CONNECTION, [])


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        ("if response.status == 401: raise Trouble", ErrorKind.AUTHENTICATION),
        (
            "if status is HTTPStatus.FORBIDDEN: raise Trouble(1)",
            ErrorKind.AUTHENTICATION,
        ),
        ("if response.status_code in {429, 503}: raise Trouble", ErrorKind.RATE_LIMIT),
        (
            "try: pass\n        except TimeoutError as err: raise Trouble from err",
            ErrorKind.TIMEOUT,
        ),
        (
            "try: pass\n        except (OSError, httpx.RequestError): raise Trouble",
            ErrorKind.CONNECTION,
        ),
    ],
)
def test_raised(install: Install, raised: str, kind: ErrorKind) -> None:
    """Test that an exception without a telling name is known by why it is raised."""
    kinds = found(
        install,
        {
            "acme_meter/__init__.py": f"""
class Trouble(Exception): ...

class Client:
    def get(self):
        {raised}
"""
        },
    )
    assert kinds == {kind: ["Trouble"]}


def test_not_raised_for(install: Install) -> None:
    """Test that what a condition rules out, and what is raised elsewhere, says nothing."""
    assert (
        found(
            install,
            {
                "acme_meter/__init__.py": """
                    class Trouble(Exception): ...

                    class Client:
                        def get(self):
                            if response.status == 401:
                                pass
                            else:
                                raise Trouble
                            if response.status != 200:
                                raise Trouble
                    """
            },
        )
        == {}
    )


def test_derived(install: Install) -> None:
    """Test that an exception is known by one of the standard library that it derives from."""
    kinds = found(
        install,
        {"acme_meter/__init__.py": "class Late(TimeoutError): ...\n"},
    )
    assert kinds[ErrorKind.TIMEOUT] == ["Late"]


def test_let_through(install: Install) -> None:
    """Test that a library without exceptions of its own ends in those of its HTTP client."""
    assert found(install, {"acme_meter/__init__.py": "import httpx\n"}) == {
        ErrorKind.CONNECTION: ["HTTPError"]
    }


def test_base_after_what_is_let_through(install: Install) -> None:
    """Test that exceptions that nothing below leads to do not tell of it."""
    library = {
        "acme_meter/__init__.py": """
            import requests


            class AcmeException(Exception): ...
            class NoSlaves(AcmeException): ...
            """
    }
    assert found(install, library)[ErrorKind.CONNECTION] == [
        "RequestException",
        "AcmeException",
    ]


def test_base_error(install: Install) -> None:
    """Test that the exception is found that the others derive from, if there is one."""
    base = base_error(exports(install(ASYNC)))
    assert base
    assert (base.module, base.name) == ("acme_meter", "AcmeError")
    assert base_error(exports(install(SYNC, "acmemeter"))) is None


def test_no_base_error(install: Install) -> None:
    """Test that the base of a few is not that of all."""
    source = """
        class One(Exception): ...
        class Two(Exception): ...
        class Three(Exception): ...
        class Four(Three): ...
        """
    assert base_error(exports(install({"acme_meter/__init__.py": source}))) is None

"""The model with another way to know its user, and without features."""

from collections.abc import Mapping
import re
from typing import Final

from script.features.cut import cut
from script.features.page import tidied, without_sentences
from script.features.table import Feature
from script.features.tree import Places, Tree
from script.features.words import names_in

from . import LIBRARY, MODEL
from .answers import Auth
from .edits import Edit, edited
from .password import with_password

_PLACES: Final = Places(MODEL)
_README: Final = f"{LIBRARY}README.md"
_LIBRARY_CODE: Final = {f"{LIBRARY}src/": False, f"{LIBRARY}tests/": True}

# What carries the token through the code, from the form to the request
_CARRIES: Final = re.compile(r"token|credentials|authorization", re.IGNORECASE)
_REFUSALS: Final = frozenset({"ConfigEntryAuthFailed", "MyDeviceAuthenticationError"})
_OF_TOKENS: Final = (r"\btoken\b",)
_WITHOUT_TOKEN: Final[Mapping[str, tuple[Edit, ...]]] = {
    # A form that asks for nothing has no schema.
    f"{_PLACES.tests}test_config_flow.py": (
        (
            r"(def test_zeroconf_flow_errors(?s:.*?))suggested_values\(result\) == {}",
            r'\1result["data_schema"] is None',
        ),
    ),
    f"{_PLACES.tests}snapshots/test_diagnostics.ambr": ((r"^ +'api_token': .*\n", ""),),
    _README: ((r', "the API token"', ""),),
}


def with_auth(tree: Tree, auth: Auth, without: frozenset[str]) -> Tree:
    """Return the model's files for a way to know the user, without features.

    Raises ScaffoldError if the model has changed so that something cannot be replaced.
    """
    match auth:
        case Auth.TOKEN:
            return cut(tree, MODEL, without)
        case Auth.PASSWORD:
            return cut(with_password(tree), MODEL, without)
        case Auth.NONE:
            return _without_token(tree, without)


def _without_token(tree: Tree, without: frozenset[str]) -> Tree:
    tree = edited(tree, _WITHOUT_TOKEN)
    token = _feature(tree)
    rest = cut(tree, MODEL, without | {"reauth"}, more=[token], code=_LIBRARY_CODE)
    readme = without_sentences(rest[_README].decode(), token.sentences)
    return {**rest, _README: tidied(readme).encode()}


def _feature(tree: Tree) -> Feature:
    """Return what the token consists of in the model."""
    names = frozenset(
        name
        for path, content in tree.items()
        if path.endswith(".py")
        for name in names_in(content.decode())
        if _CARRIES.search(name)
    )
    return Feature(
        words=names | _REFUSALS,
        values=names,
        details=("Invalid authentication",),
        sentences=_OF_TOKENS,
    )

"""The model with another way to know its user, and without features."""

from collections.abc import Mapping
import re
from typing import Final

from script.features import CutError
from script.features.cut import cut
from script.features.page import tidied, without_sentences
from script.features.former import Feature
from script.features.words import names_in
from script.integration.tree import Places, Tree

from . import LIBRARY, MODEL, ScaffoldError
from .answers import Auth
from .edits import Edit, edited
from .password import with_password

_PLACES: Final = Places(MODEL)
_FLOW: Final = f"{_PLACES.integration}config_flow.py"
_README: Final = f"{LIBRARY}README.md"
_LIBRARY_CODE: Final = {f"{LIBRARY}src/": False, f"{LIBRARY}tests/": True}

# What carries the token through the code, from the form to the request
_CARRIES: Final = re.compile(r"token|credentials|authorization", re.IGNORECASE)
_REFUSALS: Final = frozenset({"ConfigEntryAuthFailed", "MyDeviceAuthenticationError"})
_OF_TOKENS: Final = (r"\btoken\b",)

# Without an account, it is the device itself that an entry is of.
_WRONG_DEVICE: Final = (
    "The device at this host is not the one that this entry was set up with."
)
_WITHOUT_TOKEN: Final[Mapping[str, tuple[Edit, ...]]] = {
    _FLOW: (
        # What is left of it is the form that adds a device.
        (r"^RECONFIGURE_SCHEMA: (?s:.*?)^\)\n", ""),
        (r"\bRECONFIGURE_SCHEMA\b", "USER_SCHEMA"),
        (r"\bits account\b", "its ID"),
        (r"\bwrong_account\b", "wrong_device"),
    ),
    f"{_PLACES.integration}strings.json": (
        (r'"wrong_account": ".*"', f'"wrong_device": "{_WRONG_DEVICE}"'),
    ),
    f"{_PLACES.tests}test_config_flow.py": (
        # A form that asks for nothing has no schema.
        (
            r"(def test_zeroconf_flow_errors(?s:.*?))suggested_values\(result\) == {}",
            r'\1result["data_schema"] is None',
        ),
        (r"account", "device"),
    ),
    f"{_PLACES.tests}snapshots/test_diagnostics.ambr": ((r"^ +'api_token': .*\n", ""),),
    _PLACES.page: (
        (r"The device belongs to a different account\. .*?(?=\*\*)", _WRONG_DEVICE),
        (r"The device belongs to a different account", "Another device at this host"),
        (
            r"^What you entered is valid, but .*, so",
            "The host is now that of another device, so",
        ),
        (
            r"If the device has moved to another account for good, (.*) the device again",
            r"If another device has taken its place for good, \1 that device",
        ),
        (r"\bor the account\.", "or the ID."),
    ),
    f"{LIBRARY}src/{MODEL}_client/client.py": (
        (r"the user id of the owner's account", "the ID of the device"),
    ),
    f"{LIBRARY}src/{MODEL}_client/models.py": (
        (r"tell accounts and devices apart", "tell devices apart"),
        (r"The account of the device's owner", "What the device is told by"),
        (
            r"Of the owner on this one device\. No other device has an account with it",
            "The ID of this one device. No other device has it",
        ),
    ),
    _README: (
        (r', "the API token"', ""),
        (r'"Account"', '"ID"'),
        (r"\b200 and the account\b", "200 and the ID"),
        (r"^The account, which .*:", "The ID, which no other device has:"),
    ),
}


def with_auth(tree: Tree, auth: Auth, without: frozenset[str]) -> Tree:
    """Return the model's files for a way to know the user, without features.

    Raises ScaffoldError if the model has changed so that something cannot be replaced or cut.
    """
    try:
        match auth:
            case Auth.TOKEN:
                return cut(tree, MODEL, without)
            case Auth.PASSWORD:
                return cut(with_password(tree), MODEL, without)
            case Auth.NONE:
                return _without_token(tree, without)
    except CutError as err:
        raise ScaffoldError(str(err)) from err


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
    # A helper of the tests takes the calls of it along, and not the tests.
    helpers = frozenset(name for name in names if name.startswith("assert_"))
    return Feature(
        words=names - helpers | _REFUSALS,
        values=names - helpers,
        statements=helpers,
        details=("Invalid authentication",),
        sentences=_OF_TOKENS,
    )

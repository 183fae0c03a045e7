"""The model with another way to know its user."""

from collections.abc import Callable, Sequence
import re
from typing import Final

from script.features.cut import without_words
from script.features.page import tidied, without_sentences
from script.features.strings import Json, dump, load
from script.features.tree import Places, Tree
from script.features.words import Words

from . import MODEL
from .answers import Auth
from .password import PAIRED

type Edits = Sequence[tuple[str, str]]

_PLACES: Final = Places(MODEL)
_LIBRARY: Final = f"companion/library/{MODEL.replace('_', '-')}-client/"
_CODE: Final = {f"{_LIBRARY}src/": False, f"{_LIBRARY}tests/": True}

# What carries the token through the code, from the form to the request
_CREDENTIALS: Final = frozenset(
    {
        "API_TOKEN_SCHEMA",
        "CONF_API_TOKEN",
        "TOKEN",
        "_api_token",
        "api_token",
        "authorization",
        "new-token",
        "stored-token",
        "typed-token",
    }
)
_WITHOUT_CREDENTIALS: Final = Words(
    values=_CREDENTIALS,
    parts=_CREDENTIALS
    | {
        "API_TOKEN_SELECTOR",
        "ConfigEntryAuthFailed",
        "MyDeviceAuthenticationError",
        "SENDABLE_TOKEN",
    },
)
# What is told of the token where there is none
_NOT_TOLD: Final = (
    (
        r"(def test_zeroconf_flow_errors(?s:.*?))suggested_values\(result\) == {}",
        r'\1result["data_schema"] is None',
    ),
    (r"^ +\w+AuthenticationError: .*\n", ""),
    (r"^ +api_token: .*\n", ""),
    (r"^ +'api_token': .*\n", ""),
    (r"[Tt]he API token belongs to", "the device belongs to"),
    (r"^(?P<quotes> *\"\"\")the device", r"\g<quotes>The device"),
    (r", token included|, and never a token", ""),
    (r", \"the API token\"", ""),
    (r" the API token or (?=what the device sent)", " "),
    (r"( or the API token|-or-the-api-token| or API token)", ""),
    (r"can change both later", "can change it later"),
    (r"Change the host, or enter .*", "Change the host."),
    (r"The host and the API token are valid, but of", "The host is that of"),
    (r"The API token, the host", "The host"),
    (r"^\d\. In the app, go to \*\*Settings\*\* > \*\*Local API\*\*\.\n", ""),
    (r"^\d\. Note the API token .*\n", ""),
    (r"^API token:\n.*\n", ""),
    (r"^{% details \"Invalid auth(?s:.*?){% enddetails %}\n\n", ""),
    (r"^\| any, with a wrong token .*\n", ""),
    (r"^\| `\w+AuthenticationError` .*\n", ""),
)
_OF_TOKENS: Final = (r"\btokens?\b", r"<API token>", r"\*\*Local API\*\*\.$")

_TEXTS: Final = (".py", ".md", ".markdown", ".ambr", ".json")


def with_auth(tree: Tree, auth: Auth) -> Tree:
    """Return the model's files for a way to know the user."""
    match auth:
        case Auth.TOKEN:
            return tree
        case Auth.NONE:
            tree = without_words(tree, tree, _PLACES, _WITHOUT_CREDENTIALS, more=_CODE)
            return _rewritten(tree, _not_told)
        case Auth.PASSWORD:
            strings = _PLACES.integration + "strings.json"
            tree = {**tree, strings: dump(_paired(load(tree[strings])))}
            return _rewritten(tree, lambda _, text: _replaced(text, PAIRED))


def _rewritten(tree: Tree, rewrite: Callable[[str, str], str]) -> Tree:
    return {
        path: rewrite(path, content.decode()).encode()
        if path.endswith(_TEXTS)
        else content
        for path, content in tree.items()
    }


def _replaced(text: str, edits: Edits) -> str:
    for pattern, replacement in edits:
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    return text


def _not_told(path: str, text: str) -> str:
    text = _replaced(text, _NOT_TOLD)
    if not path.endswith((".md", ".markdown")):
        return text
    return tidied(without_sentences(text, _OF_TOKENS))


def _paired(strings: Json) -> Json:
    """Return strings with a username and a password for each token."""
    paired: Json = {}
    for key, value in strings.items():
        if isinstance(value, dict):
            paired[key] = _paired(value)
        elif key != "api_token":
            paired[key] = value
        else:
            paired |= {"password": _password(value), "username": _username(value)}
    return dict(sorted(paired.items()))


def _username(text: str) -> str:
    """Return what is said of the username where a text is said of the token."""
    if text.startswith("[%key:"):
        return text.replace("api_token", "username")
    # What the token's field may be left empty for, the username's may not.
    if text.startswith("Leave"):
        return f"[%key:component::{MODEL}::config::step::user::data_description::username%]"
    return "The name of your account, as you use it in the device's app."


def _password(text: str) -> str:
    """Return what is said of the password where a text is said of the token."""
    if text.startswith("[%key:"):
        return text.replace("api_token", "password")
    if text.startswith("Leave"):
        return text.replace("token", "password")
    return "The password of your account."

"""The model as of a device with a username and a password."""

import ast
from collections.abc import Mapping
import re
from typing import Final

from script.integration.json_file import dump, load
from script.integration.tree import Places, Tree

from . import LIBRARY, MODEL
from .edits import Edit, edited, not_there
from .pairs import named, paired, paired_strings, told
from .splice import Code

_PLACES: Final = Places(MODEL)
_FLOW: Final = f"{_PLACES.integration}config_flow.py"
_FLOW_TESTS: Final = f"{_PLACES.tests}test_config_flow.py"
_CLIENT: Final = f"{LIBRARY}src/{MODEL}_client/client.py"
_CLIENT_TESTS: Final = f"{LIBRARY}tests/test_client.py"
_TEXTS: Final = (".md", ".markdown")

# What is not the same twice
_EDITS: Final[Mapping[str, tuple[Edit, ...]]] = {
    _FLOW: (
        (
            r"(?<=data_schema=)CREDENTIALS_SCHEMA",
            "self.add_suggested_values_to_schema("
            "CREDENTIALS_SCHEMA, _without_secrets(user_input or {}))",
        ),
    ),
    # The username is in the form, so only the password can be left empty.
    f"{_PLACES.integration}strings.json": (
        (
            r'("api_token": "Leave empty .*\n( +)"host": ".*")$',
            r'\1,\n\2"username": "[%key:component::'
            f"{MODEL}::config::step::user::data_description::username%]"
            '"',
        ),
    ),
    _FLOW_TESTS: (
        (
            r'param\({}, id="missing"\)',
            r'param({CONF_USERNAME: "stored-username"}, id="missing")',
        ),
        (
            r'param\({CONF_API_TOKEN: ""}',
            'param({CONF_USERNAME: "stored-username", CONF_PASSWORD: ""}',
        ),
        (
            r'(?<=result\["flow_id"\], ){CONF_HOST: "192\.0\.2\.99"}',
            '{CONF_HOST: "192.0.2.99", CONF_USERNAME: "typed-username"}',
        ),
    ),
    _PLACES.page: (
        (r"keeps the API token that it holds", "keeps the password that it holds"),
        (
            r"^API token:\n(?:  .*\n)+",
            lambda field: "".join(
                named(field[0], kind).replace(f"{kind}:", f"{kind.capitalize()}:", 1)
                for kind in ("username", "password")
            ),
        ),
    ),
    f"{_PLACES.tests}snapshots/test_diagnostics.ambr": (
        # Keys stand in their order.
        (
            r"^( +)'api_token': (.*)\n( +'host': .*\n)",
            r"\3\1'password': \2\n\1'username': \2\n",
        ),
    ),
    f"{LIBRARY}README.md": (
        (r'"the API token"', '"the username", "the password"'),
        (r"\bBearer\b", "Basic"),
    ),
}
_IMPORTS: Final = {
    _CLIENT: "from base64 import b64encode",
    _CLIENT_TESTS: "from base64 import b64encode",
}
_DEFINITIONS: Final[Mapping[str, Mapping[str, str]]] = {
    _FLOW: {
        "API_TOKEN_SELECTOR": """\
USERNAME_SELECTOR: Final = TextSelector(TextSelectorConfig(autocomplete="username"))
PASSWORD_SELECTOR: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)""",
    },
    _CLIENT: {
        "_authorization": '''\
def _authorization(self) -> str:
        """Return what tells the device whose request it is."""
        if ":" in self._username:
            raise MyDeviceAuthenticationError("The username has a colon")
        try:
            login = f"{self._username}:{self._password}".encode()
        # The error of a text that cannot be encoded holds the text.
        except UnicodeEncodeError:
            raise MyDeviceAuthenticationError(
                "The username or the password cannot be encoded"
            ) from None
        return f"Basic {b64encode(login).decode()}"''',
    },
    _CLIENT_TESTS: {
        "AUTHORIZATION": """\
AUTHORIZATION = f"Basic {b64encode(f'{USERNAME}:{PASSWORD}'.encode()).decode()}\"""",
        "test_token_that_cannot_be_sent": '''\
@CALLS
@pytest.mark.parametrize(
    ("username", "password"),
    [
        pytest.param("user:name", "secret", id="colon in the username"),
        pytest.param("\\ud800", "secret", id="half a character in the username"),
        pytest.param("user", "\\ud800", id="half a character in the password"),
    ],
)
async def test_login_that_cannot_be_sent(
    call: Call, username: str, password: str
) -> None:
    """A username and a password that no header carries are refused before anything is sent."""
    session = create_autospec(ClientSession, instance=True)

    with pytest.raises(MyDeviceAuthenticationError):
        await call(MyDeviceClient("my-device", username, password, session=session))

    assert session.request.call_count == 0''',
    },
}
# The username that forms are filled with, in turn, where a token's are not filled
_SUGGESTED: Final[Mapping[str, tuple[str, ...]]] = {
    "test_user_flow_errors": ("typed-username",),
    "test_zeroconf_flow_errors": ("typed-username",),
    "test_reconfigure_form": ("stored-username", "typed-username"),
    "test_reauth_form": ("stored-username", ""),
}


def with_password(tree: Tree) -> Tree:
    """Return the model's files with a username and a password in place of the API token.

    Raises ScaffoldError if the model has changed so that something cannot be replaced.
    """
    tree = edited(tree, _EDITS)
    return {
        path: _content(path, content.decode()).encode()
        if path.endswith((".py", ".json", *_TEXTS))
        else content
        for path, content in tree.items()
    }


def _content(path: str, text: str) -> str:
    if path == f"{_PLACES.integration}strings.json":
        return dump(paired_strings(load(text.encode()))).decode()
    if path.endswith(_TEXTS):
        return told(text)
    if not path.endswith(".py") or "token" not in text.lower():
        return text
    if path == _FLOW_TESTS:
        text = _with_suggestions(path, text)
    text = _with_definitions(path, text, _DEFINITIONS.get(path, {}))
    return paired(_with_import(text, _IMPORTS.get(path, "")))


def _with_definitions(path: str, text: str, definitions: Mapping[str, str]) -> str:
    """Return a module with other definitions."""
    code = Code(text)
    places = code.definitions()
    if missing := definitions.keys() - places.keys():
        raise not_there(path, min(missing))
    return code.spliced((places[name], new) for name, new in definitions.items())


def _with_import(text: str, line: str) -> str:
    """Return a module that imports something more, below its docstring."""
    return re.sub(r'(?<="""\n)', f"{line}\n", text, count=1) if line else text


def _with_suggestions(path: str, text: str) -> str:
    """Return tests that expect forms to be filled with a username too."""
    code = Code(text)
    pieces = []
    for name, usernames in _SUGGESTED.items():
        filled = [code.span(each) for each in _filled(code.tree, name)]
        if len(filled) != len(usernames):
            raise not_there(path, f"what forms are filled with in {name}")
        for span, username in zip(filled, usernames, strict=True):
            fields = code.text(span).strip("{}")
            field = f'CONF_USERNAME: "{username}"'
            pieces.append(
                (span, f"{{{fields}, {field}}}" if fields else f"{{{field}}}")
            )
    return code.spliced(pieces)


def _filled(module: ast.Module, test: str) -> list[ast.expr]:
    """Return what a test compares the fields of forms with."""
    return [
        each.comparators[0]
        for function in module.body
        if isinstance(function, ast.AsyncFunctionDef) and function.name == test
        for each in ast.walk(function)
        if isinstance(each, ast.Compare)
        and ast.unparse(each.left) == "suggested_values(result)"
    ]

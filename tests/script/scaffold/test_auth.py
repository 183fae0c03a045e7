"""Test the ways to know a user."""

from pathlib import Path
import re
import shutil
from typing import Final

import pytest

from script import ROOT
from script.features.tree import Places, Tree
from script.scaffold import LIBRARY, MODEL, ScaffoldError
from script.scaffold.answers import Auth
from script.scaffold.auth import with_auth
from script.scaffold.make import model
from script.scaffold.matrix import DOZEN

from . import made, run

PLACES: Final = Places(MODEL)
FLOW: Final = f"{PLACES.integration}config_flow.py"
FLOW_TESTS: Final = f"{PLACES.tests}test_config_flow.py"
SNAPSHOT: Final = f"{PLACES.tests}snapshots/test_diagnostics.ambr"
README: Final = f"{LIBRARY}README.md"
CLIENT: Final = f"{LIBRARY}src/my_device_client/client.py"
CLIENT_TESTS: Final = f"{LIBRARY}tests/test_client.py"

OF_PASSWORDS: Final = [domain for domain, _, auth, _ in DOZEN if auth is Auth.PASSWORD]
WITHOUT_TOKEN: Final = [
    domain for domain, _, auth, _ in DOZEN if auth is not Auth.TOKEN
]
# What PyPI calls what proves that a workflow publishes
NO_TOKEN_OF_OURS: Final = re.compile("id-token: write")


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Return the files of the model."""
    return model(ROOT)


@pytest.mark.parametrize("domain", WITHOUT_TOKEN)
def test_no_trace_of_the_token(root: Path, domain: str) -> None:
    """Test that nothing tells of a token where the device has none."""
    texts = {
        path: NO_TOKEN_OF_OURS.sub("", path.read_text())
        for path in made(root, domain)
        if path.is_file() and path.suffix not in {".png", ".pyc"}
    }
    assert len(texts) > 15
    pattern = re.compile("token|bearer", re.IGNORECASE)
    found = {path: pattern.findall(text) for path, text in texts.items()}
    assert {path for path, words in found.items() if words} == set()
    assert {path for path in texts if "token" in path.name} == set()


@pytest.mark.parametrize("domain", OF_PASSWORDS)
def test_texts_of_two_fields(root: Path, domain: str) -> None:
    """Test that what was said of one thing is not said of two."""
    texts = [
        path.read_text()
        for path in made(root, domain)
        if path.suffix in {".py", ".json", ".md", ".markdown"}
    ]
    wrong = re.compile(
        r"\ban? (?:new )?username and|username and password (?:is|was|has|belongs)\b"
    )
    assert [found[0] for text in texts for found in wrong.finditer(text)] == []


@pytest.mark.timeout(120)
def test_reauth_with_password(root: Path) -> None:
    """Test that reauthentication asks for both, tells errors apart and updates the entry."""
    name = "test_reauth_with_password.py"
    files = [root / Places(domain).tests / name for domain in OF_PASSWORDS]
    try:
        for file in files:
            shutil.copy(Path(__file__).with_name("reauth_with_password.py"), file)
        result = run(root, "pytest", "-q", "-p", "no:cacheprovider", *map(str, files))
    finally:
        for file in files:
            file.unlink(missing_ok=True)
    assert result.returncode == 0, result.stdout[-4000:]
    assert f"{2 * len(files)} passed" in result.stdout


@pytest.mark.parametrize("auth", [Auth.PASSWORD, Auth.NONE])
def test_model_can_be_changed(tree: Tree, auth: Auth) -> None:
    """Test that the model as it stands has all that is replaced."""
    assert with_auth(tree, auth, frozenset()) != tree


@pytest.mark.parametrize(
    ("auth", "path", "old", "new", "named"),
    [
        pytest.param(
            Auth.PASSWORD,
            FLOW,
            "data_schema=CREDENTIALS_SCHEMA",
            "data_schema=ANOTHER_SCHEMA",
            "CREDENTIALS_SCHEMA",
            id="form",
        ),
        pytest.param(
            Auth.PASSWORD,
            FLOW,
            "API_TOKEN_SELECTOR",
            "TOKEN_FIELD",
            "API_TOKEN_SELECTOR",
            id="selector",
        ),
        pytest.param(
            Auth.PASSWORD,
            CLIENT,
            "_authorization",
            "_header",
            "_authorization",
            id="header",
        ),
        pytest.param(
            Auth.PASSWORD,
            CLIENT_TESTS,
            "test_token_that_cannot_be_sent",
            "test_unsendable_token",
            "test_token_that_cannot_be_sent",
            id="test",
        ),
        pytest.param(
            Auth.PASSWORD,
            FLOW_TESTS,
            "suggested_values(result)",
            "filled_with(result)",
            "test_user_flow_errors",
            id="expected form",
        ),
        pytest.param(
            Auth.PASSWORD,
            PLACES.page,
            "API token:\n",
            "Token:\n",
            "API token",
            id="page",
        ),
        pytest.param(
            Auth.NONE,
            README,
            ', "the API token"',
            ', "token"',
            "API token",
            id="README",
        ),
        pytest.param(
            Auth.NONE, SNAPSHOT, "api_token", "token", "api_token", id="snapshot"
        ),
    ],
)
def test_change_that_an_edit_does_not_know_is_named(
    tree: Tree, auth: Auth, path: str, old: str, new: str, named: str
) -> None:
    """Test that an edit that finds nothing says so, and does not leave a wrong result."""
    text = tree[path].decode()
    assert old in text
    with pytest.raises(ScaffoldError) as raised:
        with_auth({**tree, path: text.replace(old, new).encode()}, auth, frozenset())
    assert str(raised.value).startswith(f"{path}: ")
    assert named in str(raised.value)

"""Test the ways to know a user."""

from pathlib import Path
import re
import shutil
from typing import Final

import pytest

from script import ROOT
from script.integration.json_file import load
from script.integration.tree import Places, Tree
from script.scaffold import LIBRARY, MODEL, ScaffoldError
from script.scaffold.answers import Auth
from script.scaffold.auth import with_auth
from script.scaffold.make import model
from script.scaffold.matrix import DOZEN

from . import made, run

from tests.edits import edited
from tests.model import needs_model

needs_model()

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
OF_NONE: Final = [domain for domain, _, auth, _ in DOZEN if auth is Auth.NONE]
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


@pytest.mark.parametrize("domain", OF_NONE)
def test_no_account_without_a_user(root: Path, domain: str) -> None:
    """Test that nobody is asked for the account of a device that has none."""
    texts = {
        path: path.read_text().lower()
        for path in made(root, domain)
        if path.suffix in {".py", ".json", ".markdown"} and "library" not in path.parts
    }
    assert len(texts) > 10
    assert {path for path, text in texts.items() if "account" in text} == set()


@pytest.mark.parametrize("domain", OF_PASSWORDS)
def test_only_the_password_can_be_left_empty(root: Path, domain: str) -> None:
    """Test that a form promises to keep what it does keep."""
    folder = root / Places(domain).integration
    steps = load((folder / "strings.json").read_bytes())["config"]["step"]
    kept = {
        field
        for step in steps.values()
        for field, text in step.get("data_description", {}).items()
        if text.startswith("Leave empty")
    }
    optional = re.findall(
        r"Optional\((?:probatio\.Secret\()?CONF_(\w+)",
        (folder / "config_flow.py").read_text(),
    )
    assert {name.lower() for name in optional} == kept
    assert kept <= {"password"}


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


@pytest.mark.parametrize(
    ("auth", "renamed", "gone"),
    [
        pytest.param(Auth.TOKEN, set(), set(), id="token"),
        pytest.param(
            Auth.PASSWORD,
            {"test_reconfigure_keeps_password"},
            {"test_reconfigure_keeps_token"},
            id="password",
        ),
        pytest.param(
            Auth.NONE,
            {"test_update_flows_wrong_device", "test_zeroconf_flow_of_known_device"},
            {
                "test_reauth_form",
                "test_reconfigure_keeps_token",
                "test_update_flows_wrong_account",
                "test_zeroconf_flow_of_known_account",
            },
            id="none",
        ),
    ],
)
def test_every_kind_keeps_the_flow_tests(
    tree: Tree, auth: Auth, renamed: set[str], gone: set[str]
) -> None:
    """Test that only tests of what a kind does not have go."""
    before, after = (
        set(re.findall(r"def (test_\w+)", each[FLOW_TESTS].decode()))
        for each in (tree, with_auth(tree, auth, frozenset()))
    )
    assert (after - before, before - after) == (renamed, gone)


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
    changed = edited(tree, path, (old, new))
    with pytest.raises(ScaffoldError) as raised:
        with_auth(changed, auth, frozenset())
    assert str(raised.value).startswith(f"{path}: ")
    assert named in str(raised.value)


def test_change_that_cannot_be_cut_is_named(tree: Tree) -> None:
    """Test that what a feature shares with what stays is refused, and not cut wrong."""
    old = "session=async_get_clientsession(self.hass),"
    new = f"{old} request_timeout=self.config_entry.options[DOMAIN],"
    changed = edited(tree, FLOW, (old, new))
    with pytest.raises(ScaffoldError, match="'options' cannot be cut out of it"):
        with_auth(changed, Auth.TOKEN, frozenset({"options"}))

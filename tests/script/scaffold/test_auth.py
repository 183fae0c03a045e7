"""Test the kinds of authentication."""

from pathlib import Path
import re
from shutil import copyfile
from typing import Final

import pytest

from script import ROOT
from script.copying import copy_tree
from script.integration.contribution import contribution
from script.integration.json_file import load
from script.integration.tree import Places, Tree, write
from script.quality_scale.judge import judge
from script.scaffold import ScaffoldError
from script.scaffold.auth import (
    __main__ as command,
    kind_of,
    patch,
    patched,
    patched_kinds,
    with_auth,
)
from script.scaffold.auth.__main__ import difference, put
from script.scaffold.make import files_of
from script.scaffold.matrix import CHOSEN
from script.scaffold.models import MODELS, Auth, Model, model_for

from . import made, run

from tests.model import needs_every_model

needs_every_model()

DEVICE: Final = MODELS[0]
PLACES: Final = Places(DEVICE.domain)
FLOW: Final = f"{PLACES.integration}config_flow.py"
FLOW_TESTS: Final = f"{PLACES.tests}test_config_flow.py"

CLOUD_SERVICE: Final = model_for("service", "cloud_polling", Auth.USERNAME_PASSWORD)
LOCAL_SERVICE: Final = model_for("service", "local_polling", Auth.TOKEN)
CLOUD_DEVICE: Final = model_for("device", "cloud_polling", Auth.USERNAME_PASSWORD)
PUSHING_DEVICE: Final = model_for("device", "local_push", Auth.PASSWORD)

PATCHED_KINDS: Final = [
    pytest.param(model, auth, id=f"{model.domain} {kind}")
    for model in MODELS
    for kind, auth in patched_kinds(model).items()
]
OF_DEVICES: Final = ("diagnostics", "faults", "identity", "mutants_my_device")
OF_PUSHES: Final = ("cloud", "cloud_faults", "pushing")
PROOFS: Final = [
    *(
        pytest.param(DEVICE, auth, OF_DEVICES, id=f"{DEVICE.domain} {auth}")
        for auth in DEVICE.auths[1:]
    ),
    *(
        pytest.param(model, model.auths[0], OF_PUSHES, id="push")
        for model in MODELS
        if model.iot_class == "cloud_push"
    ),
]

OF_PASSWORDS: Final = [
    domain for domain, _, _, auth, *_ in CHOSEN if auth is Auth.USERNAME_PASSWORD
]
# An account of a cloud has tokens that nobody types.
WITHOUT_TOKEN: Final = [
    domain
    for domain, _, model, auth, *_ in CHOSEN
    if auth is not Auth.TOKEN and model.domain != "my_cloud"
]
OF_CLOUDS: Final = [
    domain for domain, _, model, *_ in CHOSEN if model.iot_class.startswith("cloud_")
]
OF_NONE: Final = [domain for domain, _, _, auth, *_ in CHOSEN if auth is Auth.NONE]
# What PyPI calls what proves that a workflow publishes
NO_TOKEN_OF_OURS: Final = re.compile("id-token: write")


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Return the files of the model."""
    return files_of(DEVICE, ROOT)


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


@pytest.mark.parametrize("domain", OF_CLOUDS)
def test_no_trace_of_the_network(root: Path, domain: str) -> None:
    """Test that no text tells of a host or of the local network where there is a cloud."""
    pattern = re.compile(
        r"\bhost\b|hostname|\bMAC\b|\bIP address|local network|zeroconf|dhcp",
        re.IGNORECASE,
    )
    texts = {
        path: path.read_text()
        for path in made(root, domain)
        if path.suffix in {".json", ".md", ".markdown"}
    }
    assert len(texts) > 3
    found = {path: pattern.findall(text) for path, text in texts.items()}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("model", "auth"),
    [
        pytest.param(model, auth, id=f"{model.domain} {auth}")
        for model in (CLOUD_SERVICE, LOCAL_SERVICE)
        for auth in model.auths
    ],
)
def test_service(model: Model, auth: Auth) -> None:
    """Test that a service is entered as one, and that no text tells of devices."""
    places = Places(model.domain)
    tree = with_auth(files_of(model, ROOT), model, auth, frozenset())
    entity = tree[f"{places.integration}entity.py"].decode()
    assert "entry_type=DeviceEntryType.SERVICE" in entity
    assert f"{places.integration}switch.py" not in tree
    pattern = re.compile(r"\b(?:devices?|plugs?|climate|switch\w*)\b", re.IGNORECASE)
    texts = (f"{places.integration}strings.json", places.page)
    # The name of a page of Home Assistant's, and that of the model
    names = re.compile(r"Devices & services|\bmy[- ]device\b", re.IGNORECASE)
    found = {
        path: pattern.findall(names.sub("", tree[path].decode())) for path in texts
    }
    assert found == {path: [] for path in texts}


def test_device_of_a_cloud() -> None:
    """Test that the only device of an account is no service, and that none comes or goes."""
    model = CLOUD_DEVICE
    places = Places(model.domain)
    tree = with_auth(files_of(model, ROOT), model, model.auths[0], frozenset())
    entity = tree[f"{places.integration}entity.py"].decode()
    assert "entry_type" not in entity
    assert "model=" in entity
    assert f"{places.integration}switch.py" not in tree
    pattern = re.compile(r"\b(?:service|plugs?|climate|switch\w*)\b", re.IGNORECASE)
    text = tree[f"{places.integration}strings.json"].decode()
    assert pattern.findall(text) == []


def test_device_that_pushes() -> None:
    """Test that an entry is one device, and that nothing tells of a hub or of devices of one."""
    model = PUSHING_DEVICE
    tree = with_auth(files_of(model, ROOT), model, model.auths[0], frozenset())
    pattern = re.compile(
        r"\bhubs?\b|via_device_id=|stale_device|paired|unpair", re.IGNORECASE
    )
    names = re.compile(r"my[-_ ]hub", re.IGNORECASE)
    texts = {
        path: names.sub("", each.decode())
        for path, each in tree.items()
        if not path.endswith((".png", ".svg"))
    }
    assert len(texts) > 30
    found = {path: pattern.findall(text) for path, text in texts.items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_service_has_no_switch() -> None:
    """Test that what a service has not cannot be left out."""
    model = CLOUD_SERVICE
    tree = files_of(model, ROOT)
    with pytest.raises(ScaffoldError, match=r"^--without switch: .* service .* none"):
        with_auth(tree, model, model.auths[0], frozenset({"switch"}))


@pytest.mark.parametrize("domain", OF_NONE)
def test_no_trace_of_a_user(root: Path, domain: str) -> None:
    """Test that nothing tells of accounts or credentials where the device has none."""
    pattern = re.compile(
        r"account|user_?id|check_connection|authorization|credential|invalid_auth|AuthFailed|reauth\b",
        re.IGNORECASE,
    )
    texts = {
        path: path.read_text()
        for path in made(root, domain)
        if path.suffix in {".py", ".json", ".md", ".markdown", ".ambr"}
    }
    assert len(texts) > 10
    found = {path: pattern.findall(text) for path, text in texts.items()}
    assert {path: words for path, words in found.items() if words} == {}


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


@pytest.mark.parametrize(
    ("auth", "new", "gone"),
    [
        pytest.param(Auth.TOKEN, set(), set(), id="token"),
        pytest.param(Auth.USERNAME_PASSWORD, set(), set(), id="username_password"),
        pytest.param(
            Auth.NONE,
            {
                "test_reconfigure_flow_wrong_device",
                "test_zeroconf_flow_without_serial_number",
            },
            {
                "test_reauth_flow",
                "test_reauth_flow_errors",
                "test_reauth_flow_wrong_account",
                "test_reconfigure_flow_wrong_account",
                "test_zeroconf_flow_without_user_id",
            },
            id="none",
        ),
    ],
)
def test_every_kind_keeps_the_flow_tests(
    tree: Tree, auth: Auth, new: set[str], gone: set[str]
) -> None:
    """Test that only tests of what a kind does not have go."""
    before, after = (
        set(re.findall(r"def (test_\w+)", each[FLOW_TESTS].decode()))
        for each in (tree, with_auth(tree, DEVICE, auth, frozenset()))
    )
    assert (after - before, before - after) == (new, gone)


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("model", "auth", "proofs"), PROOFS)
def test_proofs_of_the_model(
    tmp_path: Path, model: Model, auth: Auth, proofs: tuple[str, ...]
) -> None:
    """Test that each kind stands what the model stands, over real HTTP: all faults, and another device."""
    copy_tree(tmp_path)
    write(tmp_path, with_auth(files_of(model, ROOT), model, auth, frozenset()))
    result = run(
        tmp_path,
        *("pytest", "-q", "-p", "no:cacheprovider", "-n", "2"),
        *(f"tests/proof/test_{name}.py" for name in proofs),
    )
    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.parametrize(("model", "auth"), PATCHED_KINDS)
def test_scale_of_every_kind(tmp_path: Path, model: Model, auth: Auth) -> None:
    """Test that each kind reaches the tier that it claims, as far as that shows before its tests have run."""
    write(tmp_path, with_auth(files_of(model, ROOT), model, auth, frozenset()))
    copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    verdicts = judge(contribution(tmp_path / Places(model.domain).integration))
    open_ = {each.rule.code for each in verdicts if not each.reached}
    assert open_ <= {"config-flow-test-coverage", "test-coverage"}


@pytest.mark.parametrize(("model", "auth"), PATCHED_KINDS)
def test_code_of_every_kind(tmp_path: Path, model: Model, auth: Auth) -> None:
    """Test that no patch leaves anything without use, or not as it is formatted."""
    write(tmp_path, with_auth(files_of(model, ROOT), model, auth, frozenset()))
    copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    folders = [f"{Places(model.domain).integration}", Places(model.domain).tests]
    for command_ in (("check", "--quiet"), ("format", "--check")):
        result = run(tmp_path, "ruff", *command_, "--no-cache", *folders)
        assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("model", "auth"), PATCHED_KINDS)
def test_change_of_the_model_is_named(model: Model, auth: Auth) -> None:
    """Test that a patch that does not apply says so, and what to do."""
    tree = files_of(model, ROOT)
    path = f"{Places(model.domain).integration}coordinator.py"
    changed = {**tree, path: tree[path].replace(b"self", b"this")}
    with pytest.raises(ScaffoldError) as raised:
        with_auth(changed, model, auth, frozenset())
    # The first that does not apply: of a kind that is of two forms, that of the form
    first = next(iter(model.forms), auth)
    assert str(raised.value).startswith(f"{first}.patch: patch failed: {path}:")
    assert "script/run scaffold.auth --help" in str(raised.value)


@pytest.mark.parametrize(("model", "auth"), PATCHED_KINDS)
def test_patch_is_what_the_command_takes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: Model, auth: Auth
) -> None:
    """Test that what is written for a kind and taken back is the same patch."""
    taken = tmp_path / "taken.patch"
    kind = kind_of(model, auth)
    content = patch(model, kind).read_text(encoding="utf-8")
    assert command.main([model.domain, kind, str(tmp_path / "kind")]) == 0

    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "files_of", lambda model, root: files_of(model, ROOT))
    # What lies beneath is of the patches as they are.
    monkeypatch.setattr(command, "patch", lambda model, kind: taken)
    assert command.main([model.domain, kind, str(tmp_path / "kind"), "--take"]) == 0
    assert taken.read_text(encoding="utf-8") == content


def test_refresh(tree: Tree, tmp_path: Path) -> None:
    """Test that what of a patch does not apply is left beside, and has to be mended."""
    folder, file = tmp_path / "kind", patch(DEVICE, Auth.NONE)
    changed = {
        FLOW: tree[FLOW].replace(b"CONF_API_TOKEN", b"CONF_API_KEY"),
        PLACES.page: tree[PLACES.page],
    }
    assert "Rejected hunk" in put(changed, file, folder)
    rejected = folder / f"{FLOW}.rej"
    with pytest.raises(ScaffoldError, match=re.escape(str(rejected))):
        difference(changed, DEVICE, folder)

    rejected.unlink()
    (folder / FLOW).write_bytes(with_auth(tree, DEVICE, Auth.NONE, frozenset())[FLOW])
    taken = tmp_path / "taken.patch"
    taken.write_text(difference(changed, DEVICE, folder), encoding="utf-8")
    result = patched(changed, taken)
    assert b"CONF_API_KEY" not in result[FLOW]
    assert b"API token" not in result[PLACES.page]


def test_folder_of_something_else(tmp_path: Path) -> None:
    """Test that a folder that is in use is not written to, and one without the model not taken."""
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(ScaffoldError, match="exists already"):
        put({}, patch(DEVICE, Auth.NONE), tmp_path)
    with pytest.raises(ScaffoldError, match="no files of the model"):
        difference({}, DEVICE, tmp_path)


def test_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Test that the command says what is wrong, with status 2."""
    assert command.main([DEVICE.domain, "none", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"script/run scaffold.auth: {tmp_path}: exists already; move it away first\n"
    )


def test_kind_of_another_model(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Test that a kind that a model has not is refused, and those that it has are named."""
    assert command.main(["my_hub", "none", str(tmp_path / "kind")]) == 2
    assert capsys.readouterr().err == (
        "script/run scaffold.auth: none: no kind of my_hub; take one of device\n"
    )
    assert not (tmp_path / "kind").exists()


def test_change_that_cannot_be_cut_is_named(tree: Tree) -> None:
    """Test that what a feature shares with what stays is refused, and not cut wrong."""
    path = f"{PLACES.integration}coordinator.py"
    text = tree[path].decode()
    old = "session=async_get_clientsession(hass),"
    new = f"{old} request_timeout=config_entry.options[DOMAIN],"
    assert old in text
    changed = {**tree, path: text.replace(old, new).encode()}
    with pytest.raises(ScaffoldError, match="raises KeyError before there are options"):
        with_auth(changed, DEVICE, Auth.TOKEN, frozenset({"options"}))

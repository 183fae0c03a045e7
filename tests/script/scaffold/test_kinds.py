"""Test the kinds of integrations, and their shares of core's."""

from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

from script.integration.core import core
from script.scaffold import ScaffoldError, __main__ as command
from script.scaffold.kinds import (
    KINDS,
    counted,
    is_made,
    kind_of,
    makings,
    manifests_in,
)
from script.scaffold.models import MODELS, Auth, model_for

from tests.model import needs_every_model

needs_every_model()

# As counted by reading the integrations themselves, in %
READ: Final = {
    "a local device that is polled": 14,
    "a cloud account that is polled": 28,
    "local push": 14,
    "a local hub or service that is polled": 12,
    "a cloud that pushes": 6,
    "infrared or radio through a transmitter": 2,
    "serial or Modbus": 4,
    "Bluetooth": 6,
    "OAuth2 that is polled": 4,
    "OAuth2 that pushes, or is local": 2,
    "MQTT or LoRaWAN": 1,
    "a helper, or what is calculated": 4,
}


@pytest.mark.parametrize(
    ("manifest", "kind"),
    [
        pytest.param(
            {"iot_class": "local_polling", "integration_type": "device"},
            "a local device that is polled",
            id="device",
        ),
        pytest.param(
            {"iot_class": "local_polling"},
            "a local hub or service that is polled",
            id="no integration type",
        ),
        pytest.param(
            {"iot_class": "cloud_polling", "dependencies": ["application_credentials"]},
            "OAuth2 that is polled",
            id="what comes first",
        ),
        pytest.param(
            {"iot_class": "cloud_push", "dependencies": ["application_credentials"]},
            "OAuth2 that pushes, or is local",
            id="what is left of one",
        ),
        pytest.param(
            {"iot_class": "local_push", "connectivity": ["network", "serial"]},
            "serial or Modbus",
            id="one of several",
        ),
        pytest.param(
            {"iot_class": "calculated"}, "a helper, or what is calculated", id="either"
        ),
    ],
)
def test_kind(manifest: dict[str, Any], kind: str) -> None:
    """Test that a manifest is of the first kind that fits."""
    found = kind_of(manifest)
    assert found
    assert found.name == kind


@pytest.mark.parametrize(
    "manifest", [{}, {"iot_class": "assumed_state", "dependencies": ["http"]}]
)
def test_none_of_these(manifest: dict[str, Any]) -> None:
    """Test that what shows no signs is of no kind."""
    assert kind_of(manifest) is None


def test_only_those_with_a_flow_count() -> None:
    """Test that each integration with a config flow counts once."""
    manifests: list[dict[str, Any]] = [
        {"config_flow": True, "iot_class": "local_push"},
        {"config_flow": True},
        {"iot_class": "local_push"},
    ]
    assert counted(manifests) == {"local push": 1, "": 1}


def test_shares_of_core() -> None:
    """Test that the signs tell the same of core as reading its integrations does, within 3 points."""
    counts = counted(manifests_in(core().components))
    assert {kind.name for kind in KINDS} == READ.keys()
    shares = {name: 100 * counts[name] / counts.total() for name in READ}
    assert {name for name, share in shares.items() if abs(share - READ[name]) > 3} == (
        set()
    )


def test_every_making_is_of_a_kind() -> None:
    """Test that what is made as each integration type is of a kind, and that no two models make one."""
    sources = makings()
    assert [
        (source.model.domain, source.auth)
        for source in sources
        if source.kinds.keys() != {*source.model.integration_types}
    ] == []
    assert {
        (source.model.domain, *each)
        for source in sources
        for each in product(source.model.integration_types, [source.auth])
    } == {
        (model.domain, integration_type, auth)
        for model in MODELS
        for integration_type, _, auth in model.combinations
    }
    made = {
        (kind.name, source.model.domain)
        for source in sources
        for kind in source.kinds.values()
    }
    assert len(made) == len(dict(made))
    assert {domain for _, domain in made} == {model.domain for model in MODELS}


@pytest.mark.parametrize(
    ("iot_class", "more"),
    [
        ("local_push", {}),
        ("local_push", {"integration_type": "hub"}),
        ("local_push", {"integration_type": "device"}),
        ("cloud_polling", {"dependencies": ["application_credentials"]}),
        ("cloud_push", {"dependencies": ["application_credentials"]}),
        ("assumed_state", {}),
    ],
)
def test_what_is_refused_is_not_made(iot_class: str, more: dict[str, Any]) -> None:
    """Test that what counts as made is what the answers lead to."""
    auths = ["oauth2"] if "dependencies" in more else set(Auth) - {Auth.OAUTH2}
    integration_type = more.get("integration_type", "hub")
    models = []
    for auth in auths:
        with suppress(ScaffoldError):
            models.append(model_for(integration_type, iot_class, auth))
    assert is_made({"iot_class": iot_class, **more}, makings()) == bool(models)


def test_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Test that each kind is shown with its rule, and each way to make one with what it has."""
    assert command.main(["--kinds"]) == 0
    shown = capsys.readouterr().out
    for kind in KINDS:
        assert f"{kind.name}  " in shown
        assert kind.rule in shown
    assert "--integration-type hub --iot-class local_push --auth password\n" in shown
    for source in makings():
        assert f"  has    {', '.join(source.features)}\n" in shown
    assert "any of --without switch diagnostics dhcp zeroconf reconfigure\n" in shown


def test_since(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that only what an older release does not have counts."""
    new = {"hue", "plugwise", "withings", "template"}
    for manifest in manifests_in(core().components):
        if manifest["domain"] not in new:
            older = tmp_path / "components" / manifest["domain"] / "manifest.json"
            older.parent.mkdir(parents=True)
            older.touch()
    assert command.main(["--kinds", "--since", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "4 integrations with a config flow that are new, 50.0% are" in shown
    rows = [line.split("  ")[0] for line in shown.splitlines() if " 25.0% " in line]
    assert len(rows) == 4


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (["--kinds", "--since", "nowhere"], "--since nowhere: no integrations in"),
        (["--since", "nowhere"], "--since goes with --kinds"),
        (["--since", "nowhere", "--remove", "x"], "leave out --since"),
    ],
)
def test_since_refused(
    argv: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a folder without integrations is refused, and an older release for anything else."""
    with suppress(SystemExit):
        assert command.main(argv) == 2
    assert why in capsys.readouterr().err


def test_goes_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Test that nothing is listed where something is to be made."""
    with pytest.raises(SystemExit, match="2"):
        command.main(["--kinds", "--auth", "none"])
    assert "--kinds goes by itself; leave out --auth" in capsys.readouterr().err

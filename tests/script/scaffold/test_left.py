"""Test listing what is left to do of an integration."""

from collections.abc import Iterator
from pathlib import Path
import re
import shutil

import pytest

from script.copying import copy_tree
from script.integration.blanks import MARK
from script.integration.files import forget
from script.integration.integration import Integration
from script.integration.tree import Places, read, write
from script.scaffold import __main__ as command
from script.scaffold.kinds import Making, makings
from script.scaffold.left import Item, items
from script.scaffold.make import put, tree_for
from script.scaffold.matrix import WHOLE, answers_for
from script.scaffold.stages import Stage

from tests.edits import edit
from tests.model import needs_every_model

needs_every_model()

DOMAINS = ["acme_meter", *(f"acme_{number}" for number in range(1, len(WHOLE)))]
PLACES = Places("acme_meter")


def left(root: Path, domain: str = "acme_meter") -> list[Item]:
    """Return what is left of an integration as it stands."""
    forget()
    return items(root, Integration(root / Places(domain).integration))


def said(root: Path) -> set[str]:
    """Return what is left of an integration, in words."""
    return {each.what for each in left(root)}


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tree with a new integration of each kind, of which acme_meter is the first."""
    root = tmp_path_factory.mktemp("kinds")
    copy_tree(root)
    for domain, kind in zip(DOMAINS, WHOLE, strict=True):
        answers = answers_for(domain, "Acme Meter", *kind)
        put(root, tree_for(root, answers), answers)
    return root


@pytest.fixture(scope="module")
def as_made(every_kind: Path) -> list[Item]:
    """Return what is left of the first integration right after it is made."""
    return left(every_kind)


@pytest.fixture
def made(every_kind: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return that tree for the command to work on, and as it was in the end."""
    monkeypatch.setattr(command, "ROOT", every_kind)
    parts = ("companion", "homeassistant", "tests/components", "requirements_test.txt")
    before = read(every_kind, parts)
    yield every_kind
    write(every_kind, before)
    shutil.rmtree(every_kind / "build", ignore_errors=True)


@pytest.mark.parametrize(
    ("domain", "making"), [*zip(DOMAINS, makings(), strict=True)], ids=DOMAINS
)
def test_all_of_the_model_is_found(
    every_kind: Path, domain: str, making: Making
) -> None:
    """Test that a new integration of each kind is found to have library, entities, tests and icon of the model's."""
    found = {(each.stage, each.what) for each in left(every_kind, domain)}
    assert {
        (Stage.LIBRARY, "Replace the library"),
        (Stage.LIBRARY, "Replace the addresses of its project"),
        (Stage.ENTITIES, "Replace the entities"),
        (Stage.ENTITIES, "Replace the manufacturer"),
        (Stage.TESTS, "Replace the answers in the tests"),
        (Stage.PAGE, "Replace the icon"),
    } <= found
    discovered = {kind for kind in ("zeroconf", "dhcp") if kind in making.features}
    assert {what for _, what in found if what.endswith("discovers")} == {
        f"Replace what {kind} discovers" for kind in discovered
    }


def test_kind_of_no_model(made: Path) -> None:
    """Test that what is left is told of an integration of a kind that no model is of."""
    manifest = f"{PLACES.integration}manifest.json"
    polled = ('"iot_class": "local_polling"', '"iot_class": "cloud_polling"')
    edit(made / manifest, polled)
    assert left(made)


@pytest.mark.parametrize(
    ("path", "old", "new", "what"),
    [
        pytest.param(
            f"{PLACES.integration}sensor.py",
            'key="temperature"',
            'key="heat"',
            "Replace the entities",
            id="entities",
        ),
        pytest.param(
            f"{PLACES.integration}entity.py",
            'manufacturer="Acme Meter"',
            'manufacturer="Acme"',
            "Replace the manufacturer",
            id="manufacturer",
        ),
        pytest.param(
            f"{PLACES.integration}manifest.json",
            "_acme-meter._tcp",
            "_acme._tcp",
            "Replace what zeroconf discovers",
            id="zeroconf",
        ),
        pytest.param(
            f"{PLACES.integration}strings.json",
            '"Relay"',
            '"Outlet"',
            "Replace the text of entity.switch.relay.name",
            id="text",
        ),
        pytest.param(
            f"{PLACES.integration}icons.json",
            "mdi:electric-switch-closed",
            "mdi:power",
            "Replace the icon of entity.switch.relay.state.on",
            id="icon of an entity",
        ),
        pytest.param(
            "companion/library/acme-meter-client/pyproject.toml",
            "github.com/octocat",
            "github.com/acme",
            "Replace the addresses of its project",
            id="addresses",
        ),
        pytest.param(
            f"{PLACES.brands[1]}icon.svg",
            "<svg",
            "<svg ",
            "Replace the icon",
            id="icon",
        ),
        pytest.param(
            f"{PLACES.integration}coordinator.py",
            f"# {MARK} Say why so often; as seldom as your users can bear",
            "# A meter reads every minute.",
            "Say why so often; as seldom as your users can bear",
            id="blank",
        ),
    ],
)
def test_what_is_done_is_gone(
    made: Path, as_made: list[Item], path: str, old: str, new: str, what: str
) -> None:
    """Test that what its author has changed is not left any more, and all else is."""
    edit(made / path, (old, new))
    now = {(each.path, each.what) for each in left(made)}
    gone = {(each.path, each.what) for each in as_made} - now
    assert {(place.rstrip("/") in path, each) for place, each in gone} == {(True, what)}


def test_library_of_the_model(made: Path) -> None:
    """Test that a library is the model's as long as it says what that says, whatever else is changed."""
    folder = made / "companion/library/acme-meter-client/src/acme_meter_client"
    client, models = folder / "client.py", folder / "models.py"
    edit(client, ("request_timeout", "timeout"), ("/api/v1", "/api/v2"))
    edit(models, ("relay", "outlet"))
    assert "Replace the library" in said(made)
    models.write_text("class Telegram:\n    tariff: int\n    gas: float\n")
    client.write_text('LINES = open_port("/dev/ttyUSB0", "7E1")\n')
    assert "Replace the library" not in said(made)


def test_spacing_and_comments_are_no_change(made: Path) -> None:
    """Test that entities are the model's in whichever layout."""
    module = made / PLACES.integration / "sensor.py"
    module.write_text(f"# Mine\n\n{module.read_text()}")
    assert "Replace the entities" in said(made)


def test_list(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that the list has each place once, in the order of the stages, each with its command."""
    assert command.main(["--left", "acme_meter"]) == 0
    output = capsys.readouterr().out
    every = left(made)
    assert output.startswith(f"acme_meter: {len(every)} left to do\n")
    stages = [int(number) for number in re.findall(r"^(\d)\. ", output, re.MULTILINE)]
    assert stages == [1, 2, 3, 4, 5, 6, 7]
    assert re.findall(r"^   \$ (.*)$", output, re.MULTILINE) == [
        "script/test companion/library/acme-meter-client",
        "script/test tests/components/acme_meter/test_config_flow.py",
        "script/test tests/components/acme_meter --snapshot-update",
        "script/test tests/components/acme_meter",
        "script/run documentation acme_meter --write",
        "script/develop acme_meter",
        "script/run submit acme_meter",
    ]
    for each in every:
        assert output.count(f"   {each.place}  {each.what} ({each.why})\n") == 1
        assert (made / each.path).exists()
        if each.line and not each.may_stay:
            line = (made / each.path).read_text().splitlines()[each.line - 1]
            assert f"{MARK} {each.what}" in line


def test_tick(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that what the author ticks in the list counts as done, but no blank does."""
    assert command.main(["--left", "acme_meter"]) == 0
    file = made / "build" / "acme_meter-left.md"
    before = len(left(made))
    edit(file, ("- [ ]", "- [x]"))
    ticked = [each for each in left(made) if each.may_stay]
    assert 0 < len(ticked) < before
    for _ in range(2):
        capsys.readouterr()
        assert command.main(["--left", "acme_meter"]) == 0
        output = capsys.readouterr().out
        assert output.startswith(f"acme_meter: {before - len(ticked)} left to do\n")
        assert "Replace" not in output
        text = file.read_text()
        assert text.count("- [x] ") == len(ticked)
        assert text.count("- [ ] ") == before - len(ticked)


def test_rules_to_do_and_a_library_that_is_not_here(made: Path) -> None:
    """Test that what is missing of the scale and of the library is left, where it is used."""
    edit(
        made / PLACES.integration / "quality_scale.yaml",
        ("  brands: done", "  brands: todo"),
    )
    assert "Meet brands, and say done" in said(made)
    edit(
        made / PLACES.integration / "manifest.json",
        ("acme-meter-client==1.0.0", "acme-api==2.1"),
    )
    found = left(made)
    assert "Add acme-api==2.1" in {each.what for each in found}
    used = {
        each.what.rpartition(" ")[2]: each
        for each in found
        if each.what.startswith("Have acme-api==2.1 in the place of")
    }
    assert {"AcmeMeterClient", "Status", "status", "set_relay"} <= used.keys()
    for name, each in used.items():
        line = (made / each.path).read_text().splitlines()[each.line - 1]
        assert name in line
        assert each.stage is Stage.LIBRARY
    edit(made / "requirements_test.txt", ("\n", "\nacme-api==2.1\n"))
    assert "Add acme-api==2.1" not in said(made)


def test_without_models(made: Path) -> None:
    """Test that blanks are left where there is no model any more to compare with."""
    for model in ("my_device", "my_hub", "my_cloud"):
        for path in (made / Places(model).integration).iterdir():
            if path.is_file():
                path.unlink()
    found = left(made)
    assert not [each for each in found if each.may_stay]
    assert [each for each in found if each.stage is Stage.PAGE]


@pytest.mark.parametrize("domain", ["nowhere", "../my_device", ""])
def test_no_such_integration(
    made: Path, capsys: pytest.CaptureFixture[str], domain: str
) -> None:
    """Test that what is no integration is refused in one line, and nothing written."""
    assert command.main(["--left", domain]) == 2
    error = capsys.readouterr().err
    assert "no such integration here; name one of acme_" in error
    assert error.count("\n") == 1
    assert not (made / "build").exists()

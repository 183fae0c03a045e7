"""Test the answers to core's review guide."""

from collections.abc import Callable
import json
from pathlib import Path

import pytest

from script import COMPONENTS, ROOT
from script.integration.contribution import contribution
from script.integration.files import forget
from script.integration.finding import Finding
from script.review.__main__ import main
from script.review.sheet.answers import answers
from script.review.sheet.point import Answer, Case, Mark
from script.review.sheet.points import POINTS, SECTIONS
from script.rules.table import named

from tests import edits
from tests.model import needs_model

type Edit = Callable[[Path], object]


def answered(path: Path, *, is_first: bool = False) -> list[Answer]:
    """Return the answers for the integration in a folder."""
    forget()
    return answers(Case(contribution(path), is_first), POINTS)


def of(given: list[Answer], text: str) -> Answer:
    """Return the answer to a point."""
    (answer,) = (each for each in given if each.point.text == text)
    return answer


def lines_of(path: Path) -> int:
    """Return how many lines a file has, one for a folder or an image."""
    if path.is_dir() or path.suffix == ".png":
        return 1
    return path.read_text(encoding="utf-8").count("\n") + 1


def test_points() -> None:
    """Test that the points are in the order of the guide, and rest on rules that there are."""
    sections = list(dict.fromkeys(each.section for each in POINTS))
    assert sections == list(SECTIONS)
    assert len(POINTS) == 173
    codes = {code for point in POINTS for code in point.rules}
    assert codes
    assert [code for code in codes if named(code) is None] == []
    assert [each.text for each in POINTS if each.about and not each.without] == []


def test_model() -> None:
    """Test that most points of the model are decided, each held one at a place that there is."""
    needs_model()
    given = answered(COMPONENTS / "my_device")
    assert [each for each in given if each.mark is Mark.BROKEN] == []
    decided = [each for each in given if each.mark is not Mark.HUMAN]
    assert len(decided) >= 100
    for each in decided:
        assert each.why if each.mark is Mark.ABSENT else each.found, each
    for each in given:
        for found in each.found:
            assert found.path.exists(), each
            assert found.line <= lines_of(found.path), each


def write(name: str, text: str) -> Edit:
    """Return an edit that adds to the end of a file of the integration."""

    def edit(path: Path) -> None:
        file = path / name
        file.write_text((file.read_text() if file.exists() else "") + text)

    return edit


def set_key(key: str, value: object) -> Edit:
    """Return an edit of the manifest."""

    def edit(path: Path) -> None:
        file = path / "manifest.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | {key: value}))

    return edit


def swapped(name: str, old: str, new: str) -> Edit:
    """Return an edit that replaces a text in a file of the integration."""
    return lambda path: edits.edit(path / name, (old, new))


def edit_test(text: str) -> Edit:
    """Return an edit that adds to a test module."""

    def edit(path: Path) -> None:
        file = path.parents[2] / "tests/components/my_device/test_init.py"
        file.write_text(f"{file.read_text()}\n\n{text}")

    return edit


@pytest.mark.parametrize(
    ("edit", "text", "place"),
    [
        pytest.param(
            set_key("version", "1.0.0"),
            "There is no version in the manifest",
            "manifest.json",
            id="version",
        ),
        pytest.param(
            set_key("codeowners", []),
            "The author is a code owner",
            "manifest.json",
            id="no owner",
        ),
        pytest.param(
            set_key("iot_class", "quantum"),
            "The IoT class is how it gets its data",
            "manifest.json",
            id="IoT class",
        ),
        pytest.param(
            write("sensor.py", "print(1)\n"), "No print()", "sensor.py", id="print"
        ),
        pytest.param(
            write(".gitignore", "*\n"), "No .gitignore", ".gitignore", id="gitignore"
        ),
        pytest.param(
            write("const.py", "# x = 1\n"), "No code in comments", "my_device", id="ERA"
        ),
        pytest.param(
            write("sensor.py", '_LOGGER.debug(f"{1}")\n'),
            "Log messages get their values as arguments",
            "sensor.py",
            id="log message",
        ),
        pytest.param(
            swapped(
                "coordinator.py",
                "DataUpdateCoordinator[Status]",
                "DataUpdateCoordinator",
            ),
            "The coordinator says what its data is",
            "coordinator.py",
            id="untyped coordinator",
        ),
        pytest.param(
            edit_test(
                "def test_it() -> None:\n    match STATE:\n        case None:\n            pass\n"
            ),
            "Tests have no branches",
            "test_init.py",
            id="branch in a test",
        ),
    ],
)
def test_broken(copy: Path, edit: Edit, text: str, place: str) -> None:
    """Test that a point that holds is broken by a defect, and only then."""
    assert of(answered(copy), text).mark is not Mark.BROKEN
    edit(copy)
    answer = of(answered(copy), text)
    assert answer.mark is Mark.BROKEN
    assert answer.found[0].path.name == place
    assert isinstance(answer.found[0], Finding)


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        pytest.param(
            swapped(
                "sensor.py",
                "self.entity_description.value_fn(self.coordinator.data.readings)",
                "float(self.entity_description.value_fn(self.coordinator.data.readings))",
            ),
            "No int() or float() of what may be None",
            id="cast",
        ),
        pytest.param(
            swapped("sensor.py", "readings.power,", "readings.power or 0,"),
            "No other value stands for one that is unknown",
            id="other value",
        ),
        pytest.param(
            swapped(
                "sensor.py",
                "        entity_registry_enabled_default=False,\n",
                "",
            ),
            "What is for debugging is disabled by default",
            id="enabled",
        ),
        pytest.param(
            swapped("strings.json", '"name": "Relay"', '"name": "Main Relay"'),
            "Texts are in sentence case",
            id="Title Case",
        ),
        pytest.param(
            swapped(
                "coordinator.py",
                "            status = await self._client.status()\n        except MyDeviceAuthenticationError as err:\n            raise",
                "            await self._client.connect()\n            status = await self._client.status()\n        except MyDeviceAuthenticationError as err:\n            raise",
            ),
            "What is done once is in _async_setup",
            id="connects with each poll",
        ),
        pytest.param(
            edit_test(
                "def test_it(hass: HomeAssistant) -> None:\n    if hass.states.async_all():\n        assert False\n"
            ),
            "Tests have no branches",
            id="branch in a test that core's plugin lets pass",
        ),
    ],
)
def test_not_held(copy: Path, edit: Edit, text: str) -> None:
    """Test that what a person has to look at is not said to be held."""
    assert of(answered(copy), text).mark is Mark.HELD
    edit(copy)
    assert of(answered(copy), text).mark is not Mark.HELD


def test_nothing_there(tmp_path: Path) -> None:
    """Test an integration of next to nothing: what it lacks is not said to be held."""
    path = tmp_path / "homeassistant/components/empty"
    path.mkdir(parents=True)
    (path / "__init__.py").write_text('"""The Empty integration."""\n')
    (path / "manifest.json").write_text('{"domain": "empty", "name": "Empty"}')
    given = answered(path)
    held = {each.point.text for each in given if each.mark is Mark.HELD}
    assert held == {
        "The domain is the name of the folder",
        "There is no version in the manifest",
        "No .gitignore",
        "No print()",
        "No assertions but in tests",
        "No code in comments",
    }
    assert of(given, "A coordinator polls").why == "It does not poll"
    assert of(given, "There is a quality_scale.yaml").mark is Mark.BROKEN


def test_first_pull_request() -> None:
    """Test that points about the pull request that adds an integration are for that one."""
    needs_model()
    path = COMPONENTS / "my_device"
    assert of(answered(path), "One platform of entities").mark is Mark.ABSENT
    first = answered(path, is_first=True)
    assert of(first, "One platform of entities").mark is Mark.BROKEN
    assert of(first, "No reconfiguration").mark is Mark.BROKEN
    assert of(first, "There is an issue of the bug").mark is Mark.ABSENT


def test_output(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test the sheet as it is printed and written."""
    (copy / "sensor.py").write_text("print(1)\n")
    forget()
    assert main([str(copy), "--sheet"]) == 1
    output = capsys.readouterr().out
    assert output.startswith("# my_device: core's review guide, point by point\n")
    assert (
        "- [!] No print(): homeassistant/components/my_device/sensor.py:1 (print() stands here)"
        in output
    )
    file = copy / "sheet.md"
    assert main([str(copy), "--sheet", f"--output={file}"]) == 1
    assert file.read_text() == output
    assert capsys.readouterr().out.endswith("1 to mend\n")
    assert str(ROOT) not in output


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--sheet", "--json"], id="two forms"),
        pytest.param(["--output=x"], id="nothing to write"),
    ],
)
def test_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Test options that do not go together."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "--sheet" in capsys.readouterr().err

"""Test making integrations of libraries that exist."""

import ast
from collections.abc import Iterator
from dataclasses import replace
import json
from pathlib import Path
from typing import Any

import pytest

from script.client import ClientError, offer as offering
from script.client.candidates import Candidate
from script.client.errors import ErrorKind
from script.client.install import install, pin
from script.copying import copy_tree
from script.integration.tree import Places
from script.scaffold import ScaffoldError, __main__ as command
from script.scaffold.library import chosen, confirmed, offered
from script.scaffold.make import tree_for
from script.scaffold.matrix import answers_for
from script.scaffold.models import MODELS, Auth
from script.scaffold.writer.plan import Plan
from script.scaffold.writer.planning import planned

from . import ARGUMENTS

from tests.model import needs_every_model

needs_every_model()

LIBRARY = "peblar==2.1.0"
REQUIREMENT = ["--requirement", LIBRARY]


def imports(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield what a module imports, with where it is from."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.module, alias.name


def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    """Test that what a library offers is shown, and a choice of the author's comes first."""
    assert command.main([*REQUIREMENT, "--show"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("peblar 2.1.0, imported as peblar\n")
    assert "client         Peblar  (from peblar)\n" in shown
    assert "identity       system_information().product_serial_number  " in shown

    choice = ["--auth-error", "PeblarResponseError", "--client-class", "PeblarApi"]
    assert command.main([*REQUIREMENT, "--show", *choice]) == 0
    shown = capsys.readouterr().out
    assert "client         PeblarApi  (from peblar)\n" in shown
    assert "authentication PeblarResponseError  (from peblar)\n" in shown


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--show"], "--show needs a library: --requirement PACKAGE==VERSION"),
        (
            ["--show", "--requirement", "peblar==2.0.0"],
            "peblar==2.0.0: is not installed; add --install",
        ),
        (
            ["--show", *REQUIREMENT, "--client-class", "Nothing"],
            "client class 'Nothing': peblar has none of this name; it has ",
        ),
        (
            ["--show", *REQUIREMENT, "--auth-error", "Nothing"],
            "error 'Nothing': peblar has no such exception; it has ",
        ),
    ],
)
def test_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    """Test that it is told in one line what is wrong."""
    assert command.main(arguments) == 2
    output = capsys.readouterr()
    assert output.err.startswith(f"script/run scaffold: {problem}")
    assert output.err.count("\n") == 1
    assert not output.out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            ["--state", "meter()"],
            "--state: of a library that is not named; add --requirement PACKAGE==VERSION",
        ),
        (
            ["--entity", "power", "--requirement", "peblar==2.0.0"],
            "--entity: of a library that is not installed; add --install, which installs peblar==2.0.0",
        ),
    ],
)
def test_not_read(
    tree: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    problem: str,
) -> None:
    """Test that nothing is taken of a library that is not there to be read."""
    assert command.main([*ARGUMENTS, *arguments]) == 2
    assert capsys.readouterr().err == f"script/run scaffold: {problem}\n"
    assert not (tree / Places("acme_meter").integration).exists()


def test_cannot_be_imported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that a library that cannot be imported is not read as if it could be used."""
    monkeypatch.setattr(command, "problem", lambda module: f"import {module}: broken")
    assert command.main([*REQUIREMENT, "--show"]) == 2
    assert capsys.readouterr().err == (
        f"script/run scaffold: {LIBRARY}: cannot be used: import peblar: broken\n"
    )


def test_made(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that an integration has the names of its library, and nothing that the library has not."""
    assert command.main([*ARGUMENTS, *REQUIREMENT]) == 0
    places = Places("acme_meter")
    modules = {
        path.relative_to(tree).as_posix(): path.read_text()
        for folder in (places.integration, places.tests)
        for path in sorted((tree / folder).glob("*.py"))
    }
    text = "".join(modules.values())
    names = {name for each in modules.values() for name in imports(each)}
    assert {name for module, name in names if module == "peblar"} == {
        "Peblar",
        "PeblarApi",
        "PeblarAuthenticationError",
        "PeblarConnectionError",
        "PeblarConnectionTimeoutError",
        "PeblarError",
        "PeblarMeter",
        "PeblarResponseError",
        "PeblarSystemInformation",
    }
    # It does not say when to try again, and judges no host.
    for gone in ("RateLimit", "rate_limited", "InvalidHost", "invalid_host"):
        assert gone not in text
        assert gone not in (tree / places.integration / "strings.json").read_text()
    assert "fewer requests" not in (tree / places.page).read_text()
    coordinator = modules[f"{places.integration}coordinator.py"]
    assert "await self.client.login(password=self.config_entry.data[" in coordinator
    assert "except PeblarError as err" in coordinator
    assert not {each.name for each in (tree / places.integration).glob("*.py")} & {
        "binary_sensor.py",
        "switch.py",
    }
    assert "zeroconf" not in text
    assert "nothing tells the unit of rest_api().meter()." in capsys.readouterr().err


@pytest.mark.usefixtures("tree")
def test_assumed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that it is told what is taken for granted where nothing tells it."""

    def assuming(*given: Any, **more: Any) -> Plan:
        return replace(planned(*given, **more), assumed=("Nobody knows.",))

    monkeypatch.setattr("script.scaffold.questions.planned", assuming)
    assert command.main([*ARGUMENTS, *REQUIREMENT]) == 0
    assert "script/run scaffold: Nobody knows.\n" in capsys.readouterr().err


def test_chosen_errors(tree: Path) -> None:
    """Test that what the author chooses is caught, and imported from where it is."""
    choice = ["--connection-error", "aiohttp.ClientError"]
    assert command.main([*ARGUMENTS, *REQUIREMENT, *choice]) == 0
    flow = (tree / Places("acme_meter").integration / "config_flow.py").read_text()
    assert ("aiohttp", "ClientError") in imports(flow)
    assert "        except ClientError, PeblarError:\n" in flow


def test_no_auth_error(tree: Path) -> None:
    """Test that it is told what to give where nothing tells of refused credentials, unless there are none."""
    offer = offered("peblar", {}, None)
    silent = replace(offer, errors={**offer.errors, ErrorKind.AUTHENTICATION: ()})
    answers = replace(
        answers_for("acme_meter", "Acme", MODELS[0], Auth.TOKEN, frozenset()),
        requirement=LIBRARY,
        library_module="peblar",
        offer=silent,
    )
    with pytest.raises(
        ScaffoldError, match=r"^peblar: no exception .* with --auth-error, one of Peb"
    ):
        tree_for(tree, answers)
    assert tree_for(tree, replace(answers, auth=Auth.NONE))


def test_no_client(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that nothing is made of a library without a client, and that this is said in one line."""

    def none(*_: object) -> tuple[Candidate, ...]:
        return ()

    monkeypatch.setattr(offering, "clients", none)
    for arguments in ([*ARGUMENTS, *REQUIREMENT], [*REQUIREMENT, "--show"]):
        assert command.main(arguments) == 2
        told = capsys.readouterr().err
        assert told.startswith(
            "script/run scaffold: peblar: no class of it looks like a client, which takes a host, a session or credentials and has calls that read; "
            "name one with --client-class, such as Peblar, PeblarApi, or leave out --requirement "
        )
        assert told.count("\n") == 1
    assert not (tree / "tests" / "components" / "acme_meter").exists()


def test_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that the likeliest is proposed at a terminal, and what is wrong is asked again."""
    asked = []
    answers = iter(["", "Nothing", "PeblarResponseError"])

    def answer(question: str) -> str:
        asked.append(question.partition("\n")[0])
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    own = confirmed(
        offered("peblar", {ErrorKind.CONNECTION: "PeblarError"}, None),
        ["connection-error"],
    )
    assert asked == [
        "Which is the class of the client? [Peblar]",
        *["Which is the exception of refused credentials? [PeblarAuthenticationError]"]
        * 2,
    ]
    assert own.clients[0].name == "Peblar"
    assert own.errors[ErrorKind.AUTHENTICATION][0].name == "PeblarResponseError"
    assert own.errors[ErrorKind.CONNECTION][0].name == "PeblarError"


def test_another_client() -> None:
    """Test that another client brings what it is made of."""
    own = chosen(offered("peblar", {}, None), None, "PeblarApi")
    assert own.clients[0].name == "PeblarApi"
    assert "token" in {each.name for each in own.parameters}


def test_install_fails(tmp_path: Path) -> None:
    """Test that it is told in one line why a library cannot be installed."""
    with pytest.raises(ClientError, match=r"^.*: cannot be installed: [^\n]+$"):
        install(str(tmp_path / "no-such-folder"))


def test_pin(tmp_path: Path) -> None:
    """Test that the tests require a library once."""
    file = tmp_path / "requirements_test.txt"
    file.write_text("pytest==1\n")
    assert pin("acme==1.0", file, "What acme requires")
    assert not pin("acme==1.0", file, "What acme requires")
    assert file.read_text() == "pytest==1\n\n# What acme requires\nacme==1.0\n"


@pytest.mark.parametrize(
    ("integration_type", "noun"), [("device", "device"), ("service", "service")]
)
def test_noun(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    integration_type: str,
    noun: str,
) -> None:
    """Test that a service is not called a device where its author has no word for it."""
    copy_tree(tmp_path)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    kind = ["--integration-type", integration_type]
    assert command.main([*ARGUMENTS, *REQUIREMENT, *kind]) == 0
    path = Places("acme_meter").integration + "strings.json"
    strings = json.loads((tmp_path / path).read_text())
    assert strings["config"]["step"]["user"]["description"] == (
        f"Connect Home Assistant to the {noun} on your network."
    )

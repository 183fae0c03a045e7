"""Test making new integrations."""

import ast
from dataclasses import replace
from pathlib import Path
import re
import sys

import pytest
import yaml

from script.copying import copy_tree
from script.gates import Gate
from script.integration.blanks import blanks
from script.integration.integration import Integration
from script.integration.tree import Places, Tree
from script.scaffold import (
    ScaffoldError,
    __main__ as command,
    answers as answers_module,
    gates,
    make,
)
from script.scaffold.answers import Answers
from script.scaffold.make import put, tree_for
from script.scaffold.matrix import CHOSEN, __main__ as matrix_command, answers_for
from script.scaffold.models import MODELS, Auth
from script.scaffold.withdrawn_rules import RULES

from . import ARGUMENTS, files, made, run

from tests.model import needs_every_model
from tests.script import commit

needs_every_model()

CODE = ["homeassistant", "tests/components", "companion"]
DEVICE = MODELS[0]
DOMAINS = [domain for domain, *_ in CHOSEN]
# The first of each kind that is not as its model is
PATCHED = {
    (model, auth): domain
    for domain, _, model, auth, *_ in reversed(CHOSEN)
    if auth is not model.auths[0]
}.values()

# What would be left of the model, or by somebody who did not finish
TRACE = re.compile(
    r"(?i:my[ _-]?(?:device(?!s)|hub\b)|my[ _-]?company|placeholder(?!s))|\bTODO\b|\bFIXME\b"
)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "judge",
    [
        pytest.param(["script.hassfest"], id="hassfest"),
        pytest.param(["script.review"], id="review"),
        pytest.param(
            ["ruff", "check", "--no-cache", *CODE],
            id="ruff",
        ),
        pytest.param(
            ["ruff", "format", "--check", "--no-cache", *CODE],
            id="format",
        ),
    ],
)
def test_every_judge_is_content(root: Path, judge: list[str]) -> None:
    """Test that nothing is to mend in what was made."""
    result = run(root, *judge)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.timeout(300)
def test_types_are_right(root: Path) -> None:
    """Test that strict mypy is content with what was made."""
    folders = [
        path
        for domain in DOMAINS
        for path in (Places(domain).integration, Places(domain).tests)
    ]
    result = run(root, "mypy", f"--cache-dir={root / 'mypy'}", *folders)
    assert result.returncode == 0, result.stdout


@pytest.mark.timeout(900)
def test_tests_pass(root: Path) -> None:
    """Test that the tests of what was made pass, and leave no line of it out."""
    result = run(
        root,
        *("pytest", "-q", "-p", "no:cacheprovider", "-n", "2", "--snapshot-details"),
        *(Places(domain).tests for domain in DOMAINS),
        *(f"--cov={Places(domain).integration}" for domain in DOMAINS),
        *("--cov-report=term-missing", "--cov-fail-under=100"),
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr


@pytest.mark.timeout(300)
def test_library_tests_pass(root: Path) -> None:
    """Test that the clients that are not the model's under another name pass their tests."""
    libraries = [
        f"companion/library/{domain.replace('_', '-')}-client/tests"
        for domain in PATCHED
    ]
    # A library has settings of its own, for when it stands alone.
    settings = ("-c", "pyproject.toml", "-p", "no:cacheprovider", "-n", "2")
    deprecated = "-Werror::DeprecationWarning"
    result = run(root, "pytest", "-q", deprecated, *settings, *libraries)
    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_trace_of_the_model(root: Path, domain: str) -> None:
    """Test that names, files and texts are the new integration's own."""
    assert {
        path for path in made(root, domain) if TRACE.search(str(path.relative_to(root)))
    } == set()
    texts = [
        path
        for path in made(root, domain)
        if path.is_file() and path.suffix not in (".png", ".pyc")
    ]
    assert len(texts) > 15
    left = {
        (path, found[0]) for path in texts for found in TRACE.finditer(path.read_text())
    }
    assert left == set()


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("acme", "on"),
        ("no", "null"),
        ("acme", "2026-11-01"),
        ("acme", "a: b #c"),
        ("acme", "- item"),
        ("acme", "'quoted\""),
        ("acme", "@home"),
        ("acme", "Émile 🔌"),
    ],
)
def test_front_matter(tree: Path, domain: str, name: str) -> None:
    """Test that a page's facts are read as the words that they are."""
    answers = answers_for(domain, name, DEVICE, Auth.TOKEN, frozenset())
    page = tree_for(tree, answers)[Places(domain).page].decode()
    front = yaml.safe_load(page.split("---\n")[1])
    assert front["title"] == name
    assert name in front["description"]
    assert front["ha_domain"] == domain
    assert front["ha_codeowners"] == ["@octocat"]


@pytest.mark.parametrize(
    ("domain", "auth"), [(domain, auth) for domain, _, _, auth, *_ in CHOSEN]
)
def test_password_and_token_where_they_belong(
    root: Path, domain: str, auth: Auth
) -> None:
    """Test that a form asks for what its device knows the user by."""
    flow = (root / Places(domain).integration / "config_flow.py").read_text()
    asked = {
        # A cloud knows its users by their email addresses.
        key.replace("EMAIL", "USERNAME")
        for key in ("CONF_API_TOKEN", "CONF_USERNAME", "CONF_EMAIL", "CONF_PASSWORD")
        if key in flow
    }
    assert (
        asked
        == {
            Auth.TOKEN: {"CONF_API_TOKEN"},
            Auth.USERNAME_PASSWORD: {"CONF_USERNAME", "CONF_PASSWORD"},
            Auth.PASSWORD: {"CONF_PASSWORD"},
            Auth.OAUTH2: set(),
            Auth.NONE: set(),
        }[auth]
    )
    assert ("async_step_reauth" in flow) is (auth is not Auth.NONE)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--domain", "Acme Meter"], "try acme_meter", id="no slug"),
        pytest.param(["--domain", "3com"], "try d_3com", id="begins with a digit"),
        pytest.param(["--domain", "lambda"], "try d_lambda", id="keyword"),
        *(
            pytest.param(["--domain", name], f"try d_{name}\n", id=name)
            for name in ("con", "nul", "com1")
        ),
        pytest.param(["--domain", "hue"], "core has it already", id="in core"),
        pytest.param(["--domain", "my_device"], "exists here", id="exists here"),
        pytest.param(
            ["--domain", "home_assistant"], "(HomeAssistantError)", id="clash"
        ),
        pytest.param(["--name", "Line\nbreak"], "line breaks", id="name"),
        pytest.param(["--codeowner", "octo cat"], "@octocat", id="handle"),
        pytest.param(
            ["--requirement", "acme"], "acme-meter-client==1.0.0", id="requirement"
        ),
        pytest.param(
            ["--category", "thermostat"],
            "the nearest are climate.thermostats",
            id="category",
        ),
        pytest.param(["--connectivity", "string"], "one of ", id="connectivity"),
        pytest.param(["--iot-class", "psychic"], "local_polling", id="IoT class"),
        pytest.param(["--integration-type", "virtual"], "hub", id="integration type"),
        pytest.param(
            ["--auth", "fingerprint"],
            "none, oauth2, password, token, username_password",
            id="authentication",
        ),
        pytest.param(["--without", "sensor"], "zeroconf", id="feature"),
        pytest.param(
            ["--library-module", "acme-meter"], "acme_meter_client", id="library"
        ),
        *(
            pytest.param(["--library-module", name], f"try {name}_client", id=name)
            for name in (
                "homeassistant",
                "switch",
                "this",
                "ruff",
                "my_device_client",
                "aux",
            )
        ),
    ],
)
def test_refused(
    tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """Test that what cannot be is refused in one line, and nothing made."""
    before = files(tree)
    assert command.main([*ARGUMENTS, *arguments]) == 2
    output = capsys.readouterr()
    assert output.err.startswith("script/run scaffold: ")
    assert output.err.count("\n") == 1
    assert message in output.err
    assert files(tree) == before


@pytest.mark.parametrize("domain", ["not_here", ""])
def test_nothing_to_remove(
    tree: Path, capsys: pytest.CaptureFixture[str], domain: str
) -> None:
    """Test that what is not there is not removed."""
    assert command.main(["--remove", domain]) == 2
    assert "no such integration" in capsys.readouterr().err


def test_remove_goes_by_itself(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that no argument is left aside."""
    before = files(tree)
    with pytest.raises(SystemExit, match="2"):
        command.main([*ARGUMENTS, "--remove", "my_device"])
    assert capsys.readouterr().err == (
        "script/run scaffold: --remove goes by itself; "
        "leave out --domain, --codeowner, --yes, --no-check\n"
    )
    assert files(tree) == before


def test_unwritable(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that a folder that may not be written is named."""

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", str(tree))

    monkeypatch.setattr(make, "mkdtemp", refuse)
    before = files(tree)
    assert command.main(ARGUMENTS) == 2
    assert (
        capsys.readouterr().err
        == f"script/run scaffold: [Errno 13] Permission denied: '{tree}'\n"
    )
    assert files(tree) == before


@pytest.mark.parametrize("moves", range(6))
@pytest.mark.parametrize("when", ["before", "after"])
def test_interrupt(
    tree: Path, monkeypatch: pytest.MonkeyPatch, moves: int, when: str
) -> None:
    """Test that an interrupt around any move leaves nothing behind."""
    rename, done = Path.rename, [0]

    def interrupted(source: Path, target: Path) -> Path:
        done[0] += 1
        steps = (
            {"before": [], "after": [rename]}[when]
            if done[0] == moves + 1
            else [rename]
        )
        for step in steps:
            step(source, target)
        if done[0] == moves + 1:
            raise KeyboardInterrupt
        return target

    monkeypatch.setattr(Path, "rename", interrupted)
    before = files(tree)
    assert command.main(ARGUMENTS) == 130
    assert files(tree) == before
    assert not list(tree.glob(".scaffold-*"))


@pytest.mark.parametrize("step", ["files_of", "tree_for", "write", "_draw", "_format"])
def test_interrupt_while_making(
    tree: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Test that an interrupt before anything is moved leaves nothing behind."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command if hasattr(command, step) else make, step, interrupt)
    before = files(tree)
    assert command.main(ARGUMENTS) == 130
    assert files(tree) == before
    assert not list(tree.glob(".scaffold-*"))


def test_interrupt_while_judging(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that an interrupt after all is moved tells that it stands."""

    def interrupt(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "run_gates", interrupt)
    assert command.main([each for each in ARGUMENTS if each != "--no-check"]) == 130
    assert capsys.readouterr().err == (
        "\nscript/run scaffold: ended; acme_meter is made, "
        "but not all judges have seen it\n"
    )
    assert (tree / Places("acme_meter").integration / "manifest.json").exists()


def test_taken_places_are_refused(tree: Path) -> None:
    """Test that what stands in a place that is needed is left alone."""
    answers = answers_for("acme_meter", "Acme", DEVICE, Auth.TOKEN, frozenset())
    page = tree / Places("acme_meter").page
    page.write_text("mine")
    with pytest.raises(ScaffoldError, match=re.escape(str(page))):
        put(tree, tree_for(tree, answers), answers)
    assert page.read_text() == "mine"


def test_code_that_is_none(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that code that is no Python is told in one line with its place, and that nothing is made of it."""
    path = f"{Places('acme_meter').integration}sensor.py"

    def broken(root: Path, answers: Answers) -> Tree:
        return {**tree_for(root, answers), path: b"def broken(:\n    pass\n"}

    monkeypatch.setattr(command, "tree_for", broken)
    before = files(tree)
    assert command.main(ARGUMENTS) == 2
    assert re.fullmatch(
        rf"script/run scaffold: {path}:1:\d+: invalid-syntax: [^\n]+\n",
        capsys.readouterr().err,
    )
    assert files(tree) == before


@pytest.mark.timeout(120)
def test_requirement(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that a library that exists is pinned, and what it has to do is named where it is used."""
    arguments = ["--requirement", "acme-api==2.1", "--library-module", "acme.api"]
    assert (
        command.main([each for each in ARGUMENTS if each != "--no-check"] + arguments)
        == 0
    )
    output = capsys.readouterr().out
    integration = tree / Places("acme_meter").integration
    manifest = (integration / "manifest.json").read_text()
    assert '"requirements": ["acme-api==2.1"]' in manifest
    assert not (tree / "companion" / "library" / "acme-api").exists()
    # What cannot be judged is not said to be in order.
    assert re.findall(r"^  (\w+) +(✓|✗|–)", output, re.MULTILINE) == [
        ("hassfest", "–"),
        *((judge, "✓") for judge in ("review", "documentation", "ruff", "format")),
        *((judge, "–") for judge in ("mypy", "tests")),
    ]
    assert "quality_scale" not in manifest
    assert "ha_quality_scale" not in (tree / Places("acme_meter").page).read_text()
    scale = yaml.safe_load((integration / "quality_scale.yaml").read_text())["rules"]
    assert {rule for rule, status in scale.items() if status == "todo"} == set(RULES)
    assert "not run: acme-api==2.1 is not installed" in output
    assert "requirements_test.txt  Add acme-api==2.1 (" in output
    places = re.findall(
        r"^ +(homeassistant/\S+):(\d+)  Have acme-api==2.1 in the place of (\w+) \(",
        output,
        re.MULTILINE,
    )
    for path, line, name in places:
        assert name in (tree / path).read_text().splitlines()[int(line) - 1]
    imported = {
        alias.name
        for path in integration.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "acme.api"
        for alias in node.names
    }
    called = {"check_connection", "status", "set_relay"}
    assert {name for _, _, name in places} == imported | called


@pytest.mark.parametrize("version", ["2.1", "2.2"])
def test_installed_requirement(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], version: str
) -> None:
    """Test that all judges run when just the library that is required is installed."""
    ran: list[str] = []

    def run_one(gate: Gate, *_: object) -> bool:
        ran.append(gate.name)
        return True

    monkeypatch.setattr(answers_module, "version", lambda package: version)
    monkeypatch.setattr(gates, "_run", run_one)
    answers = replace(
        answers_for("acme_meter", "Acme", DEVICE, Auth.TOKEN, frozenset()),
        requirement="acme-api==2.1",
    )
    assert gates.run_gates(Path(), answers)
    assert ("tests" in ran) is ("hassfest" in ran) is (version == "2.1")
    assert ("not run" in capsys.readouterr().out) is (version != "2.1")


@pytest.mark.parametrize("good", [True, False])
def test_matrix(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], good: bool
) -> None:
    """Test that the matrix tells what it makes, and which are not in order."""
    monkeypatch.setattr(matrix_command, "CHOSEN", CHOSEN[1:2])
    monkeypatch.setattr(matrix_command, "run_gates", lambda root, answers: good)
    assert matrix_command.main(["--quick"]) == (0 if good else 1)
    domain = CHOSEN[1][0]
    first, *summary = capsys.readouterr().out.splitlines()
    assert first == (
        f"[1/1] {domain} from my_device --integration-type device "
        "--iot-class local_polling --auth username_password --without -"
    )
    assert summary[0] == f"1 made, {0 if good else 1} of them not in order"
    assert len(summary) == (1 if good else 2)


def test_models_can_be_removed(tree: Path) -> None:
    """Test that a command removes each model and leaves what was made."""
    assert command.main(ARGUMENTS) == 0
    commit(tree)
    for domain in dict.fromkeys(model.domain for model in MODELS):
        assert command.main(["--remove", domain]) == 0
    left = [
        path
        for path in files(tree)
        if path.relative_to(tree).parts[0] != "script"
        and TRACE.search(str(path.relative_to(tree)))
    ]
    assert not left
    assert (tree / Places("acme_meter").integration / "manifest.json").exists()


def test_questions(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that core's questions come in core's order, and again until the answer is valid."""
    answers = iter(
        [
            "hue",
            "acme_meter",
            "",
            "octocat",
            "@octocat",
            *[""] * 3,
            "none",
            "no",
            *[""] * 3,
        ]
    )
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question.partition("?")[0])
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert command.main(["--no-check"]) == 0
    assert asked[:4] == ["What is the domain"] * 2 + [
        "What is the name of your integration",
        "What is your GitHub handle",
    ]
    assert asked[5:7] == [
        "What PyPI package and version do you depend on",
        "How will your integration gather data",
    ]
    assert "core has it already" in capsys.readouterr().out
    flow = (tree / Places("acme_meter").integration / "config_flow.py").read_text()
    assert "zeroconf" not in flow
    assert "CONF_API_TOKEN" not in flow


def test_category_is_the_authors_to_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that no category is made up, and that it is a blank where none is given."""
    copy_tree(tmp_path)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert command.main([*ARGUMENTS]) == 0
    integration = Integration(tmp_path / Places("acme_meter").integration)
    assert any("Say what it is mostly for" in each.what for each in blanks(integration))
    assert (
        run(
            tmp_path, "script.hassfest", "--integration-path", str(integration.path)
        ).returncode
        == 0
    )

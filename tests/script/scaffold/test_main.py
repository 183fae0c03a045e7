"""Test asking, at a real terminal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import os
from pathlib import Path
import pty
from select import select
import subprocess
import sys
from typing import Final

import pytest

from script.copying import copy_tree
from script.integration.tree import Places

from . import files

from tests.model import needs_every_model

needs_every_model()

PROMPT: Final = "\n> "
# What is typed at each question, in turn
ANSWERS: Final = {
    "What is the domain?": "acme_meter",
    "What is the name of your integration?": "",
    "What is your GitHub handle?": "@octocat",
    "What PyPI package and version do you depend on?": "",
    "How will your integration gather data?": "",
    "What does an entry stand for?": "",
    "How is a user known to it?": "none",
    "Is the device discoverable on the local network?": "no",
    "Which categories is it in?": "",
    "How is it connected?": "",
}
OF_LIBRARY: Final = {
    "What is the domain?": "acme_meter",
    "What is the name of your integration?": "",
    "What is your GitHub handle?": "octocat",
    "What PyPI package and version do you depend on?": "peblar==2.1.0",
    "How will your integration gather data?": "",
    "What does an entry stand for?": "",
    "Which categories is it in?": "",
    "How is it connected?": "",
}
# With a library that can be read, and with one that cannot
READ: Final = {
    **OF_LIBRARY,
    "Which is the class of the client?": "",
    "Which is the exception of refused credentials?": "",
    "Which is the exception of a lost connection?": "",
    "What of it is the same for good": "",
    "Which calls fetch the state?": "",
    "Which of their fields are to be entities?": "",
}
NOT_READ: Final = {
    **OF_LIBRARY,
    "What PyPI package and version do you depend on?": "acme-api==2.1",
    "What is the library imported as?": "",
}


class Terminal:
    """A terminal with the command in it."""

    def __init__(self, process: subprocess.Popen[bytes], file: int) -> None:
        """Take the process and the terminal's other end."""
        self._process = process
        self._file = file
        self._shown = ""

    def until_prompt(self) -> str:
        """Return what is shown up to the next prompt."""
        while PROMPT not in self._shown:
            assert select([self._file], [], [], 30)[0], self._shown
            self._read()
        text, _, self._shown = self._shown.partition(PROMPT)
        return text

    def press_until_end(self, key: str) -> str:
        """Press a key, which Python misses if it comes just before it reads, and return what is shown."""
        # Once it has said that it ends, another key would end it otherwise.
        for _ in range(30):
            self.type(key)
            while "ended" not in self._shown and select([self._file], [], [], 1)[0]:
                self._read()
            if "ended" in self._shown:
                break
        return self.until_end(130)

    def until_end(self, exit_code: int) -> str:
        """Return what is shown up to the end, which has to be with an exit code."""
        assert self._process.wait(30) == exit_code
        while select([self._file], [], [], 0)[0]:
            self._read()
        return self._shown.replace("^C", "")

    def _read(self) -> None:
        self._shown += os.read(self._file, 4096).decode().replace("\r\n", "\n")

    def type(self, text: str) -> None:
        """Type a line, or a control character."""
        os.write(self._file, text.encode())


@contextmanager
def terminal(folder: Path) -> Iterator[Terminal]:
    """Run the command in a folder, at a terminal of its own."""
    file, other_end = pty.openpty()
    command = (sys.executable, "-m", "script.scaffold", "--no-check")
    # The first terminal that a session opens is the one whose keys end its processes.
    process = subprocess.Popen(
        ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(other_end), *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    try:
        yield Terminal(process, file)
    finally:
        process.kill()
        process.wait()
        os.close(other_end)
        os.close(file)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a tree with the model, that is as it was in the end."""
    tree = tmp_path_factory.mktemp("untouched")
    copy_tree(tree)
    before = files(tree)
    yield tree
    assert files(tree) == before


def test_questions_in_order(tree: Path) -> None:
    """Test that core's questions come first and in core's order, and make what was answered."""
    with terminal(tree) as shown:
        for question, answer in ANSWERS.items():
            assert question in shown.until_prompt()
            shown.type(f"{answer}\n")
        assert "acme_meter: " in (closing := shown.until_end(0))
        assert " left to do\n" in closing
    flow = (tree / Places("acme_meter").integration / "config_flow.py").read_text()
    assert "zeroconf" not in flow
    assert "CONF_API_TOKEN" not in flow


@pytest.mark.parametrize(
    ("number", "answer", "complaint"),
    [
        pytest.param(0, "Acme Meter", "try acme_meter", id="domain"),
        pytest.param(0, "hue", "core has it already", id="core's domain"),
        pytest.param(2, "octo cat", "@octocat", id="handle"),
        pytest.param(3, "acme", "has to be pinned", id="requirement"),
        pytest.param(4, "psychic", "local_polling", id="IoT class"),
        pytest.param(4, "calculated", "local_polling", id="IoT class of no model"),
        pytest.param(5, "psychic", "one of device, hub, service\n", id="type"),
        pytest.param(5, "helper", "device, hub, service\n", id="type of no model"),
        pytest.param(
            6,
            "fingerprint",
            "one of none, token, username_password\n",
            id="authentication",
        ),
        pytest.param(7, "perhaps", "yes or no", id="discoverable"),
        pytest.param(8, "thermostat", "climate.thermostats_heating", id="category"),
    ],
)
def test_answer_is_judged_at_once(
    untouched: Path, number: int, answer: str, complaint: str
) -> None:
    """Test that what is no answer is said to be none before the next question, and asked again."""
    questions = list(ANSWERS)
    with terminal(untouched) as shown:
        for question in questions[:number]:
            shown.until_prompt()
            shown.type(f"{ANSWERS[question]}\n")
        shown.until_prompt()
        shown.type(f"{answer}\n")
        again = shown.until_prompt()
        assert complaint in again
        assert questions[number] in again
        shown.press_until_end("\x03")


def test_nothing_settled_is_asked(untouched: Path) -> None:
    """Test that a hub that pushes is asked nothing to which there is one answer, and is not taken for a device."""
    typed = dict(list(ANSWERS.items())[:4]) | {
        "How will your integration gather data?": "local_push",
        "What does an entry stand for? (hub, device)": "",
        "Is the device discoverable on the local network?": "",
        "Which categories is it in?": "lighting",
    }
    with terminal(untouched) as shown:
        for question, answer in typed.items():
            assert question in shown.until_prompt()
            shown.type(f"{answer}\n")
        assert "How is it connected? [network]" in shown.until_prompt()
        shown.press_until_end("\x03")


def test_service_is_not_discovered(untouched: Path) -> None:
    """Test that what a form has not is not asked about."""
    typed = dict(list(ANSWERS.items())[:4]) | {
        "How will your integration gather data?": "local_polling",
        "What does an entry stand for?": "service",
        "How is a user known to it? (token, username_password) [token]": "",
    }
    with terminal(untouched) as shown:
        for question, answer in typed.items():
            assert question in shown.until_prompt()
            shown.type(f"{answer}\n")
        assert "Which categories is it in?" in shown.until_prompt()
        shown.press_until_end("\x03")


def test_edited_answer(untouched: Path) -> None:
    """Test that the arrow keys move in an answer."""
    with terminal(untouched) as shown:
        shown.until_prompt()
        shown.type("acmemeter" + "\x1b[D" * 5 + "_\n")
        assert "[Acme Meter]" in shown.until_prompt()
        shown.press_until_end("\x03")


@pytest.mark.parametrize(
    ("answers", "number", "key"),
    [
        *(
            pytest.param(ANSWERS, number, "\x03", id=f"Ctrl-C {number}")
            for number in range(len(ANSWERS))
        ),
        *(
            pytest.param(answers, number, "\x03", id=f"Ctrl-C {number}, {name}")
            for name, answers in {"library": READ, "unknown": NOT_READ}.items()
            for number in range(len(OF_LIBRARY), len(answers))
        ),
        pytest.param(ANSWERS, 0, "\x04", id="Ctrl-D"),
    ],
)
def test_end_at_any_question(
    untouched: Path, answers: Mapping[str, str], number: int, key: str
) -> None:
    """Test that Ctrl-C and Ctrl-D end it at once, in one line, and nothing was made."""
    questions = [*answers]
    with terminal(untouched) as shown:
        for question in questions[:number]:
            assert question in shown.until_prompt()
            shown.type(f"{answers[question]}\n")
        asked = shown.until_prompt()
        assert questions[number] in asked
        # A default reads as a word.
        assert "[]" not in asked
        rest = shown.press_until_end(key)
        assert rest.strip() == "script/run scaffold: ended"

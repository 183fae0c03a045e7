"""Test that a new integration says nothing of the model's device that is not true of it."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

import pytest

from script import ROOT
from script.documentation import begun, completed, remedies
from script.integration.blanks import MARK, blanks
from script.integration.contribution import contribution
from script.integration.files import read_text
from script.integration.tree import Places
from script.scaffold.auth import with_auth
from script.scaffold.fiction import FICTION, without_fiction
from script.scaffold.make import files_of
from script.scaffold.matrix import CHOSEN, WHOLE, answers_for
from script.scaffold.rename import renamed

from tests.model import needs_every_model

needs_every_model()

# Shorter ones are titles and names, which the code gives.
_FEWEST_WORDS: Final = 5
_TAG: Final = re.compile(r"{%.*?%}")
_MARKED: Final = re.compile(r"\*\*|\[([^\]]*)\]\([^)]*\)")
# What answers at a host, which the writer has as a tag
_ANSWERS: Final = re.compile(r"\b(device|hub)\b")


def plain(text: str) -> str:
    """Return a text without marks, and with an ellipsis for each tag."""
    return _MARKED.sub(lambda each: each[1] or "", _TAG.sub("…", text))


def sentences(page: str) -> set[str]:
    """Return the sentences of a page, without marks and where links lead."""
    text = plain(page.partition("\n---\n")[2])
    return {
        sentence.strip(" -.\"'")
        for line in text.splitlines()
        # What quotes a message or describes an entity is held against the code by the check of pages.
        if not line.startswith(("Symptom:", "  - "))
        for sentence in re.split(r"(?<=[.!?:]) |^\d+\. |description: ", line.strip())
        if len(re.findall(r"\w+", sentence)) >= _FEWEST_WORDS
    }


def of_writer() -> str:
    """Return all texts that the writer of pages has, which hold of every integration."""
    texts: list[str] = []
    for module in (begun, completed, remedies):
        assert module.__file__
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        texts += [
            "".join(
                str(each.value) if isinstance(each, ast.Constant) else "…"
                for each in (node.values if isinstance(node, ast.JoinedStr) else [node])
                if not isinstance(each, ast.Constant) or isinstance(each.value, str)
            )
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant | ast.JoinedStr)
        ]
    return plain("\n".join(texts)).replace("{it}", "…")


def leaves(content: object) -> Iterator[str]:
    """Yield the texts of strings.json."""
    if isinstance(content, dict):
        for each in content.values():
            yield from leaves(each)
    elif isinstance(content, str):
        yield content


def page_of_model(case: int) -> str:
    """Return the page of the model under the names of a case."""
    domain, name, model, auth, without = CHOSEN[case]
    tree = with_auth(files_of(model, ROOT), model, auth, without)
    answers = answers_for(domain, name, model, auth, without)
    page = Places(model.domain).page
    # The writer of Markdown escapes what the name has; here it is read as it is.
    as_text = renamed({page.replace("markdown", "txt"): tree[page]}, answers, {})
    return next(iter(as_text.values())).decode()


@pytest.mark.parametrize("case", range(len(CHOSEN)), ids=[each[0] for each in CHOSEN])
def test_no_sentence_of_the_model_but_what_holds_of_all(root: Path, case: int) -> None:
    """Test that what the page has of the model's is the writer's, or a text of the user interface."""
    domain = CHOSEN[case][0]
    made = contribution(root / Places(domain).integration)
    texts = "\n".join(made.english(text) for text in leaves(made.strings))
    own = sentences((root / Places(domain).page).read_text(encoding="utf-8"))
    model = page_of_model(case)
    assert len(sentences(model)) > 40
    shared = own & sentences(model)
    writer = of_writer()
    assert {
        each
        for each in shared
        if each not in texts
        and each not in writer
        and _ANSWERS.sub("…", each) not in writer
    } == set()


def test_every_fiction_is_one_of_a_model() -> None:
    """Test that all that is taken out of models is in one."""
    told = "".join(
        content.decode()
        for model, auth, gone in WHOLE
        for path, content in with_auth(files_of(model, ROOT), model, auth, gone).items()
        if path.startswith(Places(model.domain).integration)
    )
    assert [text for text in FICTION if text not in told] == []
    # A model itself has no blanks.
    assert MARK not in told


def test_fiction_is_taken_out() -> None:
    """Test that it is gone from the folder that is named, and from there alone."""
    text = next(iter(FICTION))
    tree = {"in/a.py": text.encode(), "beside/a.py": text.encode()}
    assert without_fiction(tree, "in/") == {
        "in/a.py": FICTION[text].encode(),
        "beside/a.py": text.encode(),
    }


@pytest.mark.parametrize("domain", [each[0] for each in CHOSEN])
def test_what_only_the_author_knows_is_blank(root: Path, domain: str) -> None:
    """Test that each part of a page that no code tells has a blank, and the code has some where a device is described."""
    made = contribution(root / Places(domain).integration)
    left = [each.line for each in blanks(made) if each.path == made.page.path]
    text = (read_text(made.page.path) or "").splitlines()
    titles = ["## Use cases", "## Prerequisites", "## Examples", "## Known limitations"]
    # A service is no device.
    if made.rules.get("docs-supported-devices") != "exempt":
        titles.append("## Supported devices")
    for title in titles:
        # The heading is followed by a blank line.
        assert text.index(title) + 3 in left, title
    assert min(left) < text.index("## Use cases")

"""Look at the code and its texts."""

import ast
from collections.abc import Iterator
import re
import subprocess
import sys
from typing import Final

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.keys import line_of
from script.integration.modules import Module
from script.integration.syntax import dotted, last_name, text
from script.rules.scale.validators import SETUP_ERRORS

from .common import doubt, nowhere, read_through

_LOGGERS: Final = {"_LOGGER", "LOGGER"}
_LEVELS: Final = {"critical", "debug", "error", "exception", "info", "warning"}
_CONSTANT: Final = re.compile(r"^(DOMAIN|(CONF|ATTR|SERVICE|DEFAULT)_[A-Z0-9_]+)$")
_REFERENCE: Final = re.compile(r"^\[%key:common::")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z']*")


def log_calls(contribution: Contribution) -> Iterator[Fact]:
    """Yield what is logged."""
    for module, call in _logged(contribution):
        yield fact(module, "this is logged", call)


def _logged(contribution: Contribution) -> Iterator[tuple[Module, ast.Call]]:
    for module in contribution.modules:
        for call in module.calls:
            match call.func:
                case ast.Attribute(value=ast.Name(id=name), attr=level) if (
                    name in _LOGGERS and level in _LEVELS
                ):
                    yield module, call


def levels(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for messages that users see, but for those of what nobody expected."""
    for module, call in _logged(contribution):
        handler = next(
            (
                each
                for each in module.around(call)
                if isinstance(each, ast.ExceptHandler)
            ),
            None,
        )
        match last_name(call.func):
            case "debug":
                yield fact(module, "this is for developers", call)
            case "exception" if handler and last_name(handler.type) == "Exception":
                yield fact(module, "this is what nobody expected", call)
            case level:
                yield doubt(module, call, f"is {level} the right level?")


printed = nowhere(
    "print()",
    lambda node: isinstance(node, ast.Call) and dotted(node.func) == "print",
)


def asserted(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Say that modules were read, for the assertions in which there is a rule."""
    yield from read_through(contribution.modules, "assertion outside of TYPE_CHECKING")


def constants(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for constants that modules take from others than const.py."""
    for module in contribution.modules:
        for name, bound in module.bindings.items():
            if not _CONSTANT.match(name):
                continue
            definition = module.member(name)
            if isinstance(bound, ast.ImportFrom) and definition and definition.module:
                source = definition.module
                if source in contribution.modules and source.part != "const":
                    yield doubt(module, bound, f"{name} comes from {source.part}.py")
            elif module.part == "const":
                yield fact(module, f"{name} is in const.py", bound)


def executor_jobs(contribution: Contribution) -> Iterator[Fact]:
    """Yield the jobs for the executor."""
    for module, call in contribution.calls("async_add_executor_job"):
        yield fact(module, "a job for the executor", call)


def lookups(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for lookups that take it as given that a key may be missing."""
    for module, call in contribution.calls("get"):
        owner = dotted(getattr(call.func, "value", None))
        if owner.endswith((".data", "user_input")) or owner == "data":
            yield doubt(module, call, f"may {ast.unparse(call.args[0])} be missing?")
    for module in contribution.modules:
        for node in module.nodes:
            if isinstance(node, ast.Subscript) and dotted(node.value).endswith(
                (".data", "user_input")
            ):
                yield fact(module, f"{ast.unparse(node)} has to be there", node)


def no_gitignore(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for .gitignore files."""
    folders = (contribution.path, contribution.tests_path)
    found = [path for folder in folders for path in folder.rglob(".gitignore")]
    for path in found:
        yield gap(path, "there is a .gitignore", "Remove it")
    if not found:
        yield Fact(contribution.path, 0, "no file of that name")


def caught(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for what is caught, and where it is everything."""
    for module in contribution.modules:
        for handler in module.nodes:
            if not isinstance(handler, ast.ExceptHandler):
                continue
            if handler.type is None or last_name(handler.type) in (
                "BaseException",
                "Exception",
            ):
                # What a user starts ends in a message, whatever happens.
                if module.part != "config_flow":
                    yield doubt(module, handler, "is everything to be caught here?")
            else:
                yield fact(module, f"{ast.unparse(handler.type)} is caught", handler)


def tried(contribution: Contribution) -> Iterator[Fact]:
    """Yield what is tried."""
    for module in contribution.modules:
        for node in module.nodes:
            if isinstance(node, ast.Try):
                yield fact(module, "this is tried", node)


def failing(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for the errors that actions end in."""
    for module in contribution.modules:
        for node in module.nodes:
            if isinstance(node, ast.Raise) and last_name(node.exc) in (
                "HomeAssistantError",
                "ServiceValidationError",
            ):
                yield fact(module, f"{last_name(node.exc)} is raised", node)


def refused(contribution: Contribution) -> Iterator[Fact]:
    """Yield where setting up or updating fails for refused credentials."""
    for module in contribution.modules:
        for node in module.nodes:
            if isinstance(node, ast.Raise) and last_name(node.exc) in SETUP_ERRORS:
                yield fact(module, f"{last_name(node.exc)} is raised", node)


def commented_out(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Ask ruff for code in comments."""
    folders = [
        str(each)
        for each in (contribution.path, contribution.tests_path)
        if each.is_dir()
    ]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--isolated",
            "--select=ERA",
            "--quiet",
            "--output-format=concise",
            *folders,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    for line in done.stdout.splitlines():
        yield gap(contribution.path, line, "Remove it")
    if done.returncode == 0:
        yield from read_through(
            (*contribution.modules, *contribution.tests), "code in a comment"
        )


def _texts(content: object, *keys: str) -> Iterator[tuple[tuple[str, ...], str]]:
    match content:
        case dict():
            for key, value in content.items():
                yield from _texts(value, *keys, str(key))
        case str():
            yield keys, content


def sentence_case(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for texts in which words that are no names begin with a capital letter."""
    path = contribution.path / "strings.json"
    known = {
        *_WORD.findall(str(contribution.manifest.get("name"))),
        *("Home", "Assistant", "I"),
    }
    own = [
        (keys, each)
        for keys, each in _texts(contribution.strings)
        if not each.startswith("[%key:")
    ]
    for keys, each in own:
        # A word after the end of a sentence begins with one, as do names and abbreviations.
        words = re.findall(r"(?<![.!?:\"`*{_-]) ([A-Z][a-z]+)\b|\b([A-Z]{6,})\b", each)
        if strange := [word for word in map("".join, words) if word not in known]:
            yield gap(
                path,
                f"{', '.join(dict.fromkeys(strange))}: a name, or Title Case?",
                line=line_of(path, *keys),
                advice=True,
            )
    if own:
        yield Fact(path, 1, f"{len(own)} texts")


def common_texts(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for references to texts of core's."""
    path = contribution.path / "strings.json"
    for keys, each in _texts(contribution.strings):
        if _REFERENCE.match(each):
            yield Fact(path, line_of(path, *keys), "this text is core's")


def texts(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for the texts."""
    path = contribution.path / "strings.json"
    for key in contribution.strings:
        yield Fact(path, line_of(path, key), f"the texts of {key}")


def raised_texts(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for errors with a text of their own."""
    for module in contribution.modules:
        for node in module.nodes:
            match node:
                case ast.Raise(exc=ast.Call(args=[first, *_])) if (
                    text(first) or isinstance(first, ast.JoinedStr)
                ) and module.part != "config_flow":
                    yield doubt(module, node, "does the user see this text?")
    yield from texts(contribution)

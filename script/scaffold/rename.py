"""Replace the model's names, in every form, by those of a new integration."""

from collections.abc import Callable, Mapping
import io
import json
import re
from tokenize import COMMENT, STRING, generate_tokens
from typing import Final

from script.integration.json_file import dump, load
from script.integration.page import escaped
from script.integration.tree import Tree

from .answers import Answers

# A DNS service name is not longer (RFC 6763).
_SERVICE_LENGTH: Final = 15

_COMPANY: Final = "My Company"
# In the entry IDs of the tests
_TAG: Final = "MYDE"

type Replace = Callable[[str], str]
# Names as people read them, for which the new name stands
type Prose = tuple[str, ...]


def pascal(domain: str) -> str:
    """Return a domain as classes are named, "AcmeMeter"."""
    return "".join(word.capitalize() for word in domain.split("_"))


def service(domain: str) -> str:
    """Return a domain as the name of a DNS service."""
    return domain.replace("_", "-")[:_SERVICE_LENGTH].strip("-")


def renamed(tree: Tree, answers: Answers, others: Mapping[str, str]) -> Tree:
    """Return the model's files under the names of a new integration, and with others in the place of some."""
    names = {**_names(answers), **others}
    prose = (_COMPANY, answers.model.name)
    paths = _replacer(names)
    return {
        paths(path): _content(path, content, names, prose, answers.name)
        for path, content in tree.items()
    }


def _names(answers: Answers) -> Mapping[str, str]:
    """Return what stands in the place of each form of the model's name, those for people aside."""
    own, domain = answers.model.domain, answers.domain
    handle = answers.codeowner.removeprefix("@").partition("/")[0]
    hyphens, words = own.replace("_", "-"), own.replace("_", " ")
    spoken = domain.replace("_", " ")
    return {
        f"_{hyphens}._tcp": f"_{service(domain)}._tcp",
        "@my-company": answers.codeowner,
        f"https://www.example.com/{hyphens}": f"https://github.com/{handle}/{answers.library}",
        f"{own}_client": answers.library_module,
        f"{hyphens}-client": answers.library,
        "my-company": handle,
        hyphens: domain.replace("_", "-"),
        own: domain,
        own.upper(): domain.upper(),
        pascal(own): pascal(domain),
        words: f"the {spoken}",
        words.replace(" ", "\\"): f"the\\{domain}",
        words.replace(" ", "%20"): f"the%20{domain}",
        _TAG: "TEST",
        "test_client.py": f"test_{answers.library_module}.py",
    }


def _replacer(names: Mapping[str, str]) -> Replace:
    either = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    return lambda text: either.sub(lambda found: names[found[0]], text)


def _content(
    path: str,
    content: bytes,
    names: Mapping[str, str],
    prose: Prose,
    name: str,
) -> bytes:
    kind = path.rpartition(".")[2]
    if kind not in _WRITERS:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return content
        return _replacer({**names, **dict.fromkeys(prose, name)})(text).encode()
    return _WRITERS[kind](content.decode(), names, prose, name).encode()


def _python(text: str, names: Mapping[str, str], prose: Prose, name: str) -> str:
    """Rename in a module: in a string as its quotes demand."""
    quoted = {'"': name.replace('"', '\\"'), "'": name.replace("'", "\\'")}
    replace = _replacer(names)
    lines = text.splitlines(keepends=True)
    for token in reversed(list(generate_tokens(io.StringIO(text).readline))):
        if token.type not in {STRING, COMMENT} or not any(
            each in token.string for each in prose
        ):
            continue
        quote = token.string[-1]
        is_docstring = token.string.endswith(quote * 3)
        people = name if token.type == COMMENT or is_docstring else quoted[quote]
        new = _replacer(dict.fromkeys(prose, people))(token.string)
        (first, start), (last, end) = token.start, token.end
        lines[first - 1 : last] = [
            lines[first - 1][:start] + new + lines[last - 1][end:]
        ]
    return replace("".join(lines))


def _json(text: str, names: Mapping[str, str], prose: Prose, name: str) -> str:
    quoted = json.dumps(name, ensure_ascii=False)[1:-1]
    return _replacer({**names, **dict.fromkeys(prose, quoted)})(text)


def _snapshot(text: str, names: Mapping[str, str], prose: Prose, name: str) -> str:
    return _replacer({**names, **{f"'{each}'": repr(name) for each in prose}})(text)


def _markdown(text: str, names: Mapping[str, str], prose: Prose, name: str) -> str:
    """Rename in a text of Markdown."""
    return _replacer({**names, **dict.fromkeys(prose, escaped(name))})(text)


_WRITERS: Final[Mapping[str, Callable[[str, Mapping[str, str], Prose, str], str]]] = {
    "py": _python,
    "json": _json,
    "toml": _json,
    "ambr": _snapshot,
    "md": _markdown,
}


def described(tree: Tree, answers: Answers) -> Tree:
    """Return the files of a new integration with what its manifest tells of it."""
    manifest = f"homeassistant/components/{answers.domain}/manifest.json"
    content = load(tree[manifest])
    content |= {
        "categories": list(answers.categories),
        "connectivity": sorted(answers.connectivity),
        "integration_type": answers.integration_type,
        "iot_class": answers.iot_class,
        "requirements": [answers.requirement or f"{answers.library}==1.0.0"],
    }
    return {**tree, manifest: dump(content)}

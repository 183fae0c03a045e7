"""What to tell whoever made a new integration."""

import ast
from pathlib import Path

from script.features.tree import Places

from .answers import Answers
from .rename import pascal


def summary(answers: Answers, root: Path) -> str:
    """Return what was made and where."""
    places = Places(answers.domain)
    made = {
        "integration": places.integration,
        "tests": places.tests,
        "library": f"companion/library/{answers.library}/",
        "page": places.page,
        "images": places.brands[1],
    }
    return "\n".join(
        f"  {what:<12} {path}" for what, path in made.items() if (root / path).exists()
    )


def left_to_do(answers: Answers, root: Path) -> str:
    """Return what is left, in order, each with its command."""
    places, domain = Places(answers.domain), answers.domain
    library = (
        f"Bring {answers.library_module} into the environment, and the integration onto it:\n"
        + "\n".join(f"     {line}" for line in client_uses(answers, root))
        if answers.requirement
        else f"Let the library speak to your device: companion/library/{answers.library}/src\n"
        f"     script/test -c pyproject.toml companion/library/{answers.library}"
    )
    steps = [
        library,
        f"Entities that are your device's: {places.integration}sensor.py\n"
        f"     script/test {places.tests} --snapshot-update",
        f"See it in Home Assistant.\n     script/develop {domain}",
        f"The page in your words: {places.page}\n     script/run quality_scale {domain}",
        f"Icon and logo: {places.brands[1]}\n     script/run brands {domain}",
        "All of it, as core's CI judges.\n     script/lint && script/test",
    ]
    return "\nLeft to do:\n" + "\n".join(
        f"{number:>3}. {step}" for number, step in enumerate(steps, start=1)
    )


def client_uses(answers: Answers, root: Path) -> list[str]:
    """Return each place where the integration touches the client, and what it has to return."""
    results = {
        "check_connection": "the account's ID, a string that is the same for good",
        "status": f"{answers.library_module}.Status, with the readings",
        "set_relay": "nothing, once the relay is switched",
        f"{pascal(answers.domain)}Client": "the client, from host, credentials and session",
        f"{pascal(answers.domain)}Error": "the error that all others are one of",
        f"{pascal(answers.domain)}AuthenticationError": "the error of refused credentials",
    }
    lines = []
    for path in sorted((root / Places(answers.domain).integration).glob("*.py")):
        uses = {
            (node.lineno, name)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call | ast.ExceptHandler)
            and (name := _called(node)) in results
        }
        lines += [
            f"{path.relative_to(root)}:{line}  {name}: {results[name]}"
            for line, name in sorted(uses)
        ]
    return lines


def _called(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
        case ast.ExceptHandler(type=ast.Name(id=name)):
            return name
    return ""

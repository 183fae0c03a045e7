"""Tell what is made, and what is left to do."""

from pathlib import Path

from script.integration.files import forget
from script.integration.integration import Integration
from script.integration.tree import Places

from .answers import Answers
from .left import items, told, without_ticked, written


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


def tell_what_is_left(root: Path, domain: str) -> None:
    """Print what is left to do of an integration, and keep it as a list in which its author can tick what may stay."""
    forget()
    integration = Integration(root / Places(domain).integration)
    every = items(root, integration)
    file = root / "build" / f"{domain}-left.md"
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    left = without_ticked(every, before)
    file.parent.mkdir(exist_ok=True)
    file.write_text(written(every, left, integration), encoding="utf-8")
    print(*told(left, integration), sep="\n")
    print(
        f"\nKept in {file.relative_to(root)}, where what may stay as it is can be ticked"
    )

"""Ask at a terminal what is to be made."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from . import ScaffoldError

# Lets an answer be edited with the arrow keys; not every Python is built with it.
with suppress(ImportError):
    import readline  # noqa: F401  # pylint: disable=unused-import

type Validate[A] = Callable[[str], A]


def ask[T](
    question: str,
    validate: Validate[T],
    default: str | None = None,
    *,
    nothing: str = "nothing",
) -> T:
    """Ask until the answer is valid, and return it.

    `nothing` is what a person reads for a default that is empty.
    """
    hint = f" [{default or nothing}]" if default is not None else ""
    while True:
        text = input(f"{question}{hint}\n> ").strip() or default or ""
        try:
            return validate(text)
        except ScaffoldError as err:
            print(err)


def ask_yes(question: str, *, default: bool) -> bool:
    """Ask a question that is answered by yes or no."""
    answers: Mapping[str, bool] = {"yes": True, "y": True, "no": False, "n": False}

    def validate(text: str) -> bool:
        if text.lower() not in answers:
            raise ScaffoldError("yes or no, please")
        return answers[text.lower()]

    return ask(f"{question} (yes/no)", validate, "yes" if default else "no")


def words(text: str) -> Sequence[str]:
    """Return what commas and spaces separate."""
    return text.replace(",", " ").split()

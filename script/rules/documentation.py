"""Write the index of the rules, and the explanation of one."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Final

from .examples import MARK, PROOF, Example
from .rule import Rule
from .scale.tier_rule import TierRule

_LANGUAGES: Final = {".py": "python", ".markdown": "markdown"}


def index(rules: Iterable[Rule]) -> str:
    """Return a page in Markdown with all rules, for documentation/rules.md."""
    rules = sorted(rules, key=lambda each: each.code.lower())
    rows = (
        f"| [`{each.code}`](#{_anchor(each.code)}) | {each.title} | {each.severity} | `{each.view}` | {_tier(each)} |"
        for each in rules
    )
    return "\n".join(
        (
            "# Rules",
            "",
            f"The {len(rules)} rules that `hassfest`, `review` and `quality_scale` judge by. Made by `script/run rules` "
            "from the table in `script/rules`; `script/run review --explain CODE` prints one. Of a manifest or a quality "
            "scale, examples show the keys that matter.",
            "",
            "| code | asks that | severity | command | tier |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
            *(
                "\n".join(("", f"## {each.code}", "", *_explained(each)))
                for each in rules
            ),
            "",
        )
    )


def explained(rule: Rule) -> str:
    """Return all that there is to say of one rule, in Markdown."""
    return "\n".join((f"# {rule.code}", "", *_explained(rule)))


def _explained(rule: Rule) -> Iterator[str]:
    tier = filter(None, [_tier(rule)])
    yield f"**{rule.title}** ({', '.join((*tier, rule.severity, f'`{rule.view}`'))})"
    yield ""
    yield f"{rule.why} {rule.mend}."
    yield ""
    if isinstance(rule, TierRule) and rule.exempt:
        yield f'Exempt where there is nothing of it: "{rule.exempt}"'
        yield ""
    yield f"Source: {rule.source}"
    for heading, shown in (("Good", rule.good), ("Bad", rule.bad)):
        for each in shown:
            yield ""
            yield f"{heading}:"
            yield from _files(each)


def _tier(rule: Rule) -> str:
    return rule.tier.name.capitalize() if isinstance(rule, TierRule) else ""


def _files(shown: Example) -> Iterator[str]:
    for name, text in shown.texts.items():
        suffix = PurePath(name).suffix
        yield ""
        yield f"`{name}`"
        yield ""
        yield f"````{_LANGUAGES.get(suffix, suffix.removeprefix('.'))}"
        yield (
            text.replace(MARK, "  # here").replace(PROOF, "  # proves it").rstrip("\n")
        )
        yield "````"


def _anchor(code: str) -> str:
    """Return what a page on GitHub calls a heading."""
    return "".join(
        letter for letter in code.lower() if letter.isalnum() or letter in "-_"
    )

"""Rules for the pages about actions, conditions and triggers."""

from collections.abc import Iterator

from script.integration.fact import Evidence, Fact, fact, fact_in, gap
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.rules.examples import Example

from .actions import EXEMPT, offered
from .page import lines, words
from .tier_rule import Tier, TierRule


def _explained(integration: Integration) -> Iterator[Fact]:
    """Yield where the page explains actions."""
    for name in integration.described("services"):
        yield from lines(
            integration,
            f"{integration.domain}.{name}",
            f"the page explains the action {name}",
        )


@TierRule(
    tier=Tier.BRONZE,
    code="docs-actions",
    title="the page explains every action",
    why="Who writes an automation has to know what an action does, and what its fields take.",
    mend="Explain the action and its fields",
    evidence=_explained,
    against=offered,
    exempt=EXEMPT,
    good=(
        Example(
            {
                "services.yaml": "water:\n  fields:\n    minutes:\n",
                "page.markdown": (
                    "## Actions\n\nThe `example.water` action waters the garden.\n"
                    "It takes `minutes`, for how long it waters.\n"
                ),
            }
        ),
        Example(
            {
                "services.yaml": "water:\n",
                "page.markdown": "Automations can use `example.water` to water the garden.\n",
            }
        ),
    ),
    bad=(
        Example(
            {
                "services.yaml": "water:\n  fields:\n    minutes:\n",
                "page.markdown": "The `example.water` action waters the garden.\n",
            }
        ),
        Example(
            {
                "services.yaml": "water:\n",
                "page.markdown": "An automation can water the garden.\n",
            }
        ),
    ),
)
def actions(integration: Integration) -> Iterator[Finding]:
    """Report actions that the page does not explain."""
    found = integration.described("services")
    for name, action in found.items():
        for mention in (f"{integration.domain}.{name}", *mapping_at(action, "fields")):
            if mention not in integration.page.text:
                yield gap(
                    integration.page.path,
                    f"does not mention {mention} of the action {name}",
                    "Explain the action and its fields",
                )


def _functions(integration: Integration, part: str, name: str) -> Iterator[Fact]:
    for module in integration.parts(part):
        for function in module.functions:
            if function.name == name:
                yield fact(module, f"there is {name}", function)


def own_pages(kind: str) -> Evidence:
    """Return the evidence that each "condition" or "trigger" has a page."""

    def found(integration: Integration) -> Iterator[Fact]:
        folder = integration.site / f"_{kind}s"
        for name in integration.described(f"{kind}s"):
            path = folder / f"{integration.domain}.{name}.markdown"
            if words(read_text(path) or ""):
                yield Fact(path, 1, f"there is a page for the {kind} {name}")

    return found


def _offers(kind: str) -> Evidence:
    """Return the evidence that there are conditions or triggers."""

    def found(integration: Integration) -> Iterator[Fact]:
        path = integration.path / f"{kind}s.yaml"
        for name in integration.described(f"{kind}s"):
            yield fact_in(path, f"{name} is described", name)
        yield from _functions(integration, kind, f"async_get_{kind}s")

    return found


def _page_rule(kind: str, name: str, text: str) -> TierRule:
    """Return the rule that each condition or trigger has a page, with one of that name as the example."""
    file = {f"{kind}s.yaml": f"{name}:\n"}
    place = f"/companion/home-assistant.io/source/_{kind}s/example.{name}.markdown"

    def check(integration: Integration) -> Iterator[Finding]:
        for each in integration.described(f"{kind}s"):
            path = (
                integration.site / f"_{kind}s" / f"{integration.domain}.{each}.markdown"
            )
            if read_text(path) is None:
                yield gap(
                    path, f"no page for the {kind} {each}", "Write it, and link to it"
                )

    return TierRule(
        tier=Tier.BRONZE,
        code=f"docs-{kind}s",
        title=f"every {kind} has a page",
        why=f"The editor of automations links each {kind} to its own page.",
        mend="Write it, and link to it",
        check=check,
        evidence=own_pages(kind),
        against=_offers(kind),
        exempt=f"The integration does not provide any {kind}s.",
        good=(
            Example({**file, place: text}),
            Example({"quality_scale.yaml": {}, "__init__.py": "\n"}),
        ),
        bad=(
            Example(file),
            Example({**file, place: "\n"}),
            Example({**file, "quality_scale.yaml": {}}),
        ),
    )


conditions = _page_rule("condition", "is_dry", "It is true where the soil is dry.\n")
triggers = _page_rule("trigger", "dried", "It fires once the soil is dry.\n")

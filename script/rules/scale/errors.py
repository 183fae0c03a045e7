"""Rules for errors and issues that the user sees."""

import ast
from collections.abc import Iterator

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.modules import Definition, Module
from script.integration.names import HOME_ASSISTANT_ERROR
from script.integration.syntax import argument, keyword, last_name
from script.rules import exceptions
from script.rules.examples import Example, example, examples
from script.rules.rule import Rule

from .tier_rule import Tier, TierRule


def is_error(definition: Definition | None) -> bool:
    """Return whether this is an error that Home Assistant shows to the user."""
    return definition is not None and (
        definition.name == HOME_ASSISTANT_ERROR
        or (
            definition.module is not None
            and isinstance(definition.node, ast.ClassDef)
            and definition.module.derives(definition.node, HOME_ASSISTANT_ERROR)
        )
    )


def raised_errors(integration: Integration) -> Iterator[tuple[Module, ast.Call]]:
    """Yield the errors that are raised for the user to see."""
    for module in integration.modules:
        for node in module.nodes:
            match node:
                case ast.Raise(exc=ast.Call() as call) if module.part != "config_flow":
                    definition = module.definition(call.func)
                    if (
                        definition
                        and is_error(definition)
                        and not definition.name.startswith(
                            "homeassistant.data_entry_flow."
                        )
                    ):
                        yield module, call


def _raised(integration: Integration) -> Iterator[Fact]:
    """Yield the errors that are raised for the user."""
    for module, call in raised_errors(integration):
        yield fact(module, f"{last_name(call)} is raised", call)


def translated_errors(integration: Integration) -> Iterator[Fact]:
    """Yield the errors that are raised for the user with a translation."""
    for module, call in raised_errors(integration):
        if keyword(call, "translation_key") or any(
            each.arg is None for each in call.keywords
        ):
            yield fact(module, f"{last_name(call)} is raised with a translation", call)


@TierRule(
    tier=Tier.GOLD,
    code="exception-translations",
    title="every error for the user is translated",
    why="Users read it in their own language, in the interface and in notifications.",
    mend="Pass translation_domain and translation_key",
    evidence=translated_errors,
    against=_raised,
    exempt="The integration raises no exceptions for the user.",
    good=(
        Example(
            {
                "switch.py": """\
def refuse() -> None:
    raise HomeAssistantError(translation_domain=DOMAIN, translation_key="gone")  # ✔
""",
                "strings.json": {"exceptions": {"gone": {"message": "It is gone."}}},
            }
        ),
        # What is passed on is translated where it comes from.
        *examples(
            """
            def refuse(**translation: str) -> None:
                raise ServiceValidationError(**translation)  # ✔
            """
        ),
    ),
    bad=(
        *examples(
            """
            def refuse() -> None:
                raise HomeAssistantError("It is gone")  # !
            """,
            """
            def refuse() -> None:
                raise ServiceValidationError()
            """,
        ),
        Example(
            {
                "switch.py": """\
def refuse() -> None:
    raise HomeAssistantError(translation_domain=DOMAIN, translation_key="gone")
"""
            }
        ),
    ),
)
def exception_translations(integration: Integration) -> Iterator[Finding]:
    """Report errors that the user gets in English only."""
    raised = list(raised_errors(integration))
    for each in vars(exceptions).values():
        if isinstance(each, Rule):
            yield from each.findings(integration)
    for module, call in raised:
        if not call.args and not call.keywords:
            yield gap(
                module,
                f"{last_name(call)} says nothing",
                "Pass translation_domain and translation_key",
                call,
            )


def issues(integration: Integration) -> Iterator[Fact]:
    """Yield the issues that the user can repair."""
    for module, call in integration.calls("async_create_issue"):
        yield fact(module, "an issue is created", call)
    for module in integration.parts("repairs"):
        for function in module.functions:
            if function.name == "async_create_fix_flow":
                yield fact(module, f"there is {function.name}", function)


@TierRule(
    tier=Tier.GOLD,
    code="repair-issues",
    title="every issue says what to do",
    why="An issue stays on the user's screen until it is repaired, and helps only those who learn how.",
    mend="Tell the user what to do",
    evidence=issues,
    against=issues,
    exempt="The integration has no repairable issues.",
    good=(
        Example(
            {
                "__init__.py": """\
def warn(hass: HomeAssistant) -> None:
    ir.async_create_issue(hass, DOMAIN, "old", translation_key="old_firmware")  # ✔
""",
                "strings.json": {
                    "issues": {
                        "old_firmware": {
                            "title": "Old firmware",
                            "description": "Update it in the app.",
                        }
                    }
                },
            }
        ),
        example(
            """
            async def async_create_fix_flow(hass: HomeAssistant, issue_id: str, data: Any) -> None:  # ✔
                ...
            """,
            "repairs.py",
        ),
    ),
    bad=(
        *examples(
            """
            def warn(hass: HomeAssistant) -> None:
                ir.async_create_issue(hass, DOMAIN, "old", translation_key="old_firmware")
            """,
        ),
        Example(
            {
                "__init__.py": """\
def warn(hass: HomeAssistant) -> None:
    ir.async_create_issue(hass, DOMAIN, "old", translation_key="old_firmware")  # !
""",
                "quality_scale.yaml": {},
            }
        ),
    ),
)
def repair_issues(integration: Integration) -> Iterator[Finding]:
    """Report issues that say nothing."""
    calls = list(integration.calls("async_create_issue"))
    for module, call in calls:
        key = module.value(keyword(call, "translation_key"))
        owner = module.value(argument(call, 1, "domain"))
        if (
            key
            and owner in (None, integration.domain)
            and key not in mapping_at(integration.strings, "issues")
        ):
            yield gap(
                integration.path / "strings.json",
                f"no issues.{key}",
            )

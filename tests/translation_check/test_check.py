"""Tests for the check that everything shown is translated."""

from collections.abc import Callable, Coroutine, Mapping
import contextlib
from importlib import import_module
import json
from pathlib import Path
import sys
from typing import Any, override
from unittest.mock import AsyncMock, Mock, call

import probatio
import pytest

from homeassistant import components
from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import (
    HANDLERS,
    SOURCE_REAUTH,
    SOURCE_USER,
    SOURCE_ZEROCONF,
    ConfigEntry,
    ConfigFlow,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import AbortFlow, section
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from script import ROOT

from tests.common import MockConfigEntry, MockModule, mock_integration, mock_platform
from tests.translation_check.check import find_problems, integration_named
from tests.translation_check.recorder import recording

pytest_plugins = ["pytester"]

type Show = Callable[[Any], Any]
type Scene = Callable[[HomeAssistant], Coroutine[Any, Any, None]]

DOMAIN = "probe"
STRINGS = {
    f"{place}.{key}": text
    for place in ("config", "options", "config_subentries.part")
    for key, text in {
        "abort.gone": "Gone from {place}",
        "create_entry.with_hint": "Made in {place}",
        "error.unknown": "Failed in {place}",
        "flow_title": "{name}",
        "progress.work": "Working in {place}",
        "step.init.data.host": "Host",
        "step.init.data_description.host": "The host in {place}",
        "step.init.description": "Hello {place}",
        "step.init.menu_options.begin": "Begin",
        "step.init.sections.more.data.port": "Port",
        "step.init.sections.more.data_description.port": "The port",
        "step.init.sections.more.description": "More of it",
        "step.init.sections.more.name": "More",
        "step.init.title": "Title",
    }.items()
} | {
    "exceptions.broken.message": "Broken in {place}",
    "issues.fixable.fix_flow.step.confirm.description": "Fix {place}",
    "issues.fixable.fix_flow.step.init.description": "Fix {place}",
    "issues.fixable.title": "Old",
    "issues.old.description": "Old {place}",
    "issues.old.title": "Old",
    "services.act.description": "Acts in {place}",
    "services.act.fields.where.name": "Where",
    "services.act.name": "Act",
}
SCHEMA = probatio.Schema(
    {
        probatio.Required(probatio.Secret("host")): str,
        probatio.Required("more"): section(
            probatio.Schema({probatio.Optional("port"): int})
        ),
    }
)
PLACE = {"place": "here"}
PLACE_AND_MORE = {"place": "here", "more": "there"}


class ProbeOptionsFlow(OptionsFlow):
    """Show in an options flow what the test tells it to."""

    async def async_step_init(self, show: Show) -> Any:
        """Show it."""
        return show(self)


class ProbeSubentryFlow(ConfigSubentryFlow):
    """Show in a subentry flow what the test tells it to."""

    async def async_step_init(self, show: Show) -> Any:
        """Show it."""
        return show(self)

    async_step_user = async_step_init


class ProbeRepairsFlow(RepairsFlow):
    """Show a form with the placeholders of the issue."""

    async def async_step_init(self, user_input: None = None) -> Any:
        """Show it."""
        return self.async_show_form(step_id="init")


class ProbeFlow(ConfigFlow):
    """Show in a config flow what the test tells it to."""

    async def async_step_init(self, show: Show) -> Any:
        """Show it."""
        return show(self)

    async_step_begin = async_step_reauth = async_step_init
    async_step_user = async_step_zeroconf = async_step_init  # type: ignore[assignment]

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        return ProbeOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        return {"part": ProbeSubentryFlow}


def form(flow: Any) -> Any:
    """Show a form with an error."""
    return flow.async_show_form(
        step_id="init",
        data_schema=SCHEMA,
        errors={"base": "unknown"},
        description_placeholders=PLACE,
    )


def form_with_more(flow: Any) -> Any:
    """Show a form with a placeholder that no string has."""
    return flow.async_show_form(step_id="init", description_placeholders=PLACE_AND_MORE)


def plain_form(flow: Any) -> Any:
    """Show a form that an abort may follow."""
    return flow.async_show_form(step_id="init", description_placeholders=PLACE)


def titled_form(flow: Any) -> Any:
    """Show a form of a flow that has a card."""
    flow.context["title_placeholders"] = {"name": "Probe"}
    return plain_form(flow)


def titled_form_with_more(flow: Any) -> Any:
    """Show a form of a flow whose card has a placeholder that the title has not."""
    flow.context["title_placeholders"] = {"name": "Probe", "more": "there"}
    return plain_form(flow)


def menu(flow: Any) -> Any:
    """Show a menu whose options have strings."""
    return flow.async_show_menu(
        step_id="init", menu_options=["begin"], description_placeholders=PLACE
    )


def labelled_menu(flow: Any) -> Any:
    """Show a menu that brings its labels along."""
    return flow.async_show_menu(
        step_id="init", menu_options={"init": "Go"}, description_placeholders=PLACE
    )


def progress(flow: Any) -> Any:
    """Show progress."""
    return flow.async_show_progress(
        step_id="init",
        progress_action="work",
        progress_task=None,
        description_placeholders=PLACE,
    )


def external(flow: Any) -> Any:
    """Show a page elsewhere."""
    return flow.async_external_step(
        step_id="init", url="about:blank", description_placeholders=PLACE
    )


def entry(flow: Any) -> Any:
    """Create an entry, with words of its own."""
    return flow.async_create_entry(
        data={}, description="with_hint", description_placeholders=PLACE
    )


def silent_entry(flow: Any) -> Any:
    """Create an entry, with the frontend's words."""
    return flow.async_create_entry(data={})


def abort(flow: Any) -> Any:
    """Abort."""
    return flow.async_abort(reason="gone", description_placeholders=PLACE)


def abort_with_more(flow: Any) -> Any:
    """Abort with a placeholder that the string has not."""
    return flow.async_abort(reason="gone", description_placeholders=PLACE_AND_MORE)


def raised_abort(flow: Any) -> Any:
    """Abort from within."""
    raise AbortFlow("gone", PLACE)


def central_abort(flow: Any) -> Any:
    """Abort for one of Home Assistant's own reasons."""
    return flow.async_abort(
        reason="reauth_successful", translation_domain="homeassistant"
    )


def wrong_central_abort(flow: Any) -> Any:
    """Abort for a reason that Home Assistant has not."""
    return flow.async_abort(reason="no_such", translation_domain="homeassistant")


def config(*shows: Show, source: str = SOURCE_USER) -> Scene:
    """Return a config flow with these results one after the other."""

    async def scene(hass: HomeAssistant) -> None:
        manager: Any = hass.config_entries.flow
        probe = MockConfigEntry(domain=DOMAIN)
        probe.add_to_hass(hass)
        first, *others = shows
        context = {"source": source, "entry_id": probe.entry_id}
        result = await manager.async_init(DOMAIN, context=context, data=first)
        for show in others:
            result = await manager.async_configure(result["flow_id"], show)

    return scene


def options(show: Show) -> Scene:
    """Return an options flow with this result."""

    async def scene(hass: HomeAssistant) -> None:
        probe = MockConfigEntry(domain=DOMAIN)
        probe.add_to_hass(hass)
        await hass.config_entries.options.async_init(probe.entry_id, data=show)

    return scene


def subentry(show: Show) -> Scene:
    """Return a subentry flow with this result."""

    async def scene(hass: HomeAssistant) -> None:
        probe = MockConfigEntry(domain=DOMAIN)
        probe.add_to_hass(hass)
        await hass.config_entries.subentries.async_init(
            (probe.entry_id, "part"), context={"source": SOURCE_USER}, data=show
        )

    return scene


def issue(key: str, placeholders: Mapping[str, str]) -> Scene:
    """Return the creation of an issue."""

    async def scene(hass: HomeAssistant) -> None:
        ir.async_create_issue(
            hass,
            DOMAIN,
            "issue",
            is_fixable=key == "fixable",
            severity=ir.IssueSeverity.WARNING,
            translation_key=key,
            translation_placeholders=dict(placeholders),
        )

    return scene


async def repair(hass: HomeAssistant) -> None:
    """Open the flow that fixes an issue."""
    await async_setup_component(hass, "repairs", {})
    await issue("fixable", PLACE)(hass)
    manager = hass.data["repairs"]["flow_manager"]
    await manager.async_init(DOMAIN, context={"issue_id": "issue"})


async def own_repair(hass: HomeAssistant) -> None:
    """Open the flow that the integration has to fix an issue."""
    create_flow = AsyncMock(return_value=ProbeRepairsFlow())
    mock_platform(hass, f"{DOMAIN}.repairs", Mock(async_create_fix_flow=create_flow))
    hass.config.components.add(DOMAIN)
    await repair(hass)
    create_flow.assert_awaited_once()


def action(placeholders: Mapping[str, str]) -> Scene:
    """Return the registration of an action."""

    async def scene(hass: HomeAssistant) -> None:
        hass.services.async_register(
            DOMAIN, "act", Mock(), description_placeholders=placeholders
        )

    return scene


def error(placeholders: Mapping[str, str]) -> Scene:
    """Return an error that nobody gets to see."""

    async def scene(hass: HomeAssistant) -> None:
        with contextlib.suppress(HomeAssistantError):
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="broken",
                translation_placeholders=dict(placeholders),
            )

    return scene


async def core_error(hass: HomeAssistant) -> None:
    """Have core fail, which gives its own string more than that needs."""
    with contextlib.suppress(HomeAssistantError):
        raise HomeAssistantError(
            translation_domain="homeassistant",
            translation_key="async_setup_entry_failed",
            translation_placeholders=PLACE,
        )


async def core_action(hass: HomeAssistant) -> None:
    """Register an action of core that has its name from the user."""
    hass.services.async_register("notify", "my_phone", Mock())


async def failing_action(hass: HomeAssistant) -> None:
    """Call an action that fails with plain words, whatever comes of it."""
    hass.services.async_register(
        DOMAIN,
        "act",
        Mock(side_effect=HomeAssistantError("Plain words")),
        description_placeholders=PLACE,
    )
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call(DOMAIN, "act", blocking=True)


async def failing_setup(hass: HomeAssistant) -> None:
    """Fail in the integration's own code with plain words, whatever comes of it."""
    probe = import_module(f"homeassistant.components.{DOMAIN}")
    with pytest.raises(HomeAssistantError):
        probe.fail()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an integration with all of its strings and return its folder."""
    path = tmp_path / "components" / DOMAIN
    (path / "translations").mkdir(parents=True)
    (path / "manifest.json").write_text("{}")
    (path / "translations" / "en.json").write_text(json.dumps(STRINGS))
    (path / "quality_scale.yaml").write_text(
        "rules:\n  config-flow: done\n  exception-translations:\n    status: done\n"
    )
    (path / "__init__.py").write_text(
        "from homeassistant.exceptions import ConfigEntryNotReady\n"
        "def fail():\n    raise ConfigEntryNotReady('Plain words')\n"
    )
    monkeypatch.setattr(
        components, "__path__", [str(path.parent), *components.__path__]
    )
    monkeypatch.delitem(
        sys.modules, f"homeassistant.components.{DOMAIN}", raising=False
    )
    integration_named.cache_clear()
    return path


@pytest.fixture
def probe(
    hass: HomeAssistant, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> HomeAssistant:
    """Return a Home Assistant that has the integration."""
    mock_integration(hass, MockModule(DOMAIN))
    mock_platform(hass, f"{DOMAIN}.config_flow")
    monkeypatch.setitem(HANDLERS, DOMAIN, ProbeFlow)
    return hass


async def problems_of(hass: HomeAssistant, scene: Scene, *ignored: str) -> list[str]:
    """Return what the check says of a scene."""
    with recording(DOMAIN) as shown:
        await scene(hass)
        await hass.async_block_till_done()
    return find_problems(shown, ignored)


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(config(form), id="form"),
        pytest.param(config(titled_form), id="card"),
        pytest.param(config(menu), id="menu"),
        pytest.param(config(labelled_menu), id="labelled menu"),
        pytest.param(config(progress), id="progress"),
        pytest.param(config(external), id="external"),
        pytest.param(config(abort), id="abort"),
        pytest.param(config(raised_abort), id="raised abort"),
        pytest.param(config(central_abort), id="central abort"),
        pytest.param(config(form, source=SOURCE_REAUTH), id="reauth"),
        pytest.param(
            config(wrong_central_abort, source=SOURCE_ZEROCONF), id="unseen discovery"
        ),
        pytest.param(options(form), id="options"),
        pytest.param(options(entry), id="entry"),
        pytest.param(options(silent_entry), id="silent entry"),
        pytest.param(subentry(form), id="subentry"),
        pytest.param(issue("old", PLACE), id="issue"),
        pytest.param(issue("fixable", PLACE), id="fixable issue"),
        pytest.param(repair, id="repair"),
        pytest.param(own_repair, id="own repair"),
        pytest.param(action(PLACE), id="action"),
        pytest.param(error(PLACE), id="error"),
        pytest.param(core_error, id="core's error"),
        pytest.param(core_action, id="core's action"),
    ],
)
async def test_nothing_missing(probe: HomeAssistant, scene: Scene) -> None:
    """What has its strings is no problem."""
    assert await problems_of(probe, scene) == []


@pytest.mark.parametrize(
    ("scene", "key"),
    [
        (config(form), "config.error.unknown"),
        (config(form), "config.step.init.data.host"),
        (config(form), "config.step.init.data_description.host"),
        (config(form), "config.step.init.sections.more.data.port"),
        (config(form), "config.step.init.sections.more.data_description.port"),
        (config(form), "config.step.init.sections.more.name"),
        (config(menu), "config.step.init.menu_options.begin"),
        (config(progress), "config.progress.work"),
        (config(abort), "config.abort.gone"),
        (config(raised_abort), "config.abort.gone"),
        (config(plain_form, abort, source=SOURCE_ZEROCONF), "config.abort.gone"),
        (options(form), "options.error.unknown"),
        (options(form), "options.step.init.data.host"),
        (options(abort), "options.abort.gone"),
        (options(entry), "options.create_entry.with_hint"),
        (subentry(form), "config_subentries.part.error.unknown"),
        (subentry(form), "config_subentries.part.step.init.data.host"),
        (subentry(abort), "config_subentries.part.abort.gone"),
        (issue("old", PLACE), "issues.old.title"),
        (issue("old", PLACE), "issues.old.description"),
        (issue("fixable", PLACE), "issues.fixable.title"),
        (action(PLACE), "services.act.name"),
        (action(PLACE), "services.act.description"),
        (error(PLACE), "exceptions.broken.message"),
    ],
)
async def test_missing(
    probe: HomeAssistant, folder: Path, scene: Scene, key: str
) -> None:
    """A string that is shown and missing is named with its file."""
    rest = {name: text for name, text in STRINGS.items() if name != key}
    (folder / "translations" / "en.json").write_text(json.dumps(rest))
    problems = await problems_of(probe, scene)
    assert problems == [
        f"homeassistant/components/probe/strings.json: {key}: no such string"
    ]
    assert await problems_of(probe, scene, f"component.probe.{key}") == []


@pytest.mark.parametrize(
    ("scene", "key"),
    [
        (config(form), "config.error.unknown"),
        (config(form), "config.step.init.data.host"),
        (config(form), "config.step.init.data_description.host"),
        (config(form), "config.step.init.description"),
        (config(form), "config.step.init.sections.more.description"),
        (config(form), "config.step.init.title"),
        (config(titled_form), "config.flow_title"),
        (config(menu), "config.step.init.menu_options.begin"),
        (config(progress), "config.progress.work"),
        (config(external), "config.step.init.description"),
        (config(abort), "config.abort.gone"),
        (options(form), "options.step.init.title"),
        (options(entry), "options.create_entry.with_hint"),
        (subentry(form), "config_subentries.part.step.init.title"),
        (issue("old", PLACE), "issues.old.description"),
        (repair, "issues.fixable.fix_flow.step.confirm.description"),
        (action(PLACE), "services.act.fields.where.name"),
        (error(PLACE), "exceptions.broken.message"),
    ],
)
async def test_missing_placeholder(
    probe: HomeAssistant, folder: Path, scene: Scene, key: str
) -> None:
    """A string that needs more than is given is named with its file."""
    strings = STRINGS | {key: f"{STRINGS[key]} {{nobody}}"}
    (folder / "translations" / "en.json").write_text(json.dumps(strings))
    problem = f"homeassistant/components/probe/strings.json: {key}: nothing is given for {{nobody}}"
    assert await problems_of(probe, scene) == [problem]
    assert problem in await problems_of(probe, scene, f"component.probe.{key}")


@pytest.mark.parametrize(
    ("scene", "key"),
    [
        (config(form_with_more), "config.step.init"),
        (config(titled_form_with_more), "config.flow_title"),
        (config(abort_with_more), "config.abort.gone"),
        (options(form_with_more), "options.step.init"),
        (subentry(form_with_more), "config_subentries.part.step.init"),
        (issue("old", PLACE_AND_MORE), "issues.old"),
        (action(PLACE_AND_MORE), "services.act"),
        (error(PLACE_AND_MORE), "exceptions.broken.message"),
    ],
)
async def test_extra_placeholder(probe: HomeAssistant, scene: Scene, key: str) -> None:
    """A placeholder that no string has is named with what it was given to."""
    assert await problems_of(probe, scene) == [
        f"homeassistant/components/probe/strings.json: {key}: has no place for the given {{more}}"
    ]


async def test_placeholder_for_an_error(probe: HomeAssistant, folder: Path) -> None:
    """A placeholder may be there for an error that the form has not yet."""
    strings = STRINGS | {
        "config.step.init.data_description.host": "The host",
        "config.step.init.description": "Hello",
    }
    (folder / "translations" / "en.json").write_text(json.dumps(strings))
    assert await problems_of(probe, config(plain_form)) == []


async def test_missing_central(probe: HomeAssistant) -> None:
    """A reason that is said to be Home Assistant's has to be one."""
    assert await problems_of(probe, config(wrong_central_abort)) == [
        "homeassistant/components/homeassistant/strings.json: config.abort.no_such: "
        "no such string"
    ]


@pytest.mark.parametrize(
    ("scene", "name"),
    [
        pytest.param(failing_action, "HomeAssistantError", id="action"),
        pytest.param(failing_setup, "ConfigEntryNotReady", id="setup"),
    ],
)
async def test_untranslated(
    probe: HomeAssistant, folder: Path, scene: Scene, name: str
) -> None:
    """An error in plain words is a problem once the quality scale says there are none."""
    assert await problems_of(probe, scene) == [
        "homeassistant/components/probe/strings.json: exceptions: "
        f"none for {name}('Plain words')"
    ]
    (folder / "quality_scale.yaml").write_text("rules:\n  exception-translations: todo")
    integration_named.cache_clear()
    assert await problems_of(probe, scene) == []


async def test_undescribed_field(probe: HomeAssistant, folder: Path) -> None:
    """A field needs its description once the quality scale says that all have one."""
    key = "config.step.init.data_description.host"
    rest = {name: text for name, text in STRINGS.items() if name != key}
    (folder / "translations" / "en.json").write_text(json.dumps(rest))
    (folder / "quality_scale.yaml").write_text("rules:\n  config-flow: todo")
    assert await problems_of(probe, config(form)) == []


async def test_ignored_needlessly(probe: HomeAssistant) -> None:
    """A string that may be missing has to be."""
    assert await problems_of(probe, config(form), "component.probe.x") == [
        "component.probe.x: not missing; take it out of ignore_missing_translations"
    ]


SWALLOWING_TEST = """
import contextlib

import pytest

from homeassistant.exceptions import HomeAssistantError


def swallow():
    with contextlib.suppress(HomeAssistantError):
        raise HomeAssistantError(translation_domain="probe", translation_key="lost")


def test_swallowed():
    swallow()


@pytest.mark.parametrize(
    "ignore_missing_translations", ["component.probe.exceptions.lost.message"]
)
def test_ignored(ignore_missing_translations):
    swallow()


@pytest.mark.parametrize("ignore_missing_translations", [["component.probe.x.y"]])
def test_ignored_needlessly(ignore_missing_translations):
    pass
"""


def test_fails_the_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test that passes fails all the same, unless it asks for leave and needs it."""
    recorded = Mock(wraps=recording)
    monkeypatch.setattr("tests.components.conftest.recording", recorded)
    # A clone may lie anywhere, also below a folder of that name.
    clone = pytester.path / "components" / "clone"
    test = clone / "tests" / "components" / "probe" / "test_probe.py"
    test.parent.mkdir(parents=True)
    test.write_text(SWALLOWING_TEST)
    result = pytester.runpytest_inprocess(
        test,
        f"--config-file={ROOT / 'pyproject.toml'}",
        f"--rootdir={pytester.path}",
        # It keeps its session in a global, where that of this run has to stay.
        "-p",
        "no:syrupy",
        "-p",
        "tests.components.conftest",
    )
    result.assert_outcomes(passed=3, errors=2)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_swallowed*",
            "homeassistant/components/probe/strings.json: exceptions.lost.message: "
            "no such string",
            "*ERROR at teardown of test_ignored_needlessly*",
            "component.probe.x.y: not missing; "
            "take it out of ignore_missing_translations",
        ]
    )
    assert recorded.mock_calls == [call("probe")] * 3

"""Points about code."""

from typing import Final

from script.review.sheet.looks import code, entities, running
from script.review.sheet.looks.common import shows
from script.review.sheet.point import Point
from script.rules.entities.kinds import entities as entity_classes
from script.rules.scale.action_errors import acts
from script.rules.scale.actions import offered
from script.rules.scale.updating import authentication

from .changes import SWALLOWED

_NO_ACTIONS: Final = "It has no actions"
_NO_ENTITIES: Final = "There are no entities"
_NO_LOGS: Final = "It logs nothing"
_NO_COORDINATOR: Final = "There is no coordinator"

CODE: Final = (
    Point(
        "9.1",
        "Constants are in const.py, and come from there",
        code.constants,
        rules=("home-assistant-duplicate-const",),
    ),
    Point(
        "9.1",
        "Jobs for the executor are grouped",
        shows(code.executor_jobs),
        rules=("home-assistant-sequential-executor-jobs",),
        about=code.executor_jobs,
        without="There are no jobs for the executor",
    ),
    Point("9.1", "Functions return early, and are not nested"),
    Point("9.1", "Keys that have to be there are not asked for with get", code.lookups),
    Point(
        "9.1",
        "Actions do not check again what their schema has checked",
        about=offered,
        without="It does not register any actions",
    ),
    Point("9.1", "No .gitignore", code.no_gitignore),
    Point(
        "9.1",
        "Data is in runtime_data, and not in hass.data",
        scale=("runtime-data",),
        rules=("home-assistant-use-runtime-data", "review-guide/shared-data"),
    ),
    Point("9.1", "What belongs together is a dataclass"),
    Point(
        "9.2",
        "Actions raise an error of Home Assistant",
        code.failing,
        rules=(SWALLOWED,),
        about=acts,
        without=_NO_ACTIONS,
    ),
    Point(
        "9.2",
        "Errors are caught by their names",
        code.caught,
        rules=("review-guide/only-broad-except", "review-guide/swallowed-setup-error"),
        about=code.tried,
        without="Nothing is tried",
    ),
    Point(
        "9.2",
        "Only what may raise is tried",
        shows(code.tried),
        rules=("review-guide/narrow-try",),
        about=code.tried,
        without="Nothing is tried",
    ),
    Point(
        "9.2",
        "Unloading is complete",
        running.let_go,
        scale=("config-entry-unloading",),
        rules=("home-assistant-missing-config-entry-unloading",),
    ),
    Point(
        "9.3",
        "Log messages get their values as arguments",
        shows(code.log_calls),
        rules=("G004",),
        about=code.log_calls,
        without=_NO_LOGS,
    ),
    Point(
        "9.3",
        "Log messages do not name the domain",
        shows(code.log_calls),
        rules=("review-guide/domain-in-log-message",),
        about=code.log_calls,
        without=_NO_LOGS,
    ),
    Point("9.3", "All texts are in sentence case", code.sentence_case),
    Point(
        "9.3",
        "Log levels are right",
        code.levels,
        rules=("home-assistant-log-and-raise", "review-guide/own-unavailable-flag"),
        about=code.log_calls,
        without=_NO_LOGS,
    ),
    Point("9.3", "No print()", code.printed),
    Point("9.4", "What can be derived is not stored"),
    Point(
        "9.4",
        "No other value stands for one that is unknown",
        entities.masked,
        about=entity_classes,
        without=_NO_ENTITIES,
    ),
    Point(
        "10.1",
        "No bool() of what may be None",
        entities.cast_to_bool,
        about=entity_classes,
        without=_NO_ENTITIES,
    ),
    Point(
        "10.1",
        "No int() or float() of what may be None",
        entities.cast_to_number,
        about=entity_classes,
        without=_NO_ENTITIES,
    ),
    Point(
        "10.1",
        "Strings are compared to get a bool",
        about=entities.bools,
        without="No entity makes a bool of anything",
    ),
    Point(
        "10.2",
        "No assertions but in tests",
        code.asserted,
        rules=("review-guide/assert",),
    ),
    Point(
        "10.3",
        "What is done once is in _async_setup",
        running.once,
        about=running.updates,
        without=_NO_COORDINATOR,
    ),
    Point(
        "10.4",
        "Refused credentials raise ConfigEntryAuthFailed",
        running.refused,
        rules=("review-guide/auth-error",),
        about=authentication,
        without="It does not authenticate",
    ),
    Point(
        "10.5",
        "Errors of actions get to the user",
        code.failing,
        rules=(SWALLOWED,),
        about=acts,
        without=_NO_ACTIONS,
    ),
)

"""The points of core's review guide, in its order and in other words than its own."""

from typing import Final

from script.review.sheet.point import Point

from .changes import CHANGES
from .code import CODE
from .entities import ENTITIES
from .new import NEW
from .rest import REST
from .tests import TESTS

POINTS: Final[tuple[Point, ...]] = (*NEW, *CHANGES, *TESTS, *ENTITIES, *CODE, *REST)

# Its headings, by their number
SECTIONS: Final = {
    "1": "Before the code",
    "1.1": "Signs of a request that will not be finished",
    "2.1": "Scope of a new integration",
    "2.2": "Manifest",
    "2.3": "Quality scale",
    "2.4": "Config flow",
    "2.5": "Discovery",
    "2.6": "Coordinator and data",
    "2.7": "Entities",
    "2.8": "Texts",
    "3.1": "Scope of a new feature",
    "3.2": "Life of a config entry",
    "3.3": "Discovery and devices of a feature",
    "4": "Bugfixes",
    "4.1": "Errors in bugfixes",
    "5": "Code quality",
    "6.1": "Scope of a dependency update",
    "6.2": "Changes of the dependency",
    "6.3": "Licence of the dependency",
    "7.1": "Structure of tests",
    "7.2": "Patterns of tests",
    "7.3": "Mocks",
    "8.1": "Categories of entities",
    "8.2": "Availability, and values that are None",
    "8.3": "Extra state attributes",
    "8.4": "Optimistic states",
    "8.5": "Device class and state class",
    "9.1": "Architecture",
    "9.2": "Errors",
    "9.3": "Texts and logs",
    "9.4": "Properties and states",
    "10.1": "Casts",
    "10.2": "Assertions",
    "10.3": "Life of a coordinator",
    "10.4": "Refused credentials",
    "10.5": "Errors of actions",
    "11": "Commits",
    "12": "The rules of Bronze",
}

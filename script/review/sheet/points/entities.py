"""Points about entities."""

from typing import Final

from script.review.sheet.looks import entities
from script.review.sheet.point import Point
from script.rules.entities.kinds import entities as entity_classes
from script.rules.scale.action_errors import acts
from script.rules.scale.categories import with_category

_NO_ENTITIES: Final = "There are no entities"
_NO_ATTRIBUTES: Final = "No state has extra attributes"

ENTITIES: Final = (
    Point(
        "8.1",
        "What tells of the device itself is diagnostic",
        scale=("entity-category",),
        is_human=True,
    ),
    Point(
        "8.1",
        "What sets how it works is configuration",
        about=entities.writable,
        without="No entity sets anything",
    ),
    Point(
        "8.1",
        "What is for debugging is disabled by default",
        entities.disabled,
        about=entities.diagnostic,
        without="No entity is diagnostic",
        scale=("entity-disabled-by-default",),
    ),
    Point(
        "8.1",
        "What it is for has no category",
        about=with_category,
        without="No entity has a category",
    ),
    Point(
        "8.2",
        "No cast hides that a value is not there",
        entities.cast,
        about=entity_classes,
        without=_NO_ENTITIES,
    ),
    Point(
        "8.2",
        "Entities of a device that does not answer are unavailable",
        scale=("entity-unavailable",),
    ),
    Point(
        "8.2",
        "Values are None where they are unknown, and not by chance",
        entities.nothing,
        about=entity_classes,
        without=_NO_ENTITIES,
    ),
    Point(
        "8.3",
        "Extra attributes are of no use on their own",
        about=entities.attributes_besides,
        without=_NO_ATTRIBUTES,
    ),
    Point(
        "8.3",
        "No new extra attributes",
        entities.no_attributes,
        about=entity_classes,
        without=_NO_ENTITIES,
    ),
    Point(
        "8.4",
        "States are shown before they are known only where it has to be",
        entities.confirmed,
        about=acts,
        without="It has no actions",
    ),
    Point(
        "8.5",
        "Device classes are set",
        entities.classed,
        about=entities.sensors,
        without="There are no sensors",
        scale=("entity-device-class",),
    ),
    Point(
        "8.5",
        "Numbers have a state class",
        entities.measured,
        about=entities.numbers,
        without="No sensor shows a number with a unit",
    ),
)

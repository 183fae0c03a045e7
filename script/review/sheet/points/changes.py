"""Points about pull requests that change an integration."""

from typing import Final

from script.review.sheet.looks import code, entities, licences, manifest, running
from script.review.sheet.looks.common import shows
from script.review.sheet.point import Point, Request
from script.rules.scale.action_errors import acts
from script.rules.scale.devices import described_devices
from script.rules.scale.library import requirements
from script.rules.scale.updating import authentication

_NO_LIBRARY: Final = "It requires no library"
_FEATURE: Final = Request.FEATURE
_BUGFIX: Final = Request.BUGFIX
_QUALITY: Final = Request.QUALITY
_DEPENDENCY: Final = Request.DEPENDENCY
SWALLOWED: Final = "home-assistant-action-swallowed-exception"

CHANGES: Final = (
    Point("3.1", "The feature is one thing", of=_FEATURE),
    Point("3.1", "It is written as the integration is", of=_FEATURE),
    Point("3.1", "The level on the quality scale stays", manifest.claims),
    Point(
        "3.1",
        "New texts are as those of a new integration are to be",
        code.sentence_case,
        rules=("review-guide/common-string", "review-guide/flow-string-missing"),
    ),
    Point(
        "3.1",
        "What breaks for users is told to them",
        about=manifest.in_core,
        without="Core has no release of it, so nothing breaks",
    ),
    Point(
        "3.2",
        "Entries of former versions are migrated",
        running.migrated,
        about=running.versions,
        without="The version of entries is the first, and nothing migrates",
    ),
    Point(
        "3.2",
        "The version changes with what entries hold",
        running.migrated,
        about=running.versions,
        without="The version of entries is the first, and nothing migrates",
    ),
    Point(
        "3.2",
        "Unloading an entry ends all that it began",
        running.let_go,
        scale=("config-entry-unloading",),
        rules=("home-assistant-missing-config-entry-unloading",),
    ),
    Point(
        "3.2", "Nothing asks for runtime_data that was not set", running.after_failure
    ),
    Point(
        "3.3",
        "Discovery finds the new devices too",
        shows(manifest.announced),
        about=manifest.announced,
        without="Nothing is discovered",
        is_human=True,
    ),
    Point(
        "3.3",
        "Devices say all that is known of them",
        entities.described_device,
        about=described_devices,
        without="There are no devices",
        scale=("devices",),
    ),
    Point("4", "There is an issue of the bug", of=_BUGFIX),
    Point("4", "Nothing but the bug is mended", of=_BUGFIX),
    Point("4", "The cause is mended, and not what it led to", of=_BUGFIX),
    Point("4", "A test fails without the change", of=_BUGFIX),
    Point("4", "No other tests are changed", of=_BUGFIX),
    Point(
        "4.1",
        "Actions that fail raise an error for the user",
        code.failing,
        rules=(SWALLOWED,),
        about=acts,
        without="It has no actions",
    ),
    Point(
        "4.1",
        "Only what is expected is caught",
        code.caught,
        rules=("review-guide/only-broad-except", "review-guide/swallowed-setup-error"),
        about=code.tried,
        without="Nothing is tried",
    ),
    Point(
        "4.1",
        "Refused credentials ask the user for new ones",
        running.refused,
        rules=("review-guide/auth-error",),
        about=authentication,
        without="It does not authenticate",
    ),
    Point("5", "The code gets better, and not only different", of=_QUALITY),
    Point("5", "It does what it did", of=_QUALITY),
    Point("5", "Tests change no more than the code makes them", of=_QUALITY),
    Point("5", "What breaks is told", of=_QUALITY),
    Point("5", "What is said of the quality scale is so", manifest.claims),
    Point("6.1", "Nothing but the dependency changes", of=_DEPENDENCY),
    Point("6.1", "Nothing is tidied up besides", of=_DEPENDENCY),
    Point(
        "6.1",
        "The manifest still has quality_scale and loggers",
        manifest.kept_keys,
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point("6.1", "Core's lists of requirements are made anew", of=_DEPENDENCY),
    Point("6.2", "The description links to what changed", of=_DEPENDENCY),
    Point("6.2", "The integration follows what changed", of=_DEPENDENCY),
    Point("6.2", "What changed does no harm", of=_DEPENDENCY),
    Point("6.2", "The library needs nothing more than before", of=_DEPENDENCY),
    Point("6.2", "The same people release it", of=_DEPENDENCY),
    Point("6.2", "Its source is where it was", of=_DEPENDENCY),
    Point("6.3", "Its licence is the one that it had", of=_DEPENDENCY),
    Point(
        "6.3",
        "Its licence goes with core's",
        licences.compatible,
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point(
        "6.3",
        "The licence that it names is the one whose text is there",
        licences.matching,
        about=requirements,
        without=_NO_LIBRARY,
    ),
)

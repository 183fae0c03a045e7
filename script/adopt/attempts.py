"""Go on without what a tool should have said of code on which it fails."""

from collections.abc import Callable
from dataclasses import dataclass, field

from . import AdoptError


@dataclass
class Attempts:
    """What was tried, and failed.

    Attributes:
        failed: What did, each with why, on one line.
    """

    failed: list[str] = field(default_factory=list)

    def result[Result](
        self, what: str, work: Callable[[], Result], default: Result
    ) -> Result:
        """Return the result of some work, or another where it fails on code that nobody has tried it on."""
        try:
            return work()
        except AdoptError:
            raise
        # That one tool has a fault must not cost the author all the others.
        except Exception as err:  # noqa: BLE001
            why = " ".join(str(err).split())[:200]
            self.failed.append(f"{what} failed ({type(err).__name__}: {why})")
            return default

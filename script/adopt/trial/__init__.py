"""Try an adopted integration: import it, set it up, and run its tests, in processes of their own.

What runs there is the code of others. It has an empty home, no network but loopback (`confinement`), and limits
(`process`); it works on a copy of the files (`stage`), and what it tells is read as anybody's words (`result`).
"""

from .result import Trial
from .trial import Limits, try_out

__all__ = ["Limits", "Trial", "try_out"]

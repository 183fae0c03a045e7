"""Leave out messages about errors that Home Assistant reports."""

import ast
from collections.abc import Iterator

from script.cut.place import Place
from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import blocks, text
from script.rules.logs import log_and_raise

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, without
from .subject import Subject


@Codemod(
    name="logged-errors",
    title="Do not log what is raised as well",
    changes=pairs(
        (
            """
            async def connect() -> None:
                _LOGGER.debug("Connecting")
                _LOGGER.error("The device does not answer")
                raise ConfigEntryNotReady("The device does not answer")
            """,
            """
            async def connect() -> None:
                _LOGGER.debug("Connecting")
                raise ConfigEntryNotReady("The device does not answer")
            """,
        ),
        (
            """
            async def connect() -> None:
                _LOGGER.debug("Connecting")
                try:
                    await client.fetch()
                except ExampleError as err:
                    _LOGGER.warning("Update failed: %s", err)
                    raise UpdateFailed from err
            """,
            """
            async def connect() -> None:
                _LOGGER.debug("Connecting")
                try:
                    await client.fetch()
                except ExampleError as err:
                    raise UpdateFailed(f"Update failed: {err}") from err
            """,
        ),
        (
            """
            async def connect() -> None:
                _LOGGER.debug("Connecting")
                _LOGGER.error("Nothing at %s", host)
                raise HomeAssistantError
            """,
            """
            async def connect() -> None:
                _LOGGER.debug("Connecting")
                raise HomeAssistantError(f"Nothing at {host}")
            """,
        ),
    ),
    keeps=kept(
        """
        async def connect() -> None:
            raise ConfigEntryNotReady("The device does not answer")
        """,
        """
        async def connect() -> None:
            _LOGGER.debug("Answer: %s", answer)
            raise ConfigEntryNotReady("The device does not answer")
        """,
        """
        async def connect() -> None:
            _LOGGER.error("Took %.1f s", seconds)  # !
            raise HomeAssistantError
        """,
    ),
)
def logged_errors(subject: Subject) -> Iterator[Change | Place]:
    """Yield messages right before what is raised, whose words the exception takes where it has none."""
    for module, statement in broken(subject, log_and_raise, ast.Expr):
        source = subject.source(module)
        raised = _raised(module, statement)
        if raised is None:
            continue
        edits = [without(source, [statement])]
        match raised.exc:
            case ast.Call(args=[], keywords=[]) | ast.Name() | ast.Attribute():
                words = _words(statement)
                if words is None:
                    yield subject.place(
                        module,
                        statement,
                        "what is raised below is logged as well",
                        "say it in the exception",
                    )
                    continue
                func = (
                    raised.exc.func if isinstance(raised.exc, ast.Call) else raised.exc
                )
                start, end = source.start(raised.exc), source.end(raised.exc)
                edits.append(Edit(start, end, f"{source.code(func)}({words})"))
        yield change(subject, module, statement, *edits)


def _raised(module: Module, statement: ast.Expr) -> ast.Raise | None:
    """Return what is raised after a statement, in the same block."""
    for around in module.around(statement):
        for block in blocks(around):
            if statement in block:
                following = block[block.index(statement) :]
                return next(
                    (each for each in following if isinstance(each, ast.Raise)), None
                )
    return None


def _words(statement: ast.Expr) -> str | None:
    """Return the message of a call of a logger as code, None where it is formatted in a way of its own."""
    match statement.value:
        case ast.Call(args=[message, *values], keywords=[]):
            parts = (text(message) or "%").split("%s")
        case _:
            return None
    if any("%" in each for each in parts) or len(parts) != len(values) + 1:
        return None
    joined = ast.JoinedStr([])
    for part, value in zip(parts, [*values, None], strict=True):
        if part:
            joined.values.append(ast.Constant(part))
        if value:
            joined.values.append(ast.FormattedValue(value, -1))
    if not values:
        return ast.unparse(ast.Constant(parts[0]))
    return ast.unparse(joined)

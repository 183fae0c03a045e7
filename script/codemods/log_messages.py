"""Write log messages as core does: values as arguments, a capital letter first, and no period."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.cut.source import Edit
from script.integration.syntax import text
from script.rules.logs import logger_capital, logger_period, messages

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change
from .subject import Subject

_CONVERSIONS: Final = {-1: "%s", ord("s"): "%s", ord("r"): "%r", ord("a"): "%a"}


@Codemod(
    name="log-arguments",
    title="Pass values to log messages as arguments",
    changes=pairs(
        ('_LOGGER.debug(f"Got {value}")', '_LOGGER.debug("Got %s", value)'),
        (
            '_LOGGER.warning(f"{count} of {name!r} are {share}% full")',
            '_LOGGER.warning("%s of %r are %s%% full", count, name, share)',
        ),
        (
            '_LOGGER.error(f"Took {seconds:.1f} s", exc_info=True)',
            '_LOGGER.error("Took %.1f s", seconds, exc_info=True)',
        ),
        (
            '_LOGGER.debug(f"Got {data[\'name\']} "\n    f"from {host}")',
            '_LOGGER.debug("Got %s from %s", data["name"], host)',
        ),
    ),
    keeps=kept(
        '_LOGGER.debug("Got %s", value)',
        'message = f"Got {value}"\n_LOGGER.debug(message)',
        '_LOGGER.debug(f"Got {value:>{width}}")  # !',
    ),
)
def log_arguments(subject: Subject) -> Iterator[Change | Place]:
    """Yield messages that are f-strings."""
    for module, call, _, message in messages(subject.integration):
        if not isinstance(message, ast.JoinedStr):
            continue
        source = subject.source(module)
        written = _percent(message)
        if written is None or len(call.args) > 1:
            yield subject.place(
                module,
                call,
                "a log message is put together in a way that arguments cannot be",
                "write it with %s and pass the values as arguments",
            )
            continue
        template, values = written
        code = ", ".join([_quoted(template), *map(ast.unparse, values)])
        start, end = source.outer(
            message, source.end(call.func) + 1, source.end(call) - 1
        )
        yield change(subject, module, call, Edit(start, end, code))


def _percent(message: ast.JoinedStr) -> tuple[str, list[ast.expr]] | None:
    """Return a message for the logger with its values, None where it formats in a way of its own."""
    template, values = "", []
    for part in message.values:
        match part:
            case ast.Constant(value=str() as value):
                template += value.replace("%", "%%")
            case ast.FormattedValue(
                value=value, conversion=conversion, format_spec=spec
            ):
                form = _form(conversion, spec)
                if form is None:
                    return None
                template += form
                values.append(value)
            case _:
                return None
    if not values:
        template = template.replace("%%", "%")
    return template, values


def _form(conversion: int, spec: ast.expr | None) -> str | None:
    """Return the sign for a value, None where it has no equal."""
    if spec is None:
        return _CONVERSIONS.get(conversion)
    match spec:
        case ast.JoinedStr(values=[ast.Constant(value=str() as form)]) if (
            form[-1:] in "dfgexX" and form[:1] in ".0123456789" and conversion == -1
        ):
            return f"%{form}"
    return None


def _quoted(value: str) -> str:
    """Return a string in double quotes."""
    inner = (
        repr(value)[1:-1]
        if '"' in value and "'" not in value
        else repr(f"'{value}")[2:-1]
    )
    return '"' + inner.replace("\\'", "'").replace('"', '\\"') + '"'


@Codemod(
    name="log-style",
    title="Begin log messages with a capital letter, and end them without a period",
    changes=pairs(
        ('_LOGGER.error("device is offline.")', '_LOGGER.error("Device is offline")'),
        ('_LOGGER.debug("got %s.", value)', '_LOGGER.debug("got %s", value)'),
        (
            '_LOGGER.warning("could not read " "it")',
            '_LOGGER.warning("Could not read " "it")',
        ),
    ),
    keeps=kept(
        '_LOGGER.error("Device is offline")',
        '_LOGGER.debug("got %s", value)',
        'print("device is offline.")',
    ),
)
def log_style(subject: Subject) -> Iterator[Change]:
    """Yield messages that begin or end otherwise."""
    capital = {
        (each.path, each.line) for each in logger_capital.findings(subject.integration)
    }
    period = {
        (each.path, each.line) for each in logger_period.findings(subject.integration)
    }
    for module, call, _, message in messages(subject.integration):
        place = (module.path, call.lineno)
        value = text(message)
        if value is None or place not in capital | period:
            continue
        source = subject.source(module)
        edits = []
        code = source.code(message)
        start = source.start(message)
        if (
            place in capital
            and value[:1].islower()
            and (at := code.find(value[:1], _opening(code))) >= 0
        ):
            edits.append(Edit(start + at, start + at + 1, value[0].upper()))
        if place in period and value.endswith("."):
            at = code.rindex(".")
            end = at + 1
            while code[at - 1] == ".":
                at -= 1
            edits.append(Edit(start + at, start + end))
        yield change(subject, module, call, *edits)


def _opening(code: str) -> int:
    """Return where the text in a literal begins."""
    return min(code.find(sign) for sign in "\"'" if sign in code)

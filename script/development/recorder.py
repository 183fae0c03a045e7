"""Note what a library returns to an integration, in the process of Home Assistant."""

import ast
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import wraps
import importlib
from inspect import (
    isasyncgenfunction,
    isawaitable,
    iscoroutinefunction,
    isfunction,
    isgeneratorfunction,
    markcoroutinefunction,
)
import json
import os
from pathlib import Path
import sys
from types import ModuleType
from typing import Any

from script import COMPONENTS
from script.client.words import subject, words
from script.integration.integration import Integration
from script.integration.syntax import last_name

from .plain import OpaqueError, Plain, is_client, maker, plain

type Function = Callable[..., Any]


class Recorder:
    """Notes the first answer to each call of a library from outside of it."""

    def __init__(self, domain: str) -> None:
        """Wrap all that an integration can call of its libraries."""
        integration = Integration(COMPONENTS / domain)
        self._packages = {
            name for each in integration.libraries for name in each.packages
        }
        # A client that waits for nothing is known by who makes it.
        self._made = {
            last_name(call.func)
            for module in integration.modules
            for call in module.calls
        }
        self._records: dict[str, dict[str, Plain]] = {}
        self._calls: dict[str, list[str]] = {}
        self._clients: dict[type, object] = {}
        self._telling: set[type] = set()
        self._wrapped: dict[Function, Function] = {}
        for module in _modules(self._packages, integration):
            for name, each in list(vars(module).items()):
                if not self._is_own(getattr(each, "__module__", None)):
                    continue
                if isinstance(each, type):
                    self._wrap_class(each)
                elif isfunction(each):
                    setattr(module, name, self._wrap(each))

    def _is_own(self, module: object) -> bool:
        return isinstance(module, str) and module.split(".")[0] in self._packages

    def _wrap_class(self, class_: type) -> None:
        for name, each in list(vars(class_).items()):
            if isfunction(each) and not name.startswith("_"):
                setattr(class_, name, self._wrap(each, is_method=True))

    def _wrap(self, function: Function, *, is_method: bool = False) -> Function:
        """Return a function that notes what it returns, unless the library itself asks."""
        if isasyncgenfunction(function) or isgeneratorfunction(function):
            return function
        if function in self._wrapped.values():
            return function
        if function in self._wrapped:
            return self._wrapped[function]

        @wraps(function)
        def noting(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            caller = sys._getframe(1).f_globals.get("__name__")  # noqa: SLF001
            if self._is_own(caller):
                return result
            owner = args[0] if is_method else None
            if is_method and not self._is_client(type(owner)):
                return result
            about = (function.__name__, owner, args[1:] if is_method else args, kwargs)
            if isawaitable(result):
                return self._noting(result, *about)
            self._note(result, *about)
            return result

        if iscoroutinefunction(function):
            markcoroutinefunction(noting)
        self._wrapped[function] = noting
        return noting

    def _is_client(self, class_: type) -> bool:
        return is_client(class_) or any(
            base.__name__ in self._made for base in class_.__mro__
        )

    async def _noting(self, result: Awaitable[Any], *about: Any) -> Any:
        value = await result
        self._note(value, *about)
        return value

    def _note(self, value: object, name: str, owner: object, *arguments: Any) -> None:
        """Note what a call returned, if that is data and the first of these arguments."""
        if owner is not None:
            self._clients[type(owner)] = owner
        if value is None or isinstance(value, bool):
            return
        try:
            data = plain(value)
        except OpaqueError:
            return
        if owner is not None:
            self._telling.add(type(owner))
        owner_name = type(owner).__name__ if owner is not None else ""
        calls = self._calls.setdefault(f"{owner_name}.{name}", [])
        if (call := repr(arguments)) in calls:
            return
        calls.append(call)
        number = f"_{len(calls)}" if len(calls) > 1 else ""
        file = f"{_about(name)}{number}"
        if file in self._records:
            file = "_".join((*words(owner_name), file))
        self._records[file] = {"data": data, "maker": maker(value)}

    def write(self, path: Path) -> None:
        """Write what was noted, for nobody else to read."""
        # A client that returns nothing holds what it was told.
        for class_, client in self._clients.items():
            if class_ not in self._telling and (state := _state(client)):
                name = "_".join(words(class_.__name__))
                self._records[name] = {
                    "data": state,
                    "maker": f"the attributes of {class_.__name__}",
                }
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w") as target:
            json.dump(self._records, target)


def _modules(packages: set[str], integration: Integration) -> Iterator[ModuleType]:
    """Import what an integration imports of libraries, and yield all their modules."""
    named = {
        node.module
        for module in integration.modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module
    }
    for name in sorted({*packages, *named}):
        if name.split(".")[0] in packages:
            # Home Assistant says what is wrong, as it imports it next.
            with suppress(Exception):
                importlib.import_module(name)
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in packages:
            yield module


def _about(name: str) -> str:
    """Return what a call is about: "get_system_information" gives "system_information"."""
    return subject(name) or name


def _state(client: object) -> dict[str, Plain]:
    """Return the data that a client holds, its properties included."""
    state: dict[str, Plain] = {}
    properties = {
        name
        for base in type(client).__mro__
        for name, each in vars(base).items()
        if isinstance(each, property)
    }
    for name in sorted({*vars(client), *properties}):
        if not name.startswith("_"):
            # Some properties cannot be asked yet.
            with suppress(Exception):
                state[name] = plain(getattr(client, name))
    return state

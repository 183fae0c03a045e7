"""Read the parameters, methods and fields of a class, inherited ones included."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from script.integration.modules import Definition, Module
from script.integration.syntax import (
    Function,
    assigned,
    attributes,
    decorators,
    dotted,
    inner,
    last_name,
    methods,
)
from script.integration.types import class_of, family

from .parameters import Parameter, distinct, parameters_of, unquoted

# Decorators and bases by which the annotations of a class are its fields
_MODEL_DECORATORS: Final = frozenset(
    {"dataclass", "define", "frozen", "attrs", "attributes", "s", "mutable"}
)
_MODEL_BASES: Final = frozenset(
    {
        "BaseModel",
        "Struct",
        "NamedTuple",
        "TypedDict",
        "DataClassDictMixin",
        "DataClassJSONMixin",
        "DataClassORJSONMixin",
        "RootModel",
    }
)
# By which attrs has fields that say nothing of their types
_FIELDS: Final = frozenset({"ib", "attrib"})
_ENUMS: Final = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})
PROPERTIES: Final = frozenset({"property", "cached_property"})
_NO_FIELDS: Final = frozenset({"ClassVar", "InitVar"})


@dataclass(frozen=True, eq=False)
class Field:
    """A field of a class, or a property.

    Attributes:
        module: In which the annotation stands.
        docstring: What is said of it, right below it or in the property.
    """

    name: str
    module: Module
    annotation: ast.expr | None
    docstring: str


@dataclass(frozen=True, eq=False)
class Class:
    """A class with all that it inherits, as far as the source is here."""

    definition: Definition

    @property
    def name(self) -> str:
        """Return its name."""
        return self.node.name

    @property
    def node(self) -> ast.ClassDef:
        """Return its definition."""
        assert isinstance(self.definition.node, ast.ClassDef)
        return self.definition.node

    @property
    def module(self) -> Module:
        """Return the module that has it."""
        assert self.definition.module
        return self.definition.module

    @cached_property
    def family(self) -> tuple[tuple[Module, ast.ClassDef], ...]:
        """Return it and what it derives from, near ones first."""
        return tuple(family(self.definition))

    @cached_property
    def ancestors(self) -> frozenset[str]:
        """Return the last names of all that it derives from."""
        return frozenset(
            each.name.rpartition(".")[2] for each in self.module.ancestors(self.node)
        )

    @property
    def docstring(self) -> str:
        """Return what is said of it."""
        return ast.get_docstring(self.node) or ""

    @property
    def is_enum(self) -> bool:
        """Return whether it is one of several values."""
        return not _ENUMS.isdisjoint(self.ancestors)

    @property
    def is_error(self) -> bool:
        """Return whether it can be raised."""
        return any(
            each.endswith(("Error", "Exception")) or each == "Warning"
            for each in self.ancestors
        )

    @property
    def is_abstract(self) -> bool:
        """Return whether others are to derive from it."""
        return "ABC" in {last_name(base) for base in self.node.bases} or any(
            "abstractmethod" in decorators(method)
            for method in methods(self.node).values()
        )

    @cached_property
    def is_model(self) -> bool:
        """Return whether its annotations are its fields."""
        return not _MODEL_BASES.isdisjoint(self.ancestors) or any(
            not _MODEL_DECORATORS.isdisjoint(decorators(node))
            for _, node in self.family
        )

    @cached_property
    def methods(self) -> Mapping[str, tuple[Module, Function]]:
        """Return its methods by their names, each with the module that has it."""
        return {
            name: (module, method)
            for module, node in reversed(self.family)
            for name, method in methods(node).items()
        }

    @property
    def public_methods(self) -> Iterator[tuple[str, Module, Function]]:
        """Yield the methods to call."""
        for name, (module, method) in self.methods.items():
            if not name.startswith("_") and decorators(method).isdisjoint(
                {*PROPERTIES, "setter", "classmethod", "staticmethod", "deleter"}
            ):
                yield name, module, method

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return what it is made of."""
        if "__init__" in self.methods:
            return parameters_of(self.methods["__init__"][1])
        if self.is_model:
            return distinct(
                Parameter(
                    field.name,
                    field.annotation,
                    field.name not in self._defaults,
                    is_keyword=True,
                )
                for field in self._annotated
                if not field.name.startswith("_")
            )
        return ()

    @property
    def is_data(self) -> bool:
        """Return whether it does no more than hold what it is made of."""
        return self.is_model and not list(self.public_methods)

    @property
    def takes_any(self) -> bool:
        """Return whether it is made of whatever is named, beside that."""
        _, method = self.methods.get("__init__", (None, None))
        return method is not None and method.args.kwarg is not None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Return what can be read off it: its own fields, and properties."""
        own = [each for each in self._annotated if not each.name.startswith("_")]
        return (*own, *self._properties)

    def models_of(self, field: Field) -> tuple[Class, ...]:
        """Return the classes of the library that a field is of."""
        if field.annotation is None and field.name in self.methods:
            return results(*self.methods[field.name])
        return tuple(classes_in(field.module, field.annotation))

    @property
    def annotations(self) -> Iterator[tuple[str, Module, ast.expr | None]]:
        """Yield what its attributes are said to be: its fields, and what its methods say of others."""
        for field in self.fields:
            yield field.name, field.module, field.annotation
        for module, method in self.methods.values():
            for node in ast.walk(method):
                match node:
                    case ast.AnnAssign(target=ast.Attribute(attr=name) as target):
                        if dotted(target) == f"self.{name}":
                            yield name, module, node.annotation

    @cached_property
    def instance_names(self) -> frozenset[str]:
        """Return the names of the public attributes that its methods assign."""
        return frozenset(
            name
            for _, method in self.methods.values()
            for node in ast.walk(method)
            for target, _ in assigned(node)
            if (name := dotted(target).removeprefix("self."))
            and dotted(target) == f"self.{name}"
            and not name.startswith("_")
            and "." not in name
        )

    @cached_property
    def _defaults(self) -> frozenset[str]:
        return frozenset(
            name
            for _, node in self.family
            for name, value in attributes(node).items()
            if not isinstance(value, ast.Call)
            or any(
                each.arg in {"default", "default_factory", "factory", "init"}
                for each in value.keywords
            )
        )

    @cached_property
    def _annotated(self) -> tuple[Field, ...]:
        found: dict[str, Field] = {}
        for module, node in reversed(self.family):
            for statement, after in zip(node.body, [*node.body[1:], None], strict=True):
                match statement:
                    case ast.AnnAssign(
                        target=ast.Name(id=name), annotation=annotation
                    ) if last_name(annotation) not in _NO_FIELDS:
                        found[name] = Field(name, module, annotation, _said(after))
                    case ast.Assign(
                        targets=[ast.Name(id=name)], value=ast.Call(func=func)
                    ) if last_name(func) in _FIELDS:
                        found[name] = Field(name, module, None, _said(after))
        return tuple(found.values())

    @property
    def _properties(self) -> Iterator[Field]:
        for name, (module, method) in self.methods.items():
            if not name.startswith("_") and not PROPERTIES.isdisjoint(
                decorators(method)
            ):
                yield Field(
                    name, module, method.returns, ast.get_docstring(method) or ""
                )


def classes_in(module: Module, annotation: ast.expr | None) -> Iterator[Class]:
    """Yield the classes of this library that an annotation names, within lists and unions too."""
    if (annotation := unquoted(annotation)) is None:
        return
    for node in ast.walk(annotation):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from classes_in(module, node)
        if isinstance(node, ast.Name | ast.Attribute):
            definition = module.definition(node)
            if (
                definition
                and definition.module
                and isinstance(definition.node, ast.ClassDef)
            ):
                yield Class(definition)


def results(module: Module, function: Function) -> tuple[Class, ...]:
    """Return the classes of the library that a function returns, by its annotation or else its statements."""
    if function.returns is not None:
        return tuple(classes_in(module, function.returns))
    found = (
        class_of(module, node.value)
        for node in inner(function)
        if isinstance(node, ast.Return) and node.value is not None
    )
    return tuple(
        Class(each)
        for each in dict.fromkeys(found)
        if each and each.module and isinstance(each.node, ast.ClassDef)
    )


def attributes_of(class_: Class) -> dict[str, Class]:
    """Return the public attributes of an instance that are of classes of the library."""
    found: dict[str, Class] = {}
    for module, method in class_.methods.values():
        if method.name not in {"__init__", "__post_init__"}:
            continue
        for node in ast.walk(method):
            for target, value in assigned(node):
                name = dotted(target).removeprefix("self.")
                if (
                    dotted(target) != f"self.{name}"
                    or name.startswith("_")
                    or not isinstance(value, ast.Call)
                ):
                    continue
                definition = module.definition(value.func)
                if (
                    definition
                    and definition.module
                    and isinstance(definition.node, ast.ClassDef)
                ):
                    found[name] = Class(definition)
    return found


def _said(statement: ast.stmt | None) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return text
    return ""

"""Edits as reviewers make them in a step, each drawn at random."""

from random import Random
from typing import Final

from script.integration.tree import Places, Tree

from . import asked, code, data, entities, names, of_tests, places
from .common import Edit

EDITS: Final[dict[str, Edit]] = {
    edit.__name__: edit
    for edit in (
        *(names.function, names.constant, names.class_name, names.variable),
        *(names.entity_key, names.module),
        *(places.moved_helper, places.split_module, places.order),
        *(code.docstring, code.statements, code.comment, code.value, code.keyword),
        *(code.dropped_entity, code.error, code.added_error, code.argument),
        *(code.extracted_constant, code.merged_code, code.unique_id),
        code.description_field,
        *(data.text, data.name, data.rule, data.manifest, data.snapshot),
        *(of_tests.added_test, of_tests.parametrized, of_tests.fixture),
        of_tests.module_of_tests,
        *(asked.early_return, asked.bound_condition, asked.one_handler),
        *(entities.keyword_only, entities.sorted_entities, entities.split_entities),
        *(asked.typed_constant, asked.inlined),
        *(asked.fewer_lines_in_try, asked.added_help, entities.device_field),
        *(asked.dropped_log, asked.type_of_entry),
    )
}


def drawn(
    tree: Tree, domain: str, name: str, chance: Random
) -> dict[str, bytes] | None:
    """Return a step after an edit, or None where there is nothing to edit in that way."""
    result = dict(tree)
    if not EDITS[name](result, Places(domain), chance) or result == dict(tree):
        return None
    return result

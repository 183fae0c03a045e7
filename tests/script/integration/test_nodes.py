"""Test that the nodes of a syntax tree are found by their types, and with what they stand in."""

import ast

from script.integration.nodes import index, parsed, walk

TEXT = """\
def start(value):
    if value > 1:
        stop(*value, key={**value})
"""


def test_index() -> None:
    """Test that an index has each node once, in the order of the tree, and none that only says how it is used."""
    found = index(tree := parsed(TEXT))
    assert found.nodes == walk(tree)
    assert not [node for node in found.nodes if isinstance(node, ast.Load | ast.Gt)]
    assert [*found.parents] == found.nodes[1:]
    for node in found.nodes:
        for child in ast.iter_child_nodes(node):
            if child in found.nodes:
                assert found.parents[child] is node


def test_of_kind() -> None:
    """Test that nodes of several types come in the order of the tree."""
    found = index(parsed(TEXT))
    assert [*found.of_kind(ast.Call, ast.If, ast.FunctionDef)] == [
        node
        for node in found.nodes
        if isinstance(node, ast.Call | ast.If | ast.FunctionDef)
    ]
    assert found.of_kind(ast.While) == ()


def test_parsed_once() -> None:
    """Test that a text is parsed once, whoever asks for its tree."""
    assert parsed(TEXT) is parsed(f"{TEXT}")
    assert index(parsed(TEXT)) is index(parsed(TEXT))

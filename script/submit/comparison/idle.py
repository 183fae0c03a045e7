"""Tell statements that do nothing by themselves."""

import ast


def passes_on(node: ast.stmt, name: str) -> bool:
    """Return whether a statement of a method only calls the one that it overrides, which is there still."""
    if not isinstance(node, ast.Expr | ast.Return):
        return False
    value = node.value.value if isinstance(node.value, ast.Await) else node.value
    match value:
        case ast.Call(func=called, args=args, keywords=keywords):
            return ast.unparse(called) == f"super().{name}" and all(
                isinstance(each, ast.Name | ast.Starred)
                for each in (*args, *(keyword.value for keyword in keywords))
            )
    return False


def says_nothing(node: ast.stmt) -> bool:
    """Return whether a statement only ends what others have done."""
    match node:
        case ast.Return(value=None | ast.Constant()):
            return True
        case ast.If(test=ast.Compare() as test, body=body, orelse=orelse):
            return all(map(says_nothing, (*body, *orelse))) and not any(
                isinstance(each, ast.Call | ast.Await) for each in ast.walk(test)
            )
    return isinstance(node, ast.Pass | ast.Continue | ast.Break)

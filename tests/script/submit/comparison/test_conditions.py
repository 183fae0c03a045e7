"""Test that conditions are decided by what is absent, and by nothing else."""

from textwrap import dedent, indent

import pytest

from script.submit.unchanged import Difference, Folding, compared, differences

from .snippets import FOLDER, IMPORT_OF_ISSUES, REAUTH, Files, files, flow, said

ASKS_SOURCE = """
if self.source == SOURCE_REAUTH:
    return self.async_update_reload_and_abort(self._get_reauth_entry(), data=user_input)
return self.async_create_entry(title="x", data=user_input)
"""
WITH_REAUTH = flow(ASKS_SOURCE, REAUTH.format(next="user"))


def test_condition_taken_for_the_wrong_value() -> None:
    """Test the first fault: without reauthentication, the branch for it is taken always."""
    step = flow(
        "return self.async_update_reload_and_abort(self._get_reauth_entry(), data=user_input)",
        imports="SOURCE_REAUTH",
    )
    (difference,) = differences(step, WITH_REAUTH)
    assert difference == Difference(
        path=f"{FOLDER}config_flow.py",
        line=11,
        name="ChargerConfigFlow.async_step_user",
        what="`self.source == SOURCE_REAUTH` is taken for true, and is false here",
    )


def test_branch_gone() -> None:
    """Test that the branch may go, and only as long as there is no reauthentication."""
    step = flow('return self.async_create_entry(title="x", data=user_input)')
    assert said(step, WITH_REAUTH) == []
    (what,) = said(step | flow("pass", REAUTH.format(next="user")), WITH_REAUTH)[:1]
    assert "is gone, and nothing that is gone explains it" in what


@pytest.mark.parametrize(
    ("finished", "step", "taken"),
    [
        pytest.param(
            "if self.source != SOURCE_REAUTH:\n    self._abort_if_unique_id_configured()\nreturn 1",
            "self._abort_if_unique_id_configured()\nreturn 1",
            [("self.source != SOURCE_REAUTH", True)],
            id="not equal",
        ),
        pytest.param(
            "entry = self.a() if self.source == SOURCE_REAUTH else self.b()\nreturn entry",
            "entry = self.b()\nreturn entry",
            [("self.source == SOURCE_REAUTH", False)],
            id="ternary",
        ),
        pytest.param(
            "if self.source == SOURCE_REAUTH:\n    return 1\nelse:\n    return 2",
            "return 2",
            [("self.source == SOURCE_REAUTH", False)],
            id="else",
        ),
        pytest.param(
            "if self.source == SOURCE_REAUTH:\n    a()\nelif user_input:\n    b()\nelse:\n    c()\nreturn 2",
            "if user_input:\n    b()\nelse:\n    c()\nreturn 2",
            [("self.source == SOURCE_REAUTH", False)],
            id="elif",
        ),
        pytest.param(
            "if user_input and self.source != SOURCE_REAUTH:\n    a()\nreturn 2",
            "if user_input:\n    a()\nreturn 2",
            [("self.source != SOURCE_REAUTH", True)],
            id="and",
        ),
        pytest.param(
            "if user_input or self.source == SOURCE_REAUTH:\n    a()\nreturn 2",
            "if user_input:\n    a()\nreturn 2",
            [("self.source == SOURCE_REAUTH", False)],
            id="or",
        ),
        pytest.param(
            "if self.source in (SOURCE_REAUTH, SOURCE_USER):\n    a()\nreturn 2",
            "if self.source == SOURCE_USER:\n    a()\nreturn 2",
            [],
            id="in",
        ),
        pytest.param(
            "if self.source not in {SOURCE_REAUTH}:\n    a()\n    return 1\nb()\nreturn 2",
            "a()\nreturn 1",
            [("self.source not in {SOURCE_REAUTH}", True)],
            id="what follows is not reached",
        ),
        pytest.param(
            "again = self.source == SOURCE_REAUTH\nif not again:\n    a()\nreturn 2",
            "a()\nreturn 2",
            [("not again", True)],
            id="by a name",
        ),
        pytest.param(
            "if self.source in (SOURCE_REAUTH, SOURCE_RECONFIGURE):\n    return a(x if self.source == SOURCE_REAUTH else y)\n"
            "return 2",
            "return 2",
            [],
            id="both gone",
        ),
        pytest.param(
            "match self.source:\n    case SOURCE.REAUTH | 'reauth_confirm':\n        a()\n    case _:\n        b()",
            "match self.source:\n    case SOURCE.REAUTH | 'reauth_confirm':\n        a()\n    case _:\n        b()",
            [],
            id="match that stays",
        ),
    ],
)
def test_folded(finished: str, step: str, taken: list[tuple[str, bool]]) -> None:
    """Test what may become of conditions, and that the other branch must not stay instead."""
    whole = flow(finished, REAUTH.format(next="user"))
    comparison = compared(flow(step), whole)
    assert comparison.differences == []
    assert [
        (folding.condition, folding.taken) for folding in comparison.foldings
    ] == taken


@pytest.mark.parametrize(
    ("finished", "step", "expected"),
    [
        pytest.param(
            "if self.source != SOURCE_REAUTH:\n    a()\nreturn 1",
            "return 1",
            "`if self.source != SOURCE_REAUTH: …` is gone",
            id="gone",
        ),
        pytest.param(
            "if self.source == SOURCE_REAUTH:\n    return 1\nelse:\n    return 2",
            "return 1",
            "`self.source == SOURCE_REAUTH` is taken for true, and is false here",
            id="the other branch",
        ),
        pytest.param(
            "entry = self.a() if self.source == SOURCE_REAUTH else self.b()",
            "entry = self.a()",
            "`self.source == SOURCE_REAUTH` is taken for true, and is false here",
            id="the other arm",
        ),
        pytest.param(
            "if user_input and self.source == SOURCE_REAUTH:\n    a()",
            "if user_input:\n    a()",
            "`self.source == SOURCE_REAUTH` is taken for true, and is false here",
            id="and",
        ),
        pytest.param(
            "if user_input and self.source != SOURCE_REAUTH:\n    a()",
            "if self.source != SOURCE_REAUTH:\n    a()",
            "`user_input` is taken for true, and nothing that is gone decides it",
            id="the other operand",
        ),
        pytest.param(
            "if user_input:\n    a()",
            "a()",
            "`user_input` is taken for true, and nothing that is gone decides it",
            id="unwrapped",
        ),
        pytest.param(
            "with lock:\n    a()\n    b()",
            "a()\nb()",
            "`lock` is gone, and nothing that is gone explains it",
            id="unwrapped from with",
        ),
        pytest.param(
            "try:\n    a()\nexcept ValueError:\n    b()",
            "a()",
            "`except ValueError: …` is gone, and nothing that is gone explains it",
            id="unwrapped from try",
        ),
        pytest.param(
            "for each in all:\n    a()",
            "a()",
            "`a()` is not there in the finished integration",
            id="unwrapped from for",
        ),
        pytest.param(
            "a(1)\nb(2)",
            "b(2)\na(1)",
            "is not there in the finished integration",
            id="in another order",
        ),
        pytest.param(
            "a(timeout=10)",
            "a(timeout=1)",
            "`1` instead of `10`",
            id="another constant",
        ),
        pytest.param("a(b + c)", "a(b - c)", "instead of", id="another operator"),
        pytest.param(
            "if self.source in (SOURCE_REAUTH, SOURCE_USER):\n    a()",
            "if self.source == SOURCE_REAUTH:\n    a()",
            "`SOURCE_USER` is gone, and nothing that is gone explains it",
            id="the other element",
        ),
        pytest.param(
            "first, second = a()", "first = a()", "instead of", id="unpacked no more"
        ),
    ],
)
def test_wrongly_folded(finished: str, step: str, expected: str) -> None:
    """Test that a condition is not taken for what it is not, and nothing else is changed."""
    whole = flow(finished, REAUTH.format(next="user"))
    assert any(expected in what for what in said(flow(step), whole))


RECONFIGURE = '''
    async def async_step_reconfigure(self, user_input=None) -> ConfigFlowResult:
        """Ask for the host again."""
        return await self.async_step_user()
'''
UPDATES = """
if self.source in (SOURCE_REAUTH, SOURCE_RECONFIGURE):
    entry = self.a() if self.source == SOURCE_REAUTH else self.b()
    return self.async_update_and_abort(entry)
return self.async_create_entry(title="x")
"""


CREATES = """
if self.source == SOURCE_USER:
    return self.async_create_entry(title="x")
return self.async_update_and_abort(self.a())
"""
BOTH = REAUTH.format(next="user") + RECONFIGURE


@pytest.mark.parametrize(
    ("whole", "step"),
    [
        pytest.param(
            flow(UPDATES, BOTH, "SOURCE_REAUTH, SOURCE_RECONFIGURE"),
            flow(
                """
                if self.source == SOURCE_REAUTH:
                    entry = self.a()
                    return self.async_update_and_abort(entry)
                return self.async_create_entry(title="x")
                """,
                REAUTH.format(next="user"),
                "SOURCE_REAUTH",
            ),
            id="inside of a condition",
        ),
        pytest.param(
            flow(CREATES, BOTH, "OptionsFlow, SOURCE_USER"),
            flow('return self.async_create_entry(title="x")', "", "OptionsFlow"),
            id="nothing but the user is left",
        ),
    ],
)
def test_sources_that_are_left(whole: Files, step: Files) -> None:
    """Test that a condition is decided, too, by which sources there still are."""
    assert said(step, whole) == []
    wrong = {
        path: content.replace(b"self.a()", b"self.b()").replace(
            b"async_create_entry", b"async_update_and_abort"
        )
        for path, content in step.items()
    }
    assert said(wrong, whole)


def test_foldings_tell_what_was_decided() -> None:
    """Test that whoever judges can see each condition with its place."""
    step = flow('return self.async_create_entry(title="x", data=user_input)')
    whole = flow(
        "if self.source == SOURCE_REAUTH:\n    a()\nelse:\n    return self.async_create_entry"
        '(title="x", data=user_input)',
        REAUTH.format(next="user"),
    )
    assert compared(step, whole).foldings == [
        Folding(
            path=f"{FOLDER}config_flow.py",
            line=11,
            condition="self.source == SOURCE_REAUTH",
            taken=False,
        )
    ]


ARMS = "entry = self._get_reauth_entry() if self.source == SOURCE_REAUTH else {other}\nreturn entry"


@pytest.mark.parametrize(
    ("other", "taken", "is_right"),
    [
        ("self._get_reconfigure_entry()", "self._get_reauth_entry()", True),
        ("self._get_reconfigure_entry().data", "self._get_reauth_entry()", True),
        ("self._get_reconfigure_entry()", "self._get_reconfigure_entry()", False),
        ("self.entry(self._get_reconfigure_entry)", "self._get_reauth_entry()", False),
        ("self.entry()", "self._get_reauth_entry()", False),
    ],
)
def test_arm_that_fails(other: str, taken: str, is_right: bool) -> None:
    """Test that an arm goes that could only fail, and no other does."""
    imports = "SOURCE_REAUTH, SOURCE_RECONFIGURE"
    whole = flow(ARMS.format(other=other), BOTH, imports)
    step = flow(f"entry = {taken}\nreturn entry", REAUTH.format(next="user"), imports)
    rest = [what for what in said(step, whole) if "SOURCE_REAUTH` is gone" not in what]
    assert (rest == []) is is_right


CONFIRMS = '''
    async def async_step_reauth(self, entry_data) -> ConfigFlowResult:
        """Ask for the password."""
        return await self.{start}()

    async def async_step_confirm(self, user_input=None) -> ConfigFlowResult:
        """Ask for the password."""
{body}
'''
KNOWN = """
if self.source == SOURCE_REAUTH:
    return self.async_update_and_abort()
return self.async_show_form(step_id="confirm")
"""


@pytest.mark.parametrize(
    ("start", "user", "is_right"),
    [
        pytest.param("async_step_confirm", "return 1", True, id="of one source"),
        pytest.param(
            "async_step_confirm",
            "return await self.async_step_confirm()",
            False,
            id="of the user as well",
        ),
        pytest.param(
            "async_step_confirm",
            'return self.async_show_form(step_id="confirm")',
            False,
            id="of the user by a form",
        ),
        pytest.param("async_step_other", "return 1", False, id="of an unknown one"),
    ],
)
def test_source_by_the_way_to_a_step(start: str, user: str, is_right: bool) -> None:
    """Test that a condition is decided by what can have led there."""

    def made(text: str, more: str) -> Files:
        body = indent(dedent(text).strip(), " " * 8)
        return flow(user, CONFIRMS.format(start=start, body=body) + more)

    whole = made(KNOWN, RECONFIGURE.replace("async_step_user", "async_step_confirm"))
    step = made("return self.async_update_and_abort()", "")
    rest = [what for what in said(step, whole) if "SOURCE_REAUTH` is gone" not in what]
    assert (rest == []) is is_right


CHECKS = f"""{IMPORT_OF_ISSUES}

def check(hass, lamp, log):
    if lamp:
        ir.async_delete_issue(hass, "old")
    elif log:
        log.info(lamp)
    else:
        ir.async_create_issue(hass, "old")
"""
IN_CONTEXT = f"""{IMPORT_OF_ISSUES}

def check(hass, lamp, log):
    with {{context}}:
        log.info(lamp)
"""


@pytest.mark.parametrize(
    ("body", "is_right"),
    [
        ("if not lamp and log:\n        log.info(lamp)", True),
        ("if log:\n        log.info(lamp)", False),
        ("if lamp and log:\n        log.info(lamp)", False),
        ("if not lamp:\n        log.info(lamp)", False),
        ("log.info(lamp)", False),
    ],
)
def test_other_branch(body: str, is_right: bool) -> None:
    """Test that a condition may be turned round where only its other branch is left, and not otherwise."""
    finished = files(sensor=CHECKS, repairs="def fix():\n    pass\n")
    step = files(sensor=f"def check(hass, lamp, log):\n    {body}\n")
    assert (said(step, finished) == []) is is_right


@pytest.mark.parametrize(
    ("context", "is_right"),
    [("ir.async_refresh_issues(hass)", True), ("lamp.lock", False)],
)
def test_context_that_is_gone(context: str, is_right: bool) -> None:
    """Test that what is done in a context is done without it only where that is gone."""
    whole = IN_CONTEXT.format(context=context)
    finished = files(sensor=whole, repairs="def fix():\n    pass\n")
    step = files(sensor="def check(hass, lamp, log):\n    log.info(lamp)\n")
    assert (said(step, finished) == []) is is_right

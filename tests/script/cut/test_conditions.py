"""Tests of conditions that the absence of a feature decides."""

from textwrap import dedent

import pytest

from .snippets import REAUTH, RECONFIGURE, cut_step

BOTH = REAUTH | RECONFIGURE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            """\
            if self.source == SOURCE_REAUTH:
                return self.async_update_reload_and_abort(self._get_reauth_entry())
            return self.async_create_entry(title="x", data=user_input)
            """,
            """\
            return self.async_create_entry(title="x", data=user_input)
            """,
            id="branch goes",
        ),
        pytest.param(
            """\
            if self.source != SOURCE_REAUTH:
                # An entry of the same lamp.
                self._abort_if_unique_id_configured()
            return self.async_create_entry(title="x", data=user_input)
            """,
            """\
            # An entry of the same lamp.
            self._abort_if_unique_id_configured()
            return self.async_create_entry(title="x", data=user_input)
            """,
            id="body stays",
        ),
        pytest.param(
            """\
            if self.source == SOURCE_REAUTH:
                entry = self._get_reauth_entry()
            else:
                entry = self._find()
            return entry
            """,
            """\
            entry = self._find()
            return entry
            """,
            id="else stays",
        ),
        pytest.param(
            """\
            if self.source == SOURCE_REAUTH:
                entry = self._get_reauth_entry()
            elif user_input:
                entry = self._find()
            else:
                entry = None
            return entry
            """,
            """\
            if user_input:
                entry = self._find()
            else:
                entry = None
            return entry
            """,
            id="elif becomes if",
        ),
        pytest.param(
            """\
            if user_input:
                entry = self._find()
            elif self.source == SOURCE_REAUTH:
                entry = self._get_reauth_entry()
            else:
                entry = None
            return entry
            """,
            """\
            if user_input:
                entry = self._find()
            else:
                entry = None
            return entry
            """,
            id="elif goes",
        ),
        pytest.param(
            """\
            if user_input:
                entry = self._find()
            elif self.source != SOURCE_REAUTH:
                entry = None
            return entry
            """,
            """\
            if user_input:
                entry = self._find()
            else:
                entry = None
            return entry
            """,
            id="elif becomes else",
        ),
        pytest.param(
            """\
            if user_input:
                return self._find()
            elif self.source != SOURCE_REAUTH:
                return None
            return self._get_reauth_entry()
            """,
            """\
            if user_input:
                return self._find()
            return None
            """,
            id="elif needs no else after a return",
        ),
        pytest.param(
            """\
            if self.source != SOURCE_REAUTH:
                return self.async_create_entry(title="x", data=user_input)
            entry = self._get_reauth_entry()

            return self.async_update_reload_and_abort(entry)
            """,
            """\
            return self.async_create_entry(title="x", data=user_input)
            """,
            id="what follows a return goes",
        ),
        pytest.param(
            """\
            return (
                self._get_reauth_entry()
                if self.source == SOURCE_REAUTH
                else self._find()
            )
            """,
            """\
            return self._find()
            """,
            id="ternary",
        ),
        pytest.param(
            """\
            if user_input and self.source == SOURCE_REAUTH:
                return self._get_reauth_entry()
            return None
            """,
            """\
            return None
            """,
            id="and is false",
        ),
        pytest.param(
            """\
            if user_input and self.source != SOURCE_REAUTH:
                return self._find()
            return None
            """,
            """\
            if user_input:
                return self._find()
            return None
            """,
            id="and loses an operand",
        ),
        pytest.param(
            """\
            if self.source == SOURCE_REAUTH or (user_input and self._found):
                return self._find()
            return None
            """,
            """\
            if user_input and self._found:
                return self._find()
            return None
            """,
            id="or loses an operand",
        ),
        pytest.param(
            """\
            if not (user_input and self.source != SOURCE_REAUTH and self._found):
                return self._find()
            return None
            """,
            """\
            if not (user_input and self._found):
                return self._find()
            return None
            """,
            id="not",
        ),
        pytest.param(
            """\
            if self.source in {SOURCE_REAUTH, SOURCE_RECONFIGURE}:
                return self._find()
            return None
            """,
            """\
            if self.source == SOURCE_RECONFIGURE:
                return self._find()
            return None
            """,
            id="in with one left",
        ),
        pytest.param(
            """\
            if self.source not in (SOURCE_IMPORT, SOURCE_REAUTH, SOURCE_RECONFIGURE):
                return self._find()
            return None
            """,
            """\
            if self.source not in (SOURCE_IMPORT, SOURCE_RECONFIGURE):
                return self._find()
            return None
            """,
            id="in with several left",
        ),
        pytest.param(
            """\
            match self.source:
                case "reauth":
                    return self._get_reauth_entry()
                case "reconfigure" | "reauth":
                    return self._find()
                case _:
                    return None
            """,
            """\
            match self.source:
                case "reconfigure":
                    return self._find()
                case _:
                    return None
            """,
            id="match",
        ),
        pytest.param(
            """\
            match self.source:
                case "reauth":
                    return self._get_reauth_entry()
                case _:
                    return None
            """,
            """\
            return None
            """,
            id="match with one case left",
        ),
        pytest.param(
            """\
            assert self.source != SOURCE_REAUTH
            while self.source == SOURCE_REAUTH:
                self._find()
            return [each for each in self._all if each or self.source == SOURCE_REAUTH]
            """,
            """\
            return [each for each in self._all if each]
            """,
            id="assert, while and comprehension",
        ),
        pytest.param(
            """\
            if self.context["source"] == "reauth":
                return self._get_reauth_entry()
            if (found := self._find()) and self.source is not SOURCE_REAUTH:
                return found
            return None
            """,
            """\
            if found := self._find():
                return found
            return None
            """,
            id="walrus that stays",
        ),
        pytest.param(
            """\
            async def _lamps():
                if self.source == SOURCE_REAUTH:
                    yield self._get_reauth_entry()
                yield self._find()

            return [lamp async for lamp in _lamps()]
            """,
            """\
            async def _lamps():
                yield self._find()

            return [lamp async for lamp in _lamps()]
            """,
            id="nested asynchronous generator",
        ),
        pytest.param(
            """\
            is_reauth = self.source == SOURCE_REAUTH
            if is_reauth:
                return self._get_reauth_entry()
            return self._find()
            """,
            """\
            return self._find()
            """,
            id="variable",
        ),
        pytest.param(
            '''\
            if self.source != SOURCE_REAUTH:
                text = """
                What stands here is text.
                """
                return text
            return None
            ''',
            '''\
            text = """
                What stands here is text.
                """
            return text
            ''',
            id="text over several lines",
        ),
    ],
)
def test_source(before: str, after: str) -> None:
    """Test conditions on what started a flow, without reauthentication."""
    text, places = cut_step(before, REAUTH)
    assert text == dedent(after)
    assert not places


def test_in_with_none_left() -> None:
    """Test a condition that is false without either of two features."""
    text, places = cut_step(
        """\
        if self.source in (SOURCE_REAUTH, SOURCE_RECONFIGURE):
            return self._find()
        return None
        """,
        BOTH,
    )
    assert (text, places) == ("return None\n", [])


def test_other_feature_stays() -> None:
    """Test that of a choice of two features the other one is left."""
    text, places = cut_step(
        """\
        entry = (
            self._get_reauth_entry()
            if self.source == SOURCE_REAUTH
            else self._get_reconfigure_entry()
        )
        return entry
        """,
        REAUTH,
    )
    assert text == "entry = self._get_reconfigure_entry()\nreturn entry\n"
    assert not places

"""Tests of choices between two features, of which one is left."""

from textwrap import dedent

from .snippets import RECONFIGURE, cut_step


def test_choice_of_what_was_asked_for() -> None:
    """Test that a choice goes where a condition around it decides it now."""
    text, places = cut_step(
        """\
        if self.source in (SOURCE_REAUTH, SOURCE_RECONFIGURE):
            entry = (
                self._get_reauth_entry()
                if self.source == SOURCE_REAUTH
                else self._get_reconfigure_entry()
            )
            return self.async_update_reload_and_abort(entry)
        return None
        """,
        RECONFIGURE,
    )
    assert text == dedent(
        """\
        if self.source == SOURCE_REAUTH:
            entry = self._get_reauth_entry()
            return self.async_update_reload_and_abort(entry)
        return None
        """
    )
    assert not places


def test_choice_that_would_fail() -> None:
    """Test that a choice is always the other one where it asks for an entry that never is."""
    text, places = cut_step(
        """\
        entry = (
            self._get_reauth_entry()
            if self.source == SOURCE_REAUTH
            else self._get_reconfigure_entry()
        )
        return entry
        """,
        RECONFIGURE,
    )
    assert text == dedent(
        """\
        entry = self._get_reauth_entry()
        return entry
        """
    )
    assert not places

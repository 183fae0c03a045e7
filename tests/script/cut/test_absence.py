"""Tests of the absence of features."""

from script.cut.absence import Absence


def test_absence_of_two_features() -> None:
    """Test joining what is not there without either of two features."""
    reauth = Absence(
        definitions=frozenset({"async_step_reauth"}), sources=frozenset({"reauth"})
    )
    options = Absence(
        definitions=frozenset({"async_get_options_flow"}), empty=frozenset({"options"})
    )
    assert reauth | options == Absence(
        definitions=frozenset({"async_step_reauth", "async_get_options_flow"}),
        sources=frozenset({"reauth"}),
        empty=frozenset({"options"}),
    )

"""Each reason of quarantine has a remedy; each error its exit code."""

import pytest

from digitize import errors
from digitize.errors import REMEDIES, DigitizeError, InputError, Reason


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_has_a_remedy(reason: Reason) -> None:
    assert REMEDIES[reason].endswith(".")


def test_exit_codes_are_those_of_the_public_surface() -> None:
    codes = {
        name: kind.exit_code
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, DigitizeError)
    }
    assert codes == {
        "DigitizeError": 1,
        "UsageError": 2,
        "InputError": 3,
        "PageError": 1,
        "SecretStop": 4,
        "ServiceError": 5,
    }


def test_an_input_error_names_the_file_the_reason_and_the_remedy() -> None:
    error = InputError(Reason.ENCRYPTED, "HS.01/tờ trình.pdf")
    assert error.message == "HS.01/tờ trình.pdf: encrypted"
    assert "without one" in error.remedy

from typing import Literal

ProblemInvalidKeyStatus = Literal[401]

PROBLEM_INVALID_KEY_STATUS_VALUES: set[ProblemInvalidKeyStatus] = {
    401,
}


def check_problem_invalid_key_status(value: int) -> ProblemInvalidKeyStatus:
    if value in PROBLEM_INVALID_KEY_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_KEY_STATUS_VALUES!r}"
    )

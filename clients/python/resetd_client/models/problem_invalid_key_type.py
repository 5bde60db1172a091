from typing import Literal

ProblemInvalidKeyType = Literal["/problems/invalid-key"]

PROBLEM_INVALID_KEY_TYPE_VALUES: set[ProblemInvalidKeyType] = {
    "/problems/invalid-key",
}


def check_problem_invalid_key_type(value: str) -> ProblemInvalidKeyType:
    if value in PROBLEM_INVALID_KEY_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_KEY_TYPE_VALUES!r}"
    )

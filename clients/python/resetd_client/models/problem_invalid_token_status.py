from typing import Literal

ProblemInvalidTokenStatus = Literal[422]

PROBLEM_INVALID_TOKEN_STATUS_VALUES: set[ProblemInvalidTokenStatus] = {
    422,
}


def check_problem_invalid_token_status(value: int) -> ProblemInvalidTokenStatus:
    if value in PROBLEM_INVALID_TOKEN_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_TOKEN_STATUS_VALUES!r}"
    )

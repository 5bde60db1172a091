from typing import Literal

ProblemInvalidTokenType = Literal["/problems/invalid-token"]

PROBLEM_INVALID_TOKEN_TYPE_VALUES: set[ProblemInvalidTokenType] = {
    "/problems/invalid-token",
}


def check_problem_invalid_token_type(value: str) -> ProblemInvalidTokenType:
    if value in PROBLEM_INVALID_TOKEN_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_TOKEN_TYPE_VALUES!r}"
    )

from typing import Literal

ProblemInvalidCodeType = Literal["/problems/invalid-code"]

PROBLEM_INVALID_CODE_TYPE_VALUES: set[ProblemInvalidCodeType] = {
    "/problems/invalid-code",
}


def check_problem_invalid_code_type(value: str) -> ProblemInvalidCodeType:
    if value in PROBLEM_INVALID_CODE_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_CODE_TYPE_VALUES!r}"
    )

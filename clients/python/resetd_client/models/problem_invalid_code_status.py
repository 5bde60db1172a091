from typing import Literal

ProblemInvalidCodeStatus = Literal[422]

PROBLEM_INVALID_CODE_STATUS_VALUES: set[ProblemInvalidCodeStatus] = {
    422,
}


def check_problem_invalid_code_status(value: int) -> ProblemInvalidCodeStatus:
    if value in PROBLEM_INVALID_CODE_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_CODE_STATUS_VALUES!r}"
    )

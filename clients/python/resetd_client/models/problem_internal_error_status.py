from typing import Literal

ProblemInternalErrorStatus = Literal[500]

PROBLEM_INTERNAL_ERROR_STATUS_VALUES: set[ProblemInternalErrorStatus] = {
    500,
}


def check_problem_internal_error_status(value: int) -> ProblemInternalErrorStatus:
    if value in PROBLEM_INTERNAL_ERROR_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INTERNAL_ERROR_STATUS_VALUES!r}"
    )

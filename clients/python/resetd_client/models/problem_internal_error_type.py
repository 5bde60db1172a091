from typing import Literal

ProblemInternalErrorType = Literal["/problems/internal-error"]

PROBLEM_INTERNAL_ERROR_TYPE_VALUES: set[ProblemInternalErrorType] = {
    "/problems/internal-error",
}


def check_problem_internal_error_type(value: str) -> ProblemInternalErrorType:
    if value in PROBLEM_INTERNAL_ERROR_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INTERNAL_ERROR_TYPE_VALUES!r}"
    )

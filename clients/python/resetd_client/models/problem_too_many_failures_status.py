from typing import Literal

ProblemTooManyFailuresStatus = Literal[429]

PROBLEM_TOO_MANY_FAILURES_STATUS_VALUES: set[ProblemTooManyFailuresStatus] = {
    429,
}


def check_problem_too_many_failures_status(value: int) -> ProblemTooManyFailuresStatus:
    if value in PROBLEM_TOO_MANY_FAILURES_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_TOO_MANY_FAILURES_STATUS_VALUES!r}"
    )

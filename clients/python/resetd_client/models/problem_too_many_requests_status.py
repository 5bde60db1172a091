from typing import Literal

ProblemTooManyRequestsStatus = Literal[429]

PROBLEM_TOO_MANY_REQUESTS_STATUS_VALUES: set[ProblemTooManyRequestsStatus] = {
    429,
}


def check_problem_too_many_requests_status(value: int) -> ProblemTooManyRequestsStatus:
    if value in PROBLEM_TOO_MANY_REQUESTS_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_TOO_MANY_REQUESTS_STATUS_VALUES!r}"
    )

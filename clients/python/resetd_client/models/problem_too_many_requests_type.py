from typing import Literal

ProblemTooManyRequestsType = Literal["/problems/too-many-requests"]

PROBLEM_TOO_MANY_REQUESTS_TYPE_VALUES: set[ProblemTooManyRequestsType] = {
    "/problems/too-many-requests",
}


def check_problem_too_many_requests_type(value: str) -> ProblemTooManyRequestsType:
    if value in PROBLEM_TOO_MANY_REQUESTS_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_TOO_MANY_REQUESTS_TYPE_VALUES!r}"
    )

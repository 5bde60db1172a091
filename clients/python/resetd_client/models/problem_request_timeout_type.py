from typing import Literal

ProblemRequestTimeoutType = Literal["/problems/request-timeout"]

PROBLEM_REQUEST_TIMEOUT_TYPE_VALUES: set[ProblemRequestTimeoutType] = {
    "/problems/request-timeout",
}


def check_problem_request_timeout_type(value: str) -> ProblemRequestTimeoutType:
    if value in PROBLEM_REQUEST_TIMEOUT_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_REQUEST_TIMEOUT_TYPE_VALUES!r}"
    )

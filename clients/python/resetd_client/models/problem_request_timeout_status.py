from typing import Literal

ProblemRequestTimeoutStatus = Literal[408]

PROBLEM_REQUEST_TIMEOUT_STATUS_VALUES: set[ProblemRequestTimeoutStatus] = {
    408,
}


def check_problem_request_timeout_status(value: int) -> ProblemRequestTimeoutStatus:
    if value in PROBLEM_REQUEST_TIMEOUT_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_REQUEST_TIMEOUT_STATUS_VALUES!r}"
    )

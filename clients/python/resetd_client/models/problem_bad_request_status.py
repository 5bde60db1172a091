from typing import Literal

ProblemBadRequestStatus = Literal[400]

PROBLEM_BAD_REQUEST_STATUS_VALUES: set[ProblemBadRequestStatus] = {
    400,
}


def check_problem_bad_request_status(value: int) -> ProblemBadRequestStatus:
    if value in PROBLEM_BAD_REQUEST_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_BAD_REQUEST_STATUS_VALUES!r}"
    )

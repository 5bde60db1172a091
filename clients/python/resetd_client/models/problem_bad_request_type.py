from typing import Literal

ProblemBadRequestType = Literal["/problems/bad-request"]

PROBLEM_BAD_REQUEST_TYPE_VALUES: set[ProblemBadRequestType] = {
    "/problems/bad-request",
}


def check_problem_bad_request_type(value: str) -> ProblemBadRequestType:
    if value in PROBLEM_BAD_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_BAD_REQUEST_TYPE_VALUES!r}"
    )

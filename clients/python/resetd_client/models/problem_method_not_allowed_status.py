from typing import Literal

ProblemMethodNotAllowedStatus = Literal[405]

PROBLEM_METHOD_NOT_ALLOWED_STATUS_VALUES: set[ProblemMethodNotAllowedStatus] = {
    405,
}


def check_problem_method_not_allowed_status(
    value: int,
) -> ProblemMethodNotAllowedStatus:
    if value in PROBLEM_METHOD_NOT_ALLOWED_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_METHOD_NOT_ALLOWED_STATUS_VALUES!r}"
    )

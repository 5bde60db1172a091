from typing import Literal

ProblemNotFoundStatus = Literal[404]

PROBLEM_NOT_FOUND_STATUS_VALUES: set[ProblemNotFoundStatus] = {
    404,
}


def check_problem_not_found_status(value: int) -> ProblemNotFoundStatus:
    if value in PROBLEM_NOT_FOUND_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_NOT_FOUND_STATUS_VALUES!r}"
    )

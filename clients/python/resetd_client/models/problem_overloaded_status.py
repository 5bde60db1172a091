from typing import Literal

ProblemOverloadedStatus = Literal[503]

PROBLEM_OVERLOADED_STATUS_VALUES: set[ProblemOverloadedStatus] = {
    503,
}


def check_problem_overloaded_status(value: int) -> ProblemOverloadedStatus:
    if value in PROBLEM_OVERLOADED_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_OVERLOADED_STATUS_VALUES!r}"
    )

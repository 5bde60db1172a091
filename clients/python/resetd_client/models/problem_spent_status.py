from typing import Literal

ProblemSpentStatus = Literal[410]

PROBLEM_SPENT_STATUS_VALUES: set[ProblemSpentStatus] = {
    410,
}


def check_problem_spent_status(value: int) -> ProblemSpentStatus:
    if value in PROBLEM_SPENT_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_SPENT_STATUS_VALUES!r}"
    )

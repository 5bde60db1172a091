from typing import Literal

ProblemSpentType = Literal["/problems/spent"]

PROBLEM_SPENT_TYPE_VALUES: set[ProblemSpentType] = {
    "/problems/spent",
}


def check_problem_spent_type(value: str) -> ProblemSpentType:
    if value in PROBLEM_SPENT_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_SPENT_TYPE_VALUES!r}"
    )

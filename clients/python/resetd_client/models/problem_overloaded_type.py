from typing import Literal

ProblemOverloadedType = Literal["/problems/overloaded"]

PROBLEM_OVERLOADED_TYPE_VALUES: set[ProblemOverloadedType] = {
    "/problems/overloaded",
}


def check_problem_overloaded_type(value: str) -> ProblemOverloadedType:
    if value in PROBLEM_OVERLOADED_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_OVERLOADED_TYPE_VALUES!r}"
    )

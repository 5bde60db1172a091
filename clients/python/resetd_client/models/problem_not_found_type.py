from typing import Literal

ProblemNotFoundType = Literal["/problems/not-found"]

PROBLEM_NOT_FOUND_TYPE_VALUES: set[ProblemNotFoundType] = {
    "/problems/not-found",
}


def check_problem_not_found_type(value: str) -> ProblemNotFoundType:
    if value in PROBLEM_NOT_FOUND_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_NOT_FOUND_TYPE_VALUES!r}"
    )

from typing import Literal

ProblemTooManyFailuresType = Literal["/problems/too-many-failures"]

PROBLEM_TOO_MANY_FAILURES_TYPE_VALUES: set[ProblemTooManyFailuresType] = {
    "/problems/too-many-failures",
}


def check_problem_too_many_failures_type(value: str) -> ProblemTooManyFailuresType:
    if value in PROBLEM_TOO_MANY_FAILURES_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_TOO_MANY_FAILURES_TYPE_VALUES!r}"
    )

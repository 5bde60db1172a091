from typing import Literal

ProblemExpiredType = Literal["/problems/expired"]

PROBLEM_EXPIRED_TYPE_VALUES: set[ProblemExpiredType] = {
    "/problems/expired",
}


def check_problem_expired_type(value: str) -> ProblemExpiredType:
    if value in PROBLEM_EXPIRED_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_EXPIRED_TYPE_VALUES!r}"
    )

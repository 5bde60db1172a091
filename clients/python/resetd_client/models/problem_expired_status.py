from typing import Literal

ProblemExpiredStatus = Literal[410]

PROBLEM_EXPIRED_STATUS_VALUES: set[ProblemExpiredStatus] = {
    410,
}


def check_problem_expired_status(value: int) -> ProblemExpiredStatus:
    if value in PROBLEM_EXPIRED_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_EXPIRED_STATUS_VALUES!r}"
    )

from typing import Literal

ProblemPasswordRefusedStatus = Literal[422]

PROBLEM_PASSWORD_REFUSED_STATUS_VALUES: set[ProblemPasswordRefusedStatus] = {
    422,
}


def check_problem_password_refused_status(value: int) -> ProblemPasswordRefusedStatus:
    if value in PROBLEM_PASSWORD_REFUSED_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_PASSWORD_REFUSED_STATUS_VALUES!r}"
    )

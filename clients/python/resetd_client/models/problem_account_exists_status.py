from typing import Literal

ProblemAccountExistsStatus = Literal[409]

PROBLEM_ACCOUNT_EXISTS_STATUS_VALUES: set[ProblemAccountExistsStatus] = {
    409,
}


def check_problem_account_exists_status(value: int) -> ProblemAccountExistsStatus:
    if value in PROBLEM_ACCOUNT_EXISTS_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_ACCOUNT_EXISTS_STATUS_VALUES!r}"
    )

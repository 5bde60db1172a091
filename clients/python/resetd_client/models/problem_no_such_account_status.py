from typing import Literal

ProblemNoSuchAccountStatus = Literal[404]

PROBLEM_NO_SUCH_ACCOUNT_STATUS_VALUES: set[ProblemNoSuchAccountStatus] = {
    404,
}


def check_problem_no_such_account_status(value: int) -> ProblemNoSuchAccountStatus:
    if value in PROBLEM_NO_SUCH_ACCOUNT_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_NO_SUCH_ACCOUNT_STATUS_VALUES!r}"
    )

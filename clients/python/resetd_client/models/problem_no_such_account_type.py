from typing import Literal

ProblemNoSuchAccountType = Literal["/problems/no-such-account"]

PROBLEM_NO_SUCH_ACCOUNT_TYPE_VALUES: set[ProblemNoSuchAccountType] = {
    "/problems/no-such-account",
}


def check_problem_no_such_account_type(value: str) -> ProblemNoSuchAccountType:
    if value in PROBLEM_NO_SUCH_ACCOUNT_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_NO_SUCH_ACCOUNT_TYPE_VALUES!r}"
    )

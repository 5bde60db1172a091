from typing import Literal

ProblemAccountExistsType = Literal["/problems/account-exists"]

PROBLEM_ACCOUNT_EXISTS_TYPE_VALUES: set[ProblemAccountExistsType] = {
    "/problems/account-exists",
}


def check_problem_account_exists_type(value: str) -> ProblemAccountExistsType:
    if value in PROBLEM_ACCOUNT_EXISTS_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_ACCOUNT_EXISTS_TYPE_VALUES!r}"
    )

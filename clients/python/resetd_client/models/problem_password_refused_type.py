from typing import Literal

ProblemPasswordRefusedType = Literal["/problems/password-refused"]

PROBLEM_PASSWORD_REFUSED_TYPE_VALUES: set[ProblemPasswordRefusedType] = {
    "/problems/password-refused",
}


def check_problem_password_refused_type(value: str) -> ProblemPasswordRefusedType:
    if value in PROBLEM_PASSWORD_REFUSED_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_PASSWORD_REFUSED_TYPE_VALUES!r}"
    )

from typing import Literal

ProblemMethodNotAllowedType = Literal["/problems/method-not-allowed"]

PROBLEM_METHOD_NOT_ALLOWED_TYPE_VALUES: set[ProblemMethodNotAllowedType] = {
    "/problems/method-not-allowed",
}


def check_problem_method_not_allowed_type(value: str) -> ProblemMethodNotAllowedType:
    if value in PROBLEM_METHOD_NOT_ALLOWED_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_METHOD_NOT_ALLOWED_TYPE_VALUES!r}"
    )

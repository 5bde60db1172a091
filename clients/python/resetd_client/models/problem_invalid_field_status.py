from typing import Literal

ProblemInvalidFieldStatus = Literal[400]

PROBLEM_INVALID_FIELD_STATUS_VALUES: set[ProblemInvalidFieldStatus] = {
    400,
}


def check_problem_invalid_field_status(value: int) -> ProblemInvalidFieldStatus:
    if value in PROBLEM_INVALID_FIELD_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_FIELD_STATUS_VALUES!r}"
    )

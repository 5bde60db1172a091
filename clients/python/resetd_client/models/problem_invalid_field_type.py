from typing import Literal

ProblemInvalidFieldType = Literal["/problems/invalid-field"]

PROBLEM_INVALID_FIELD_TYPE_VALUES: set[ProblemInvalidFieldType] = {
    "/problems/invalid-field",
}


def check_problem_invalid_field_type(value: str) -> ProblemInvalidFieldType:
    if value in PROBLEM_INVALID_FIELD_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_FIELD_TYPE_VALUES!r}"
    )

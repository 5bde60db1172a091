from typing import Literal

ProblemMalformedBodyType = Literal["/problems/malformed-body"]

PROBLEM_MALFORMED_BODY_TYPE_VALUES: set[ProblemMalformedBodyType] = {
    "/problems/malformed-body",
}


def check_problem_malformed_body_type(value: str) -> ProblemMalformedBodyType:
    if value in PROBLEM_MALFORMED_BODY_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_MALFORMED_BODY_TYPE_VALUES!r}"
    )

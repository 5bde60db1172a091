from typing import Literal

ProblemMalformedBodyStatus = Literal[400]

PROBLEM_MALFORMED_BODY_STATUS_VALUES: set[ProblemMalformedBodyStatus] = {
    400,
}


def check_problem_malformed_body_status(value: int) -> ProblemMalformedBodyStatus:
    if value in PROBLEM_MALFORMED_BODY_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_MALFORMED_BODY_STATUS_VALUES!r}"
    )

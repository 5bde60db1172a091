from typing import Literal

ProblemContentTooLargeStatus = Literal[413]

PROBLEM_CONTENT_TOO_LARGE_STATUS_VALUES: set[ProblemContentTooLargeStatus] = {
    413,
}


def check_problem_content_too_large_status(value: int) -> ProblemContentTooLargeStatus:
    if value in PROBLEM_CONTENT_TOO_LARGE_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_CONTENT_TOO_LARGE_STATUS_VALUES!r}"
    )

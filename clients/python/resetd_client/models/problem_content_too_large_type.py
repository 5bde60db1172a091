from typing import Literal

ProblemContentTooLargeType = Literal["/problems/content-too-large"]

PROBLEM_CONTENT_TOO_LARGE_TYPE_VALUES: set[ProblemContentTooLargeType] = {
    "/problems/content-too-large",
}


def check_problem_content_too_large_type(value: str) -> ProblemContentTooLargeType:
    if value in PROBLEM_CONTENT_TOO_LARGE_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_CONTENT_TOO_LARGE_TYPE_VALUES!r}"
    )

from typing import Literal

ProblemUnsupportedMediaTypeStatus = Literal[415]

PROBLEM_UNSUPPORTED_MEDIA_TYPE_STATUS_VALUES: set[ProblemUnsupportedMediaTypeStatus] = {
    415,
}


def check_problem_unsupported_media_type_status(
    value: int,
) -> ProblemUnsupportedMediaTypeStatus:
    if value in PROBLEM_UNSUPPORTED_MEDIA_TYPE_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_UNSUPPORTED_MEDIA_TYPE_STATUS_VALUES!r}"
    )

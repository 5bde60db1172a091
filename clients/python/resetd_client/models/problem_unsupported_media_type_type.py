from typing import Literal

ProblemUnsupportedMediaTypeType = Literal["/problems/unsupported-media-type"]

PROBLEM_UNSUPPORTED_MEDIA_TYPE_TYPE_VALUES: set[ProblemUnsupportedMediaTypeType] = {
    "/problems/unsupported-media-type",
}


def check_problem_unsupported_media_type_type(
    value: str,
) -> ProblemUnsupportedMediaTypeType:
    if value in PROBLEM_UNSUPPORTED_MEDIA_TYPE_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_UNSUPPORTED_MEDIA_TYPE_TYPE_VALUES!r}"
    )

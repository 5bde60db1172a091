from typing import Literal

ProblemPasswordRefusedReasonsItem = Literal[
    "about-you",
    "breached",
    "common",
    "control-character",
    "the-code",
    "too-long",
    "too-short",
]

PROBLEM_PASSWORD_REFUSED_REASONS_ITEM_VALUES: set[ProblemPasswordRefusedReasonsItem] = {
    "about-you",
    "breached",
    "common",
    "control-character",
    "the-code",
    "too-long",
    "too-short",
}


def check_problem_password_refused_reasons_item(
    value: str,
) -> ProblemPasswordRefusedReasonsItem:
    if value in PROBLEM_PASSWORD_REFUSED_REASONS_ITEM_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_PASSWORD_REFUSED_REASONS_ITEM_VALUES!r}"
    )

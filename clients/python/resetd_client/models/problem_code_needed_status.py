from typing import Literal

ProblemCodeNeededStatus = Literal[422]

PROBLEM_CODE_NEEDED_STATUS_VALUES: set[ProblemCodeNeededStatus] = {
    422,
}


def check_problem_code_needed_status(value: int) -> ProblemCodeNeededStatus:
    if value in PROBLEM_CODE_NEEDED_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_CODE_NEEDED_STATUS_VALUES!r}"
    )

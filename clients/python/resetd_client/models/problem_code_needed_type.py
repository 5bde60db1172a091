from typing import Literal

ProblemCodeNeededType = Literal["/problems/code-needed"]

PROBLEM_CODE_NEEDED_TYPE_VALUES: set[ProblemCodeNeededType] = {
    "/problems/code-needed",
}


def check_problem_code_needed_type(value: str) -> ProblemCodeNeededType:
    if value in PROBLEM_CODE_NEEDED_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_CODE_NEEDED_TYPE_VALUES!r}"
    )

from typing import Literal

ProblemMissingScopeStatus = Literal[403]

PROBLEM_MISSING_SCOPE_STATUS_VALUES: set[ProblemMissingScopeStatus] = {
    403,
}


def check_problem_missing_scope_status(value: int) -> ProblemMissingScopeStatus:
    if value in PROBLEM_MISSING_SCOPE_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_MISSING_SCOPE_STATUS_VALUES!r}"
    )

from typing import Literal

ProblemMissingScopeType = Literal["/problems/missing-scope"]

PROBLEM_MISSING_SCOPE_TYPE_VALUES: set[ProblemMissingScopeType] = {
    "/problems/missing-scope",
}


def check_problem_missing_scope_type(value: str) -> ProblemMissingScopeType:
    if value in PROBLEM_MISSING_SCOPE_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_MISSING_SCOPE_TYPE_VALUES!r}"
    )

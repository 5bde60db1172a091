from typing import Literal

ProblemMissingScopeScope = Literal[
    "accounts:read", "accounts:write", "passwords:verify", "recoveries:start"
]

PROBLEM_MISSING_SCOPE_SCOPE_VALUES: set[ProblemMissingScopeScope] = {
    "accounts:read",
    "accounts:write",
    "passwords:verify",
    "recoveries:start",
}


def check_problem_missing_scope_scope(value: str) -> ProblemMissingScopeScope:
    if value in PROBLEM_MISSING_SCOPE_SCOPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_MISSING_SCOPE_SCOPE_VALUES!r}"
    )

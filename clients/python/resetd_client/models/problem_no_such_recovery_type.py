from typing import Literal

ProblemNoSuchRecoveryType = Literal["/problems/no-such-recovery"]

PROBLEM_NO_SUCH_RECOVERY_TYPE_VALUES: set[ProblemNoSuchRecoveryType] = {
    "/problems/no-such-recovery",
}


def check_problem_no_such_recovery_type(value: str) -> ProblemNoSuchRecoveryType:
    if value in PROBLEM_NO_SUCH_RECOVERY_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_NO_SUCH_RECOVERY_TYPE_VALUES!r}"
    )

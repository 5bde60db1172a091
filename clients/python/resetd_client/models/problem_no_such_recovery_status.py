from typing import Literal

ProblemNoSuchRecoveryStatus = Literal[404]

PROBLEM_NO_SUCH_RECOVERY_STATUS_VALUES: set[ProblemNoSuchRecoveryStatus] = {
    404,
}


def check_problem_no_such_recovery_status(value: int) -> ProblemNoSuchRecoveryStatus:
    if value in PROBLEM_NO_SUCH_RECOVERY_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_NO_SUCH_RECOVERY_STATUS_VALUES!r}"
    )

from typing import Literal

ProblemIdempotencyKeyReusedStatus = Literal[422]

PROBLEM_IDEMPOTENCY_KEY_REUSED_STATUS_VALUES: set[ProblemIdempotencyKeyReusedStatus] = {
    422,
}


def check_problem_idempotency_key_reused_status(
    value: int,
) -> ProblemIdempotencyKeyReusedStatus:
    if value in PROBLEM_IDEMPOTENCY_KEY_REUSED_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_IDEMPOTENCY_KEY_REUSED_STATUS_VALUES!r}"
    )

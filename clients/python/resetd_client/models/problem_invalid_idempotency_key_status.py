from typing import Literal

ProblemInvalidIdempotencyKeyStatus = Literal[400]

PROBLEM_INVALID_IDEMPOTENCY_KEY_STATUS_VALUES: set[
    ProblemInvalidIdempotencyKeyStatus
] = {
    400,
}


def check_problem_invalid_idempotency_key_status(
    value: int,
) -> ProblemInvalidIdempotencyKeyStatus:
    if value in PROBLEM_INVALID_IDEMPOTENCY_KEY_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_IDEMPOTENCY_KEY_STATUS_VALUES!r}"
    )

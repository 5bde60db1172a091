from typing import Literal

ProblemInvalidIdempotencyKeyType = Literal["/problems/invalid-idempotency-key"]

PROBLEM_INVALID_IDEMPOTENCY_KEY_TYPE_VALUES: set[ProblemInvalidIdempotencyKeyType] = {
    "/problems/invalid-idempotency-key",
}


def check_problem_invalid_idempotency_key_type(
    value: str,
) -> ProblemInvalidIdempotencyKeyType:
    if value in PROBLEM_INVALID_IDEMPOTENCY_KEY_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_INVALID_IDEMPOTENCY_KEY_TYPE_VALUES!r}"
    )

from typing import Literal

ProblemIdempotencyKeyReusedType = Literal["/problems/idempotency-key-reused"]

PROBLEM_IDEMPOTENCY_KEY_REUSED_TYPE_VALUES: set[ProblemIdempotencyKeyReusedType] = {
    "/problems/idempotency-key-reused",
}


def check_problem_idempotency_key_reused_type(
    value: str,
) -> ProblemIdempotencyKeyReusedType:
    if value in PROBLEM_IDEMPOTENCY_KEY_REUSED_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PROBLEM_IDEMPOTENCY_KEY_REUSED_TYPE_VALUES!r}"
    )

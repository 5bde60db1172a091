from typing import Literal

Limit = Literal["asks", "checks"]

LIMIT_VALUES: set[Limit] = {
    "asks",
    "checks",
}


def check_limit(value: str) -> Limit:
    if value in LIMIT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIMIT_VALUES!r}")

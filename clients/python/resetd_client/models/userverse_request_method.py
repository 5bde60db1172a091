from typing import Literal

UserverseRequestMethod = Literal["magic_link", "otp"]

USERVERSE_REQUEST_METHOD_VALUES: set[UserverseRequestMethod] = {
    "magic_link",
    "otp",
}


def check_userverse_request_method(value: str) -> UserverseRequestMethod:
    if value in USERVERSE_REQUEST_METHOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USERVERSE_REQUEST_METHOD_VALUES!r}"
    )

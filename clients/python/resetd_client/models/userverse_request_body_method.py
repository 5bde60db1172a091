from typing import Literal

UserverseRequestBodyMethod = Literal["magic_link", "otp"]

USERVERSE_REQUEST_BODY_METHOD_VALUES: set[UserverseRequestBodyMethod] = {
    "magic_link",
    "otp",
}


def check_userverse_request_body_method(value: str) -> UserverseRequestBodyMethod:
    if value in USERVERSE_REQUEST_BODY_METHOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USERVERSE_REQUEST_BODY_METHOD_VALUES!r}"
    )

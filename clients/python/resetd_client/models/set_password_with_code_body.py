from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SetPasswordWithCodeBody")


@_attrs_define
class SetPasswordWithCodeBody:
    """
    Attributes:
        code (str): The code of the letter, as it was typed. Spaces and `-` are dropped; what is left, 1 to 64
            characters, is one guess, whatever it is.
        new_password (str): Counted in Unicode code points after NFC: at least `password.min_length` (8, unless it is
            set otherwise), at most 256 and 1024 bytes; no control characters; not one that others try first, where the
            service is set so. A password that breaks these rules is refused before the code is looked at; one that a breach
            service knows, after a right code, which stays as good as it was.
    """

    code: str
    new_password: str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        new_password = self.new_password

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "new_password": new_password,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        new_password = d.pop("new_password")

        set_password_with_code_body = cls(
            code=code,
            new_password=new_password,
        )

        return set_password_with_code_body

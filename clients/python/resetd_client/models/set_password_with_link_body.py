from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SetPasswordWithLinkBody")


@_attrs_define
class SetPasswordWithLinkBody:
    """
    Attributes:
        token (str): The token of a letter's link.
        new_password (str): Counted in Unicode code points after NFC: at least `password.min_length` (8, unless it is
            set otherwise), at most 256 and 1024 bytes; no control characters; not one that others try first, where the
            service is set so. A password that breaks these rules is refused before the code is looked at; one that a breach
            service knows, after a right code, which stays as good as it was.
        code (str | Unset): The code of the letter, as it was typed. Spaces and `-` are dropped; what is left, 1 to 64
            characters, is one guess, whatever it is.
    """

    token: str
    new_password: str
    code: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        token = self.token

        new_password = self.new_password

        code = self.code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "token": token,
                "new_password": new_password,
            }
        )
        if code is not UNSET:
            field_dict["code"] = code

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        token = d.pop("token")

        new_password = d.pop("new_password")

        code = d.pop("code", UNSET)

        set_password_with_link_body = cls(
            token=token,
            new_password=new_password,
            code=code,
        )

        return set_password_with_link_body

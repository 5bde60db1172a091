from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CheckPasswordBody")


@_attrs_define
class CheckPasswordBody:
    """
    Attributes:
        new_password (str): A password, as it was typed.
        email (str | Unset): One bare address. White space around it is dropped; display names, comments, lists, quoted
            local parts, address literals and domains of one label are refused. Letters go to the address that the account
            has.
    """

    new_password: str
    email: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        new_password = self.new_password

        email = self.email

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "new_password": new_password,
            }
        )
        if email is not UNSET:
            field_dict["email"] = email

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        new_password = d.pop("new_password")

        email = d.pop("email", UNSET)

        check_password_body = cls(
            new_password=new_password,
            email=email,
        )

        return check_password_body

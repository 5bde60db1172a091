from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="VerifyPasswordBody")


@_attrs_define
class VerifyPasswordBody:
    """
    Attributes:
        email (str): One bare address. White space around it is dropped; display names, comments, lists, quoted local
            parts, address literals and domains of one label are refused. Letters go to the address that the account has.
        password (str): A password, as it was typed.
    """

    email: str
    password: str

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        password = self.password

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
                "password": password,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email")

        password = d.pop("password")

        verify_password_body = cls(
            email=email,
            password=password,
        )

        return verify_password_body

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LookUpAccountBody")


@_attrs_define
class LookUpAccountBody:
    """
    Attributes:
        email (str): One bare address. White space around it is dropped; display names, comments, lists, quoted local
            parts, address literals and domains of one label are refused. Letters go to the address that the account has.
    """

    email: str

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email")

        look_up_account_body = cls(
            email=email,
        )

        return look_up_account_body

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="StartRecoveryBody")


@_attrs_define
class StartRecoveryBody:
    """
    Attributes:
        email (str): One bare address. White space around it is dropped; display names, comments, lists, quoted local
            parts, address literals and domains of one label are refused. Letters go to the address that the account has.
        locale (str | Unset): A BCP 47 language tag. Letters come in the nearest language that there is.
    """

    email: str
    locale: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        locale = self.locale

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
            }
        )
        if locale is not UNSET:
            field_dict["locale"] = locale

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email")

        locale = d.pop("locale", UNSET)

        start_recovery_body = cls(
            email=email,
            locale=locale,
        )

        return start_recovery_body

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="FourpointSetPasswordBody")


@_attrs_define
class FourpointSetPasswordBody:
    """
    Attributes:
        email (str): One bare address. White space around it is dropped; display names, comments, lists, quoted local
            parts, address literals and domains of one label are refused. Letters go to the address that the account has.
        otp (str): The code of the letter, as it was typed. Spaces and `-` are dropped; what is left, 1 to 64
            characters, is one guess, whatever it is.
        new_password (str): Counted in Unicode code points after NFC: at least `password.min_length` (8, unless it is
            set otherwise), at most 256 and 1024 bytes; no control characters; not one that others try first, where the
            service is set so. A password that breaks these rules is refused before the code is looked at; one that a breach
            service knows, after a right code, which stays as good as it was.
    """

    email: str
    otp: str
    new_password: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        otp = self.otp

        new_password = self.new_password

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "email": email,
                "otp": otp,
                "new_password": new_password,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email")

        otp = d.pop("otp")

        new_password = d.pop("new_password")

        fourpoint_set_password_body = cls(
            email=email,
            otp=otp,
            new_password=new_password,
        )

        fourpoint_set_password_body.additional_properties = d
        return fourpoint_set_password_body

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

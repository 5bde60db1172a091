from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="UserverseValidateOtpBody")


@_attrs_define
class UserverseValidateOtpBody:
    """
    Attributes:
        email (str | Unset): One bare address. White space around it is dropped; display names, comments, lists, quoted
            local parts, address literals and domains of one label are refused. Letters go to the address that the account
            has.
        new_password (str | Unset): Counted in Unicode code points after NFC: at least `password.min_length` (8, unless
            it is set otherwise), at most 256 and 1024 bytes; no control characters; not one that others try first, where
            the service is set so. A password that breaks these rules is refused before the code is looked at; one that a
            breach service knows, after a right code, which stays as good as it was.
        one_time_pin (str | Unset): The code of the letter, as it was typed. Spaces and `-` are dropped; what is left, 1
            to 64 characters, is one guess, whatever it is.
        otp (str | Unset): The code of the letter, as it was typed. Spaces and `-` are dropped; what is left, 1 to 64
            characters, is one guess, whatever it is.
    """

    email: str | Unset = UNSET
    new_password: str | Unset = UNSET
    one_time_pin: str | Unset = UNSET
    otp: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        new_password = self.new_password

        one_time_pin = self.one_time_pin

        otp = self.otp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if email is not UNSET:
            field_dict["email"] = email
        if new_password is not UNSET:
            field_dict["new_password"] = new_password
        if one_time_pin is not UNSET:
            field_dict["one_time_pin"] = one_time_pin
        if otp is not UNSET:
            field_dict["otp"] = otp

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email", UNSET)

        new_password = d.pop("new_password", UNSET)

        one_time_pin = d.pop("one_time_pin", UNSET)

        otp = d.pop("otp", UNSET)

        userverse_validate_otp_body = cls(
            email=email,
            new_password=new_password,
            one_time_pin=one_time_pin,
            otp=otp,
        )

        userverse_validate_otp_body.additional_properties = d
        return userverse_validate_otp_body

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

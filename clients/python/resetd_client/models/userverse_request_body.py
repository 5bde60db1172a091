from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.userverse_request_body_method import (
    UserverseRequestBodyMethod,
    check_userverse_request_body_method,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="UserverseRequestBody")


@_attrs_define
class UserverseRequestBody:
    """
    Attributes:
        email (str | Unset): One bare address. White space around it is dropped; display names, comments, lists, quoted
            local parts, address literals and domains of one label are refused. Letters go to the address that the account
            has.
        method (UserverseRequestBodyMethod | Unset):
    """

    email: str | Unset = UNSET
    method: UserverseRequestBodyMethod | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        method: str | Unset = UNSET
        if not isinstance(self.method, Unset):
            method = self.method

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if email is not UNSET:
            field_dict["email"] = email
        if method is not UNSET:
            field_dict["method"] = method

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email", UNSET)

        _method = d.pop("method", UNSET)
        method: UserverseRequestBodyMethod | Unset
        if isinstance(_method, Unset):
            method = UNSET
        else:
            method = check_userverse_request_body_method(_method)

        userverse_request_body = cls(
            email=email,
            method=method,
        )

        userverse_request_body.additional_properties = d
        return userverse_request_body

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

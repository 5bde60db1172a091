from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.userverse_error_detail import UserverseErrorDetail


T = TypeVar("T", bound="UserverseError")


@_attrs_define
class UserverseError:
    """What an error looks like.

    Attributes:
        detail (UserverseErrorDetail):
    """

    detail: UserverseErrorDetail
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        detail = self.detail.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.userverse_error_detail import UserverseErrorDetail

        d = dict(src_dict)
        detail = UserverseErrorDetail.from_dict(d.pop("detail"))

        userverse_error = cls(
            detail=detail,
        )

        userverse_error.additional_properties = d
        return userverse_error

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.problem_unsupported_media_type_status import (
    ProblemUnsupportedMediaTypeStatus,
    check_problem_unsupported_media_type_status,
)
from ..models.problem_unsupported_media_type_type import (
    ProblemUnsupportedMediaTypeType,
    check_problem_unsupported_media_type_type,
)

T = TypeVar("T", bound="ProblemUnsupportedMediaType")


@_attrs_define
class ProblemUnsupportedMediaType:
    """The body is not JSON.

    Attributes:
        type_ (ProblemUnsupportedMediaTypeType):
        title (str):
        status (ProblemUnsupportedMediaTypeStatus):
        detail (str): For people; it may change.
    """

    type_: ProblemUnsupportedMediaTypeType
    title: str
    status: ProblemUnsupportedMediaTypeStatus
    detail: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        title = self.title

        status: int = self.status

        detail = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "title": title,
                "status": status,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        type_ = check_problem_unsupported_media_type_type(d.pop("type"))

        title = d.pop("title")

        status = check_problem_unsupported_media_type_status(d.pop("status"))

        detail = d.pop("detail")

        problem_unsupported_media_type = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
        )

        problem_unsupported_media_type.additional_properties = d
        return problem_unsupported_media_type

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

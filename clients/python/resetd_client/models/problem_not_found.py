from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.problem_not_found_status import (
    ProblemNotFoundStatus,
    check_problem_not_found_status,
)
from ..models.problem_not_found_type import (
    ProblemNotFoundType,
    check_problem_not_found_type,
)

T = TypeVar("T", bound="ProblemNotFound")


@_attrs_define
class ProblemNotFound:
    """Nothing is here.

    Attributes:
        type_ (ProblemNotFoundType):
        title (str):
        status (ProblemNotFoundStatus):
        detail (str): For people; it may change.
    """

    type_: ProblemNotFoundType
    title: str
    status: ProblemNotFoundStatus
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
        type_ = check_problem_not_found_type(d.pop("type"))

        title = d.pop("title")

        status = check_problem_not_found_status(d.pop("status"))

        detail = d.pop("detail")

        problem_not_found = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
        )

        problem_not_found.additional_properties = d
        return problem_not_found

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.problem_password_refused_reasons_item import (
    ProblemPasswordRefusedReasonsItem,
    check_problem_password_refused_reasons_item,
)
from ..models.problem_password_refused_status import (
    ProblemPasswordRefusedStatus,
    check_problem_password_refused_status,
)
from ..models.problem_password_refused_type import (
    ProblemPasswordRefusedType,
    check_problem_password_refused_type,
)

T = TypeVar("T", bound="ProblemPasswordRefused")


@_attrs_define
class ProblemPasswordRefused:
    """The password is refused.

    Attributes:
        type_ (ProblemPasswordRefusedType):
        title (str):
        status (ProblemPasswordRefusedStatus):
        detail (str): For people; it may change.
        reasons (list[ProblemPasswordRefusedReasonsItem]):
    """

    type_: ProblemPasswordRefusedType
    title: str
    status: ProblemPasswordRefusedStatus
    detail: str
    reasons: list[ProblemPasswordRefusedReasonsItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        title = self.title

        status: int = self.status

        detail = self.detail

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item: str = reasons_item_data
            reasons.append(reasons_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "title": title,
                "status": status,
                "detail": detail,
                "reasons": reasons,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        type_ = check_problem_password_refused_type(d.pop("type"))

        title = d.pop("title")

        status = check_problem_password_refused_status(d.pop("status"))

        detail = d.pop("detail")

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = check_problem_password_refused_reasons_item(
                reasons_item_data
            )

            reasons.append(reasons_item)

        problem_password_refused = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
            reasons=reasons,
        )

        problem_password_refused.additional_properties = d
        return problem_password_refused

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

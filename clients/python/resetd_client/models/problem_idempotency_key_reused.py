from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.problem_idempotency_key_reused_status import (
    ProblemIdempotencyKeyReusedStatus,
    check_problem_idempotency_key_reused_status,
)
from ..models.problem_idempotency_key_reused_type import (
    ProblemIdempotencyKeyReusedType,
    check_problem_idempotency_key_reused_type,
)

T = TypeVar("T", bound="ProblemIdempotencyKeyReused")


@_attrs_define
class ProblemIdempotencyKeyReused:
    """The Idempotency-Key was used for something else.

    Attributes:
        type_ (ProblemIdempotencyKeyReusedType):
        title (str):
        status (ProblemIdempotencyKeyReusedStatus):
        detail (str): For people; it may change.
    """

    type_: ProblemIdempotencyKeyReusedType
    title: str
    status: ProblemIdempotencyKeyReusedStatus
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
        type_ = check_problem_idempotency_key_reused_type(d.pop("type"))

        title = d.pop("title")

        status = check_problem_idempotency_key_reused_status(d.pop("status"))

        detail = d.pop("detail")

        problem_idempotency_key_reused = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
        )

        problem_idempotency_key_reused.additional_properties = d
        return problem_idempotency_key_reused

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

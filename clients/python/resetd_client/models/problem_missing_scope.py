from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.problem_missing_scope_scope import (
    ProblemMissingScopeScope,
    check_problem_missing_scope_scope,
)
from ..models.problem_missing_scope_status import (
    ProblemMissingScopeStatus,
    check_problem_missing_scope_status,
)
from ..models.problem_missing_scope_type import (
    ProblemMissingScopeType,
    check_problem_missing_scope_type,
)

T = TypeVar("T", bound="ProblemMissingScope")


@_attrs_define
class ProblemMissingScope:
    """The API key may not do this.

    Attributes:
        type_ (ProblemMissingScopeType):
        title (str):
        status (ProblemMissingScopeStatus):
        detail (str): For people; it may change.
        scope (ProblemMissingScopeScope): The scope that the key lacks.
    """

    type_: ProblemMissingScopeType
    title: str
    status: ProblemMissingScopeStatus
    detail: str
    scope: ProblemMissingScopeScope
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        title = self.title

        status: int = self.status

        detail = self.detail

        scope: str = self.scope

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "title": title,
                "status": status,
                "detail": detail,
                "scope": scope,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        type_ = check_problem_missing_scope_type(d.pop("type"))

        title = d.pop("title")

        status = check_problem_missing_scope_status(d.pop("status"))

        detail = d.pop("detail")

        scope = check_problem_missing_scope_scope(d.pop("scope"))

        problem_missing_scope = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
            scope=scope,
        )

        problem_missing_scope.additional_properties = d
        return problem_missing_scope

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

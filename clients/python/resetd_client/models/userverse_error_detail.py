from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.userverse_error_detail_extra_type_0 import (
        UserverseErrorDetailExtraType0,
    )
    from ..models.userverse_error_detail_extra_type_1 import (
        UserverseErrorDetailExtraType1,
    )
    from ..models.userverse_flaw import UserverseFlaw


T = TypeVar("T", bound="UserverseErrorDetail")


@_attrs_define
class UserverseErrorDetail:
    """
    Attributes:
        message (str): What a person is told.
        code (str): What kind of error.
        correlation_id (str): The id of the request, which `X-Correlation-ID` and `X-Request-ID` show, too.
        extra (UserverseErrorDetailExtraType0 | UserverseErrorDetailExtraType1):
        error (str): Why.
        errors (list[UserverseFlaw] | Unset): What was malformed; with `compat = "current"` alone.
    """

    message: str
    code: str
    correlation_id: str
    extra: UserverseErrorDetailExtraType0 | UserverseErrorDetailExtraType1
    error: str
    errors: list[UserverseFlaw] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.userverse_error_detail_extra_type_0 import (
            UserverseErrorDetailExtraType0,
        )

        message = self.message

        code = self.code

        correlation_id = self.correlation_id

        extra: dict[str, Any]
        if isinstance(self.extra, UserverseErrorDetailExtraType0):
            extra = self.extra.to_dict()
        else:
            extra = self.extra.to_dict()

        error = self.error

        errors: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.errors, Unset):
            errors = []
            for errors_item_data in self.errors:
                errors_item = errors_item_data.to_dict()
                errors.append(errors_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message": message,
                "code": code,
                "correlation_id": correlation_id,
                "extra": extra,
                "error": error,
            }
        )
        if errors is not UNSET:
            field_dict["errors"] = errors

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.userverse_error_detail_extra_type_0 import (
            UserverseErrorDetailExtraType0,
        )
        from ..models.userverse_error_detail_extra_type_1 import (
            UserverseErrorDetailExtraType1,
        )
        from ..models.userverse_flaw import UserverseFlaw

        d = dict(src_dict)
        message = d.pop("message")

        code = d.pop("code")

        correlation_id = d.pop("correlation_id")

        def _parse_extra(
            data: object,
        ) -> UserverseErrorDetailExtraType0 | UserverseErrorDetailExtraType1:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                extra_type_0 = UserverseErrorDetailExtraType0.from_dict(data)

                return extra_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            extra_type_1 = UserverseErrorDetailExtraType1.from_dict(data)

            return extra_type_1

        extra = _parse_extra(d.pop("extra"))

        error = d.pop("error")

        _errors = d.pop("errors", UNSET)
        errors: list[UserverseFlaw] | Unset = UNSET
        if _errors is not UNSET:
            errors = []
            for errors_item_data in _errors:
                errors_item = UserverseFlaw.from_dict(errors_item_data)

                errors.append(errors_item)

        userverse_error_detail = cls(
            message=message,
            code=code,
            correlation_id=correlation_id,
            extra=extra,
            error=error,
            errors=errors,
        )

        userverse_error_detail.additional_properties = d
        return userverse_error_detail

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

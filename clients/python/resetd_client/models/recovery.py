from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.recovery_code import RecoveryCode


T = TypeVar("T", bound="Recovery")


@_attrs_define
class Recovery:
    """A recovery as it is shown.

    Attributes:
        recovery (str): Its name in the paths of the other calls. Whoever has it can guess at the code, so keep it where
            it was asked for.
        reference (str): For people: the letters of this recovery show it, too.
        code (RecoveryCode): What kind of code to type: constant in the settings, so that it tells nothing of the
            account.
        resend_after (int): Asking again sends another letter after so many seconds.
        expires_in (int): For so many seconds it takes a code.
    """

    recovery: str
    reference: str
    code: RecoveryCode
    resend_after: int
    expires_in: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        recovery = self.recovery

        reference = self.reference

        code = self.code.to_dict()

        resend_after = self.resend_after

        expires_in = self.expires_in

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "recovery": recovery,
                "reference": reference,
                "code": code,
                "resend_after": resend_after,
                "expires_in": expires_in,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.recovery_code import RecoveryCode

        d = dict(src_dict)
        recovery = d.pop("recovery")

        reference = d.pop("reference")

        code = RecoveryCode.from_dict(d.pop("code"))

        resend_after = d.pop("resend_after")

        expires_in = d.pop("expires_in")

        recovery = cls(
            recovery=recovery,
            reference=reference,
            code=code,
            resend_after=resend_after,
            expires_in=expires_in,
        )

        recovery.additional_properties = d
        return recovery

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

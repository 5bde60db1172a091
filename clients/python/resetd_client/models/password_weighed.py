from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.password_strength import PasswordStrength


T = TypeVar("T", bound="PasswordWeighed")


@_attrs_define
class PasswordWeighed:
    """What is told of a password.

    Attributes:
        accepted (bool): Whether the policy takes it.
        reasons (list[str]): Why it does not.
        strength (PasswordStrength): How hard it is to guess.
    """

    accepted: bool
    reasons: list[str]
    strength: PasswordStrength
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        accepted = self.accepted

        reasons = self.reasons

        strength = self.strength.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accepted": accepted,
                "reasons": reasons,
                "strength": strength,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.password_strength import PasswordStrength

        d = dict(src_dict)
        accepted = d.pop("accepted")

        reasons = cast(list[str], d.pop("reasons"))

        strength = PasswordStrength.from_dict(d.pop("strength"))

        password_weighed = cls(
            accepted=accepted,
            reasons=reasons,
            strength=strength,
        )

        password_weighed.additional_properties = d
        return password_weighed

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

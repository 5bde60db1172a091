from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="PuzzleParameters")


@_attrs_define
class PuzzleParameters:
    """What there is to do.

    Attributes:
        algorithm (str): `PBKDF2/SHA-256`.
        cost (int): The iterations that each counter takes.
        expires_at (int): When it ends, in seconds since 1970.
        key_length (int): Of the key that a counter leads to, in bytes.
        key_prefix (str): How that key has to begin, in hexadecimal digits.
        nonce (str): Stands before the counter, in hexadecimal digits.
        salt (str): In hexadecimal digits.
    """

    algorithm: str
    cost: int
    expires_at: int
    key_length: int
    key_prefix: str
    nonce: str
    salt: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        algorithm = self.algorithm

        cost = self.cost

        expires_at = self.expires_at

        key_length = self.key_length

        key_prefix = self.key_prefix

        nonce = self.nonce

        salt = self.salt

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "algorithm": algorithm,
                "cost": cost,
                "expiresAt": expires_at,
                "keyLength": key_length,
                "keyPrefix": key_prefix,
                "nonce": nonce,
                "salt": salt,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        algorithm = d.pop("algorithm")

        cost = d.pop("cost")

        expires_at = d.pop("expiresAt")

        key_length = d.pop("keyLength")

        key_prefix = d.pop("keyPrefix")

        nonce = d.pop("nonce")

        salt = d.pop("salt")

        puzzle_parameters = cls(
            algorithm=algorithm,
            cost=cost,
            expires_at=expires_at,
            key_length=key_length,
            key_prefix=key_prefix,
            nonce=nonce,
            salt=salt,
        )

        puzzle_parameters.additional_properties = d
        return puzzle_parameters

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

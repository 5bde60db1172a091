from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CheckCodeBody")


@_attrs_define
class CheckCodeBody:
    """
    Attributes:
        code (str): The code of the letter, as it was typed. Spaces and `-` are dropped; what is left, 1 to 64
            characters, is one guess, whatever it is.
    """

    code: str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        check_code_body = cls(
            code=code,
        )

        return check_code_body

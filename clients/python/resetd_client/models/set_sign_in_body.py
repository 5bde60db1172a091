from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SetSignInBody")


@_attrs_define
class SetSignInBody:
    """
    Attributes:
        sign_in (str): How the owner of an account signs in: `password`; `elsewhere`, or `elsewhere:` with the name of
            the service; `shared` where several accounts of the application have the address. The name stands in letters:
            one line of plain words, without what a mail program would make a link of.
    """

    sign_in: str

    def to_dict(self) -> dict[str, Any]:
        sign_in = self.sign_in

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sign_in": sign_in,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        sign_in = d.pop("sign_in")

        set_sign_in_body = cls(
            sign_in=sign_in,
        )

        return set_sign_in_body

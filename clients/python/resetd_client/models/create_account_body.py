from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CreateAccountBody")


@_attrs_define
class CreateAccountBody:
    """
    Attributes:
        email (str): One bare address. White space around it is dropped; display names, comments, lists, quoted local
            parts, address literals and domains of one label are refused. Letters go to the address that the account has.
        password (str | Unset): Counted in Unicode code points after NFC: at least `password.min_length` (8, unless it
            is set otherwise), at most 256 and 1024 bytes; no control characters; not one that others try first, where the
            service is set so. A password that breaks these rules is refused before the code is looked at; one that a breach
            service knows, after a right code, which stays as good as it was.
        name (str | Unset): What the owner is called: one line, at most 256 characters. Letters do not say it.
        locale (str | Unset): A BCP 47 language tag. Letters come in the nearest language that there is.
        sign_in (str | Unset): How the owner of an account signs in: `password`; `elsewhere`, or `elsewhere:` with the
            name of the service; `shared` where several accounts of the application have the address. The name stands in
            letters: one line of plain words, without what a mail program would make a link of.
    """

    email: str
    password: str | Unset = UNSET
    name: str | Unset = UNSET
    locale: str | Unset = UNSET
    sign_in: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        password = self.password

        name = self.name

        locale = self.locale

        sign_in = self.sign_in

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
            }
        )
        if password is not UNSET:
            field_dict["password"] = password
        if name is not UNSET:
            field_dict["name"] = name
        if locale is not UNSET:
            field_dict["locale"] = locale
        if sign_in is not UNSET:
            field_dict["sign_in"] = sign_in

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email")

        password = d.pop("password", UNSET)

        name = d.pop("name", UNSET)

        locale = d.pop("locale", UNSET)

        sign_in = d.pop("sign_in", UNSET)

        create_account_body = cls(
            email=email,
            password=password,
            name=name,
            locale=locale,
            sign_in=sign_in,
        )

        return create_account_body

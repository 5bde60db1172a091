from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.account_status import AccountStatus, check_account_status

T = TypeVar("T", bound="Account")


@_attrs_define
class Account:
    """An account as it is shown.

    Attributes:
        id (str): A number without meaning, never given again.
        email (str): As it was given.
        name (None | str): What its owner is called. Letters do not say it.
        locale (None | str): The language of its letters, as a BCP 47 tag.
        status (AccountStatus): A disabled account answers as an unknown one.
        sign_in (str): How its owner signs in: `password`, `elsewhere`, `elsewhere:` with a provider's name, or
            `shared`, where several accounts
            of the application have the address. A recovery sets a password for the first alone, and tells the owners of the
            others.
        password_changed_at (datetime.datetime | None): When its password was set last; `null` when it has none.
        disowned (bool): Whether its owner has taken a change of the password back, and no recovery has succeeded since.
    """

    id: str
    email: str
    name: None | str
    locale: None | str
    status: AccountStatus
    sign_in: str
    password_changed_at: datetime.datetime | None
    disowned: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        email = self.email

        name: None | str
        name = self.name

        locale: None | str
        locale = self.locale

        status: str = self.status

        sign_in = self.sign_in

        password_changed_at: None | str
        if isinstance(self.password_changed_at, datetime.datetime):
            password_changed_at = self.password_changed_at.isoformat()
        else:
            password_changed_at = self.password_changed_at

        disowned = self.disowned

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "email": email,
                "name": name,
                "locale": locale,
                "status": status,
                "sign_in": sign_in,
                "password_changed_at": password_changed_at,
                "disowned": disowned,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = d.pop("id")

        email = d.pop("email")

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        def _parse_locale(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        locale = _parse_locale(d.pop("locale"))

        status = check_account_status(d.pop("status"))

        sign_in = d.pop("sign_in")

        def _parse_password_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                password_changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return password_changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        password_changed_at = _parse_password_changed_at(d.pop("password_changed_at"))

        disowned = d.pop("disowned")

        account = cls(
            id=id,
            email=email,
            name=name,
            locale=locale,
            status=status,
            sign_in=sign_in,
            password_changed_at=password_changed_at,
            disowned=disowned,
        )

        account.additional_properties = d
        return account

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

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.userverse_flaw_input_type_1 import UserverseFlawInputType1


T = TypeVar("T", bound="UserverseFlaw")


@_attrs_define
class UserverseFlaw:
    """One thing that was malformed, as the server's present generation lists it.

    Attributes:
        type_ (str): What kind of flaw.
        loc (list[int | str]):
        msg (str): In words.
        input_ (None | str | UserverseFlawInputType1):
    """

    type_: str
    loc: list[int | str]
    msg: str
    input_: None | str | UserverseFlawInputType1
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.userverse_flaw_input_type_1 import UserverseFlawInputType1

        type_ = self.type_

        loc = []
        for loc_item_data in self.loc:
            loc_item: int | str
            loc_item = loc_item_data
            loc.append(loc_item)

        msg = self.msg

        input_: dict[str, Any] | None | str
        if isinstance(self.input_, UserverseFlawInputType1):
            input_ = self.input_.to_dict()
        else:
            input_ = self.input_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "loc": loc,
                "msg": msg,
                "input": input_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.userverse_flaw_input_type_1 import UserverseFlawInputType1

        d = dict(src_dict)
        type_ = d.pop("type")

        loc = []
        _loc = d.pop("loc")
        for loc_item_data in _loc:

            def _parse_loc_item(data: object) -> int | str:
                return cast(int | str, data)

            loc_item = _parse_loc_item(loc_item_data)

            loc.append(loc_item)

        msg = d.pop("msg")

        def _parse_input_(data: object) -> None | str | UserverseFlawInputType1:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                input_type_1 = UserverseFlawInputType1.from_dict(data)

                return input_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | str | UserverseFlawInputType1, data)

        input_ = _parse_input_(d.pop("input"))

        userverse_flaw = cls(
            type_=type_,
            loc=loc,
            msg=msg,
            input_=input_,
        )

        userverse_flaw.additional_properties = d
        return userverse_flaw

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

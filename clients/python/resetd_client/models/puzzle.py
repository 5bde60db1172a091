from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.puzzle_parameters import PuzzleParameters


T = TypeVar("T", bound="Puzzle")


@_attrs_define
class Puzzle:
    """A puzzle as ALTCHA's programs take it.

    Attributes:
        parameters (PuzzleParameters): What there is to do.
        signature (str): Of the parameters, for this client and this limit.
    """

    parameters: PuzzleParameters
    signature: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        parameters = self.parameters.to_dict()

        signature = self.signature

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "parameters": parameters,
                "signature": signature,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.puzzle_parameters import PuzzleParameters

        d = dict(src_dict)
        parameters = PuzzleParameters.from_dict(d.pop("parameters"))

        signature = d.pop("signature")

        puzzle = cls(
            parameters=parameters,
            signature=signature,
        )

        puzzle.additional_properties = d
        return puzzle

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

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.four_point_error import FourPointError
from ...models.probed import Probed
from ...types import Response


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/readyz",
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FourPointError | Probed | None:
    if response.status_code == 200:
        response_200 = Probed.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = FourPointError.from_dict(response.json())

        return response_400

    if response.status_code == 405:
        response_405 = FourPointError.from_dict(response.json())

        return response_405

    if response.status_code == 500:
        response_500 = Probed.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Probed.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FourPointError | Probed]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
) -> Response[FourPointError | Probed]:
    """Whether calls can be served

     The mail server has no say in it: while it is away, letters wait.

    `HEAD` is answered with the same headers and no body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FourPointError | Probed]
    """

    kwargs = _get_kwargs()

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
) -> FourPointError | Probed | None:
    """Whether calls can be served

     The mail server has no say in it: while it is away, letters wait.

    `HEAD` is answered with the same headers and no body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FourPointError | Probed
    """

    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
) -> Response[FourPointError | Probed]:
    """Whether calls can be served

     The mail server has no say in it: while it is away, letters wait.

    `HEAD` is answered with the same headers and no body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FourPointError | Probed]
    """

    kwargs = _get_kwargs()

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
) -> FourPointError | Probed | None:
    """Whether calls can be served

     The mail server has no say in it: while it is away, letters wait.

    `HEAD` is answered with the same headers and no body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FourPointError | Probed
    """

    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed

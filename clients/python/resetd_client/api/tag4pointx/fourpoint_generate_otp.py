from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.four_point_error import FourPointError
from ...models.fourpoint_generate_otp_body import FourpointGenerateOtpBody
from ...types import Response


def _get_kwargs(
    *,
    body: FourpointGenerateOtpBody,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/_config/users/password/generate_otp",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FourPointError | str | None:
    if response.status_code == 200:
        response_200 = cast(str, response.json())
        return response_200

    if response.status_code == 400:
        response_400 = FourPointError.from_dict(response.json())

        return response_400

    if response.status_code == 405:
        response_405 = FourPointError.from_dict(response.json())

        return response_405

    if response.status_code == 408:
        response_408 = FourPointError.from_dict(response.json())

        return response_408

    if response.status_code == 409:
        response_409 = FourPointError.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = FourPointError.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = FourPointError.from_dict(response.json())

        return response_415

    if response.status_code == 429:
        response_429 = FourPointError.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = FourPointError.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = FourPointError.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FourPointError | str]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FourpointGenerateOtpBody,
) -> Response[FourPointError | str]:
    """Mail a code

     Mails a code to the account of `email`. Asked again within a minute it sends nothing more; asked
    again in the first half of the code's ten minutes it mails the same code again.

    Also served at `/_config/users/password/generate_otp/`.

    Args:
        body (FourpointGenerateOtpBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FourPointError | str]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: FourpointGenerateOtpBody,
) -> FourPointError | str | None:
    """Mail a code

     Mails a code to the account of `email`. Asked again within a minute it sends nothing more; asked
    again in the first half of the code's ten minutes it mails the same code again.

    Also served at `/_config/users/password/generate_otp/`.

    Args:
        body (FourpointGenerateOtpBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FourPointError | str
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FourpointGenerateOtpBody,
) -> Response[FourPointError | str]:
    """Mail a code

     Mails a code to the account of `email`. Asked again within a minute it sends nothing more; asked
    again in the first half of the code's ten minutes it mails the same code again.

    Also served at `/_config/users/password/generate_otp/`.

    Args:
        body (FourpointGenerateOtpBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FourPointError | str]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: FourpointGenerateOtpBody,
) -> FourPointError | str | None:
    """Mail a code

     Mails a code to the account of `email`. Asked again within a minute it sends nothing more; asked
    again in the first half of the code's ten minutes it mails the same code again.

    Also served at `/_config/users/password/generate_otp/`.

    Args:
        body (FourpointGenerateOtpBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FourPointError | str
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

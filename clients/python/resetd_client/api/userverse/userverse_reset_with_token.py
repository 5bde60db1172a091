from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.userverse_done import UserverseDone
from ...models.userverse_error import UserverseError
from ...models.userverse_reset_with_token_body import UserverseResetWithTokenBody
from ...types import Response


def _get_kwargs(
    *,
    body: UserverseResetWithTokenBody,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/password-reset/reset-with-token",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> UserverseDone | UserverseError | None:
    if response.status_code == 202:
        response_202 = UserverseDone.from_dict(response.json())

        return response_202

    if response.status_code == 400:
        response_400 = UserverseError.from_dict(response.json())

        return response_400

    if response.status_code == 405:
        response_405 = UserverseError.from_dict(response.json())

        return response_405

    if response.status_code == 408:
        response_408 = UserverseError.from_dict(response.json())

        return response_408

    if response.status_code == 413:
        response_413 = UserverseError.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = UserverseError.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = UserverseError.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = UserverseError.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = UserverseError.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = UserverseError.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[UserverseDone | UserverseError]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UserverseResetWithTokenBody,
) -> Response[UserverseDone | UserverseError]:
    """Set a new password with a link

     Sets a new password with the token of a letter's link. The published document does not have this
    call; its server does.

    Also served at `/userverse/password-reset/reset-with-token`.

    Redirected (307) to the path without the trailing slash: `/password-reset/reset-with-token/`,
    `/userverse/password-reset/reset-with-token/`.

    Args:
        body (UserverseResetWithTokenBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UserverseDone | UserverseError]
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
    body: UserverseResetWithTokenBody,
) -> UserverseDone | UserverseError | None:
    """Set a new password with a link

     Sets a new password with the token of a letter's link. The published document does not have this
    call; its server does.

    Also served at `/userverse/password-reset/reset-with-token`.

    Redirected (307) to the path without the trailing slash: `/password-reset/reset-with-token/`,
    `/userverse/password-reset/reset-with-token/`.

    Args:
        body (UserverseResetWithTokenBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        UserverseDone | UserverseError
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UserverseResetWithTokenBody,
) -> Response[UserverseDone | UserverseError]:
    """Set a new password with a link

     Sets a new password with the token of a letter's link. The published document does not have this
    call; its server does.

    Also served at `/userverse/password-reset/reset-with-token`.

    Redirected (307) to the path without the trailing slash: `/password-reset/reset-with-token/`,
    `/userverse/password-reset/reset-with-token/`.

    Args:
        body (UserverseResetWithTokenBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UserverseDone | UserverseError]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: UserverseResetWithTokenBody,
) -> UserverseDone | UserverseError | None:
    """Set a new password with a link

     Sets a new password with the token of a letter's link. The published document does not have this
    call; its server does.

    Also served at `/userverse/password-reset/reset-with-token`.

    Redirected (307) to the path without the trailing slash: `/password-reset/reset-with-token/`,
    `/userverse/password-reset/reset-with-token/`.

    Args:
        body (UserverseResetWithTokenBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        UserverseDone | UserverseError
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

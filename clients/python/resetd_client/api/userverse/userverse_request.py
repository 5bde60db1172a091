from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.userverse_done import UserverseDone
from ...models.userverse_error import UserverseError
from ...models.userverse_request_body import UserverseRequestBody
from ...models.userverse_request_method import (
    UserverseRequestMethod,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: UserverseRequestBody | Unset = UNSET,
    email: str | Unset = UNSET,
    method: UserverseRequestMethod | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["email"] = email

    json_method: str | Unset = UNSET
    if not isinstance(method, Unset):
        json_method = method

    params["method"] = json_method

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/password-reset/request",
        "params": params,
    }

    if not isinstance(body, Unset):
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

    if response.status_code == 404:
        response_404 = UserverseError.from_dict(response.json())

        return response_404

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
    body: UserverseRequestBody | Unset = UNSET,
    email: str | Unset = UNSET,
    method: UserverseRequestMethod | Unset = UNSET,
) -> Response[UserverseDone | UserverseError]:
    """Mail a code or a link

     Mails a code, or a link with `method=magic_link`, to the account of `email`. The address stands in
    the query or in the body; one of them has to have it.

    Also served at `/userverse/password-reset/request`.

    Redirected (307) to the path without the trailing slash: `/password-reset/request/`,
    `/userverse/password-reset/request/`.

    Args:
        email (str | Unset): One bare address. White space around it is dropped; display names,
            comments, lists, quoted local parts, address literals and domains of one label are
            refused. Letters go to the address that the account has.
        method (UserverseRequestMethod | Unset):
        body (UserverseRequestBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UserverseDone | UserverseError]
    """

    kwargs = _get_kwargs(
        body=body,
        email=email,
        method=method,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: UserverseRequestBody | Unset = UNSET,
    email: str | Unset = UNSET,
    method: UserverseRequestMethod | Unset = UNSET,
) -> UserverseDone | UserverseError | None:
    """Mail a code or a link

     Mails a code, or a link with `method=magic_link`, to the account of `email`. The address stands in
    the query or in the body; one of them has to have it.

    Also served at `/userverse/password-reset/request`.

    Redirected (307) to the path without the trailing slash: `/password-reset/request/`,
    `/userverse/password-reset/request/`.

    Args:
        email (str | Unset): One bare address. White space around it is dropped; display names,
            comments, lists, quoted local parts, address literals and domains of one label are
            refused. Letters go to the address that the account has.
        method (UserverseRequestMethod | Unset):
        body (UserverseRequestBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        UserverseDone | UserverseError
    """

    return sync_detailed(
        client=client,
        body=body,
        email=email,
        method=method,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UserverseRequestBody | Unset = UNSET,
    email: str | Unset = UNSET,
    method: UserverseRequestMethod | Unset = UNSET,
) -> Response[UserverseDone | UserverseError]:
    """Mail a code or a link

     Mails a code, or a link with `method=magic_link`, to the account of `email`. The address stands in
    the query or in the body; one of them has to have it.

    Also served at `/userverse/password-reset/request`.

    Redirected (307) to the path without the trailing slash: `/password-reset/request/`,
    `/userverse/password-reset/request/`.

    Args:
        email (str | Unset): One bare address. White space around it is dropped; display names,
            comments, lists, quoted local parts, address literals and domains of one label are
            refused. Letters go to the address that the account has.
        method (UserverseRequestMethod | Unset):
        body (UserverseRequestBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UserverseDone | UserverseError]
    """

    kwargs = _get_kwargs(
        body=body,
        email=email,
        method=method,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: UserverseRequestBody | Unset = UNSET,
    email: str | Unset = UNSET,
    method: UserverseRequestMethod | Unset = UNSET,
) -> UserverseDone | UserverseError | None:
    """Mail a code or a link

     Mails a code, or a link with `method=magic_link`, to the account of `email`. The address stands in
    the query or in the body; one of them has to have it.

    Also served at `/userverse/password-reset/request`.

    Redirected (307) to the path without the trailing slash: `/password-reset/request/`,
    `/userverse/password-reset/request/`.

    Args:
        email (str | Unset): One bare address. White space around it is dropped; display names,
            comments, lists, quoted local parts, address literals and domains of one label are
            refused. Letters go to the address that the account has.
        method (UserverseRequestMethod | Unset):
        body (UserverseRequestBody | Unset):

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
            email=email,
            method=method,
        )
    ).parsed

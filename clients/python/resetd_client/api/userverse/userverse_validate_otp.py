from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.userverse_done import UserverseDone
from ...models.userverse_error import UserverseError
from ...models.userverse_validate_otp_body import UserverseValidateOtpBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: UserverseValidateOtpBody | Unset = UNSET,
    one_time_pin: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["one_time_pin"] = one_time_pin

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/password-reset/validate-otp",
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

    if response.status_code == 401:
        response_401 = UserverseError.from_dict(response.json())

        return response_401

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
    client: AuthenticatedClient,
    body: UserverseValidateOtpBody | Unset = UNSET,
    one_time_pin: str | Unset = UNSET,
) -> Response[UserverseDone | UserverseError]:
    """Set a new password with a code

     Sets a new password with the code. The code is `one_time_pin` in the query, or `one_time_pin` or
    `otp` in the body. Address and **new** password are HTTP Basic credentials (the address as user
    name), or `email` and `new_password` in the body. Nothing is authenticated by them: it is the code
    that counts.

    Also served at `/userverse/password-reset/validate-otp`.

    Redirected (307) to the path without the trailing slash: `/password-reset/validate-otp/`,
    `/userverse/password-reset/validate-otp/`.

    Args:
        one_time_pin (str | Unset): The code of the letter, as it was typed. Spaces and `-` are
            dropped; what is left, 1 to 64 characters, is one guess, whatever it is.
        body (UserverseValidateOtpBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UserverseDone | UserverseError]
    """

    kwargs = _get_kwargs(
        body=body,
        one_time_pin=one_time_pin,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: UserverseValidateOtpBody | Unset = UNSET,
    one_time_pin: str | Unset = UNSET,
) -> UserverseDone | UserverseError | None:
    """Set a new password with a code

     Sets a new password with the code. The code is `one_time_pin` in the query, or `one_time_pin` or
    `otp` in the body. Address and **new** password are HTTP Basic credentials (the address as user
    name), or `email` and `new_password` in the body. Nothing is authenticated by them: it is the code
    that counts.

    Also served at `/userverse/password-reset/validate-otp`.

    Redirected (307) to the path without the trailing slash: `/password-reset/validate-otp/`,
    `/userverse/password-reset/validate-otp/`.

    Args:
        one_time_pin (str | Unset): The code of the letter, as it was typed. Spaces and `-` are
            dropped; what is left, 1 to 64 characters, is one guess, whatever it is.
        body (UserverseValidateOtpBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        UserverseDone | UserverseError
    """

    return sync_detailed(
        client=client,
        body=body,
        one_time_pin=one_time_pin,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: UserverseValidateOtpBody | Unset = UNSET,
    one_time_pin: str | Unset = UNSET,
) -> Response[UserverseDone | UserverseError]:
    """Set a new password with a code

     Sets a new password with the code. The code is `one_time_pin` in the query, or `one_time_pin` or
    `otp` in the body. Address and **new** password are HTTP Basic credentials (the address as user
    name), or `email` and `new_password` in the body. Nothing is authenticated by them: it is the code
    that counts.

    Also served at `/userverse/password-reset/validate-otp`.

    Redirected (307) to the path without the trailing slash: `/password-reset/validate-otp/`,
    `/userverse/password-reset/validate-otp/`.

    Args:
        one_time_pin (str | Unset): The code of the letter, as it was typed. Spaces and `-` are
            dropped; what is left, 1 to 64 characters, is one guess, whatever it is.
        body (UserverseValidateOtpBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UserverseDone | UserverseError]
    """

    kwargs = _get_kwargs(
        body=body,
        one_time_pin=one_time_pin,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: UserverseValidateOtpBody | Unset = UNSET,
    one_time_pin: str | Unset = UNSET,
) -> UserverseDone | UserverseError | None:
    """Set a new password with a code

     Sets a new password with the code. The code is `one_time_pin` in the query, or `one_time_pin` or
    `otp` in the body. Address and **new** password are HTTP Basic credentials (the address as user
    name), or `email` and `new_password` in the body. Nothing is authenticated by them: it is the code
    that counts.

    Also served at `/userverse/password-reset/validate-otp`.

    Redirected (307) to the path without the trailing slash: `/password-reset/validate-otp/`,
    `/userverse/password-reset/validate-otp/`.

    Args:
        one_time_pin (str | Unset): The code of the letter, as it was typed. Spaces and `-` are
            dropped; what is left, 1 to 64 characters, is one guess, whatever it is.
        body (UserverseValidateOtpBody | Unset):

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
            one_time_pin=one_time_pin,
        )
    ).parsed

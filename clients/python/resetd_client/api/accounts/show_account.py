from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.account import Account
from ...models.problem_bad_request import ProblemBadRequest
from ...models.problem_internal_error import ProblemInternalError
from ...models.problem_invalid_key import ProblemInvalidKey
from ...models.problem_method_not_allowed import ProblemMethodNotAllowed
from ...models.problem_missing_scope import ProblemMissingScope
from ...models.problem_no_such_account import ProblemNoSuchAccount
from ...models.problem_overloaded import ProblemOverloaded
from ...types import Response


def _get_kwargs(
    id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/accounts/{id}".format(
            id=quote(str(id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> (
    Account
    | ProblemBadRequest
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemNoSuchAccount
    | ProblemOverloaded
    | None
):
    if response.status_code == 200:
        response_200 = Account.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ProblemBadRequest.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemInvalidKey.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemMissingScope.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ProblemNoSuchAccount.from_dict(response.json())

        return response_404

    if response.status_code == 405:
        response_405 = ProblemMethodNotAllowed.from_dict(response.json())

        return response_405

    if response.status_code == 500:
        response_500 = ProblemInternalError.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = ProblemOverloaded.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[
    Account
    | ProblemBadRequest
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemNoSuchAccount
    | ProblemOverloaded
]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
) -> Response[
    Account
    | ProblemBadRequest
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemNoSuchAccount
    | ProblemOverloaded
]:
    """Show an account

     Shows an account.

    `HEAD` is answered with the same headers and no body.

    Args:
        id (str): The `id` of an account.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Account | ProblemBadRequest | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemNoSuchAccount | ProblemOverloaded]
    """

    kwargs = _get_kwargs(
        id=id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
) -> (
    Account
    | ProblemBadRequest
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemNoSuchAccount
    | ProblemOverloaded
    | None
):
    """Show an account

     Shows an account.

    `HEAD` is answered with the same headers and no body.

    Args:
        id (str): The `id` of an account.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Account | ProblemBadRequest | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemNoSuchAccount | ProblemOverloaded
    """

    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
) -> Response[
    Account
    | ProblemBadRequest
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemNoSuchAccount
    | ProblemOverloaded
]:
    """Show an account

     Shows an account.

    `HEAD` is answered with the same headers and no body.

    Args:
        id (str): The `id` of an account.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Account | ProblemBadRequest | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemNoSuchAccount | ProblemOverloaded]
    """

    kwargs = _get_kwargs(
        id=id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
) -> (
    Account
    | ProblemBadRequest
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemNoSuchAccount
    | ProblemOverloaded
    | None
):
    """Show an account

     Shows an account.

    `HEAD` is answered with the same headers and no body.

    Args:
        id (str): The `id` of an account.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Account | ProblemBadRequest | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemNoSuchAccount | ProblemOverloaded
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.limit import Limit
from ...models.problem_bad_request import ProblemBadRequest
from ...models.problem_internal_error import ProblemInternalError
from ...models.problem_method_not_allowed import ProblemMethodNotAllowed
from ...models.problem_not_found import ProblemNotFound
from ...models.problem_overloaded import ProblemOverloaded
from ...models.problem_too_many_requests import ProblemTooManyRequests
from ...models.puzzle import Puzzle
from ...types import Response


def _get_kwargs(
    limit: Limit,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/puzzles/{limit}".format(
            limit=quote(str(limit), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> (
    ProblemBadRequest
    | ProblemInternalError
    | ProblemMethodNotAllowed
    | ProblemNotFound
    | ProblemOverloaded
    | ProblemTooManyRequests
    | Puzzle
    | None
):
    if response.status_code == 200:
        response_200 = Puzzle.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ProblemBadRequest.from_dict(response.json())

        return response_400

    if response.status_code == 404:
        response_404 = ProblemNotFound.from_dict(response.json())

        return response_404

    if response.status_code == 405:
        response_405 = ProblemMethodNotAllowed.from_dict(response.json())

        return response_405

    if response.status_code == 429:
        response_429 = ProblemTooManyRequests.from_dict(response.json())

        return response_429

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
    ProblemBadRequest
    | ProblemInternalError
    | ProblemMethodNotAllowed
    | ProblemNotFound
    | ProblemOverloaded
    | ProblemTooManyRequests
    | Puzzle
]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    limit: Limit,
    *,
    client: AuthenticatedClient | Client,
) -> Response[
    ProblemBadRequest
    | ProblemInternalError
    | ProblemMethodNotAllowed
    | ProblemNotFound
    | ProblemOverloaded
    | ProblemTooManyRequests
    | Puzzle
]:
    """A puzzle for one more call

     Gives a puzzle for this client and this limit, to be solved within ten minutes. The call that it is
    for carries the solution in `Proof-Of-Work`; it counts there alone where the limit is met, and once.

    `HEAD` is answered with the same headers and no body.

    Args:
        limit (Limit): A limit per client, as `RateLimit` names it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemBadRequest | ProblemInternalError | ProblemMethodNotAllowed | ProblemNotFound | ProblemOverloaded | ProblemTooManyRequests | Puzzle]
    """

    kwargs = _get_kwargs(
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    limit: Limit,
    *,
    client: AuthenticatedClient | Client,
) -> (
    ProblemBadRequest
    | ProblemInternalError
    | ProblemMethodNotAllowed
    | ProblemNotFound
    | ProblemOverloaded
    | ProblemTooManyRequests
    | Puzzle
    | None
):
    """A puzzle for one more call

     Gives a puzzle for this client and this limit, to be solved within ten minutes. The call that it is
    for carries the solution in `Proof-Of-Work`; it counts there alone where the limit is met, and once.

    `HEAD` is answered with the same headers and no body.

    Args:
        limit (Limit): A limit per client, as `RateLimit` names it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemBadRequest | ProblemInternalError | ProblemMethodNotAllowed | ProblemNotFound | ProblemOverloaded | ProblemTooManyRequests | Puzzle
    """

    return sync_detailed(
        limit=limit,
        client=client,
    ).parsed


async def asyncio_detailed(
    limit: Limit,
    *,
    client: AuthenticatedClient | Client,
) -> Response[
    ProblemBadRequest
    | ProblemInternalError
    | ProblemMethodNotAllowed
    | ProblemNotFound
    | ProblemOverloaded
    | ProblemTooManyRequests
    | Puzzle
]:
    """A puzzle for one more call

     Gives a puzzle for this client and this limit, to be solved within ten minutes. The call that it is
    for carries the solution in `Proof-Of-Work`; it counts there alone where the limit is met, and once.

    `HEAD` is answered with the same headers and no body.

    Args:
        limit (Limit): A limit per client, as `RateLimit` names it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemBadRequest | ProblemInternalError | ProblemMethodNotAllowed | ProblemNotFound | ProblemOverloaded | ProblemTooManyRequests | Puzzle]
    """

    kwargs = _get_kwargs(
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    limit: Limit,
    *,
    client: AuthenticatedClient | Client,
) -> (
    ProblemBadRequest
    | ProblemInternalError
    | ProblemMethodNotAllowed
    | ProblemNotFound
    | ProblemOverloaded
    | ProblemTooManyRequests
    | Puzzle
    | None
):
    """A puzzle for one more call

     Gives a puzzle for this client and this limit, to be solved within ten minutes. The call that it is
    for carries the solution in `Proof-Of-Work`; it counts there alone where the limit is met, and once.

    `HEAD` is answered with the same headers and no body.

    Args:
        limit (Limit): A limit per client, as `RateLimit` names it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemBadRequest | ProblemInternalError | ProblemMethodNotAllowed | ProblemNotFound | ProblemOverloaded | ProblemTooManyRequests | Puzzle
    """

    return (
        await asyncio_detailed(
            limit=limit,
            client=client,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.account import Account
from ...models.create_account_body import CreateAccountBody
from ...models.problem_account_exists import ProblemAccountExists
from ...models.problem_bad_request import ProblemBadRequest
from ...models.problem_content_too_large import ProblemContentTooLarge
from ...models.problem_internal_error import ProblemInternalError
from ...models.problem_invalid_field import ProblemInvalidField
from ...models.problem_invalid_key import ProblemInvalidKey
from ...models.problem_malformed_body import ProblemMalformedBody
from ...models.problem_method_not_allowed import ProblemMethodNotAllowed
from ...models.problem_missing_scope import ProblemMissingScope
from ...models.problem_overloaded import ProblemOverloaded
from ...models.problem_password_refused import ProblemPasswordRefused
from ...models.problem_request_timeout import ProblemRequestTimeout
from ...models.problem_unsupported_media_type import ProblemUnsupportedMediaType
from ...types import Response


def _get_kwargs(
    *,
    body: CreateAccountBody,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/accounts",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> (
    Account
    | ProblemAccountExists
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemPasswordRefused
    | ProblemRequestTimeout
    | ProblemUnsupportedMediaType
    | None
):
    if response.status_code == 201:
        response_201 = Account.from_dict(response.json())

        return response_201

    if response.status_code == 400:

        def _parse_response_400(
            data: object,
        ) -> ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_400_type_0 = ProblemBadRequest.from_dict(data)

                return response_400_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_400_type_1 = ProblemInvalidField.from_dict(data)

                return response_400_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_400_type_2 = ProblemMalformedBody.from_dict(data)

            return response_400_type_2

        response_400 = _parse_response_400(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemInvalidKey.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemMissingScope.from_dict(response.json())

        return response_403

    if response.status_code == 405:
        response_405 = ProblemMethodNotAllowed.from_dict(response.json())

        return response_405

    if response.status_code == 408:
        response_408 = ProblemRequestTimeout.from_dict(response.json())

        return response_408

    if response.status_code == 409:
        response_409 = ProblemAccountExists.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = ProblemContentTooLarge.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = ProblemUnsupportedMediaType.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = ProblemPasswordRefused.from_dict(response.json())

        return response_422

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
    | ProblemAccountExists
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemPasswordRefused
    | ProblemRequestTimeout
    | ProblemUnsupportedMediaType
]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateAccountBody,
) -> Response[
    Account
    | ProblemAccountExists
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemPasswordRefused
    | ProblemRequestTimeout
    | ProblemUnsupportedMediaType
]:
    """Create an account

     Creates an account. Without `password` its owner sets the first one with a code; with a `sign_in`
    other than `password` there is none. Fields that are not wanted are left out, not `null`.

    Args:
        body (CreateAccountBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Account | ProblemAccountExists | ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody | ProblemContentTooLarge | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemOverloaded | ProblemPasswordRefused | ProblemRequestTimeout | ProblemUnsupportedMediaType]
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
    client: AuthenticatedClient,
    body: CreateAccountBody,
) -> (
    Account
    | ProblemAccountExists
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemPasswordRefused
    | ProblemRequestTimeout
    | ProblemUnsupportedMediaType
    | None
):
    """Create an account

     Creates an account. Without `password` its owner sets the first one with a code; with a `sign_in`
    other than `password` there is none. Fields that are not wanted are left out, not `null`.

    Args:
        body (CreateAccountBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Account | ProblemAccountExists | ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody | ProblemContentTooLarge | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemOverloaded | ProblemPasswordRefused | ProblemRequestTimeout | ProblemUnsupportedMediaType
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateAccountBody,
) -> Response[
    Account
    | ProblemAccountExists
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemPasswordRefused
    | ProblemRequestTimeout
    | ProblemUnsupportedMediaType
]:
    """Create an account

     Creates an account. Without `password` its owner sets the first one with a code; with a `sign_in`
    other than `password` there is none. Fields that are not wanted are left out, not `null`.

    Args:
        body (CreateAccountBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Account | ProblemAccountExists | ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody | ProblemContentTooLarge | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemOverloaded | ProblemPasswordRefused | ProblemRequestTimeout | ProblemUnsupportedMediaType]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateAccountBody,
) -> (
    Account
    | ProblemAccountExists
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemPasswordRefused
    | ProblemRequestTimeout
    | ProblemUnsupportedMediaType
    | None
):
    """Create an account

     Creates an account. Without `password` its owner sets the first one with a code; with a `sign_in`
    other than `password` there is none. Fields that are not wanted are left out, not `null`.

    Args:
        body (CreateAccountBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Account | ProblemAccountExists | ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody | ProblemContentTooLarge | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemOverloaded | ProblemPasswordRefused | ProblemRequestTimeout | ProblemUnsupportedMediaType
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

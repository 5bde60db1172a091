from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_bad_request import ProblemBadRequest
from ...models.problem_content_too_large import ProblemContentTooLarge
from ...models.problem_expired import ProblemExpired
from ...models.problem_internal_error import ProblemInternalError
from ...models.problem_invalid_code import ProblemInvalidCode
from ...models.problem_invalid_field import ProblemInvalidField
from ...models.problem_malformed_body import ProblemMalformedBody
from ...models.problem_method_not_allowed import ProblemMethodNotAllowed
from ...models.problem_no_such_recovery import ProblemNoSuchRecovery
from ...models.problem_overloaded import ProblemOverloaded
from ...models.problem_password_refused import ProblemPasswordRefused
from ...models.problem_request_timeout import ProblemRequestTimeout
from ...models.problem_spent import ProblemSpent
from ...models.problem_too_many_requests import ProblemTooManyRequests
from ...models.problem_unsupported_media_type import ProblemUnsupportedMediaType
from ...models.set_password_with_code_body import SetPasswordWithCodeBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    *,
    body: SetPasswordWithCodeBody,
    proof_of_work: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(proof_of_work, Unset):
        headers["Proof-Of-Work"] = proof_of_work

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/recoveries/{id}/password".format(
            id=quote(str(id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> (
    Any
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemExpired
    | ProblemSpent
    | ProblemInternalError
    | ProblemInvalidCode
    | ProblemPasswordRefused
    | ProblemMethodNotAllowed
    | ProblemNoSuchRecovery
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | None
):
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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

    if response.status_code == 404:
        response_404 = ProblemNoSuchRecovery.from_dict(response.json())

        return response_404

    if response.status_code == 405:
        response_405 = ProblemMethodNotAllowed.from_dict(response.json())

        return response_405

    if response.status_code == 408:
        response_408 = ProblemRequestTimeout.from_dict(response.json())

        return response_408

    if response.status_code == 410:

        def _parse_response_410(data: object) -> ProblemExpired | ProblemSpent:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_410_type_0 = ProblemSpent.from_dict(data)

                return response_410_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_410_type_1 = ProblemExpired.from_dict(data)

            return response_410_type_1

        response_410 = _parse_response_410(response.json())

        return response_410

    if response.status_code == 413:
        response_413 = ProblemContentTooLarge.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = ProblemUnsupportedMediaType.from_dict(response.json())

        return response_415

    if response.status_code == 422:

        def _parse_response_422(
            data: object,
        ) -> ProblemInvalidCode | ProblemPasswordRefused:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_422_type_0 = ProblemInvalidCode.from_dict(data)

                return response_422_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_422_type_1 = ProblemPasswordRefused.from_dict(data)

            return response_422_type_1

        response_422 = _parse_response_422(response.json())

        return response_422

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
    Any
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemExpired
    | ProblemSpent
    | ProblemInternalError
    | ProblemInvalidCode
    | ProblemPasswordRefused
    | ProblemMethodNotAllowed
    | ProblemNoSuchRecovery
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
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
    client: AuthenticatedClient | Client,
    body: SetPasswordWithCodeBody,
    proof_of_work: str | Unset = UNSET,
) -> Response[
    Any
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemExpired
    | ProblemSpent
    | ProblemInternalError
    | ProblemInvalidCode
    | ProblemPasswordRefused
    | ProblemMethodNotAllowed
    | ProblemNoSuchRecovery
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
]:
    """Set a new password with a code

     Sets the password and ends the account's other recoveries, codes and links. A check before it is not
    needed.

    Args:
        id (str): The `recovery` that beginning one answered: 128 bits as base64url.
        proof_of_work (str | Unset):
        body (SetPasswordWithCodeBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody | ProblemContentTooLarge | ProblemExpired | ProblemSpent | ProblemInternalError | ProblemInvalidCode | ProblemPasswordRefused | ProblemMethodNotAllowed | ProblemNoSuchRecovery | ProblemOverloaded | ProblemRequestTimeout | ProblemTooManyRequests | ProblemUnsupportedMediaType]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        proof_of_work=proof_of_work,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: SetPasswordWithCodeBody,
    proof_of_work: str | Unset = UNSET,
) -> (
    Any
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemExpired
    | ProblemSpent
    | ProblemInternalError
    | ProblemInvalidCode
    | ProblemPasswordRefused
    | ProblemMethodNotAllowed
    | ProblemNoSuchRecovery
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | None
):
    """Set a new password with a code

     Sets the password and ends the account's other recoveries, codes and links. A check before it is not
    needed.

    Args:
        id (str): The `recovery` that beginning one answered: 128 bits as base64url.
        proof_of_work (str | Unset):
        body (SetPasswordWithCodeBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody | ProblemContentTooLarge | ProblemExpired | ProblemSpent | ProblemInternalError | ProblemInvalidCode | ProblemPasswordRefused | ProblemMethodNotAllowed | ProblemNoSuchRecovery | ProblemOverloaded | ProblemRequestTimeout | ProblemTooManyRequests | ProblemUnsupportedMediaType
    """

    return sync_detailed(
        id=id,
        client=client,
        body=body,
        proof_of_work=proof_of_work,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: SetPasswordWithCodeBody,
    proof_of_work: str | Unset = UNSET,
) -> Response[
    Any
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemExpired
    | ProblemSpent
    | ProblemInternalError
    | ProblemInvalidCode
    | ProblemPasswordRefused
    | ProblemMethodNotAllowed
    | ProblemNoSuchRecovery
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
]:
    """Set a new password with a code

     Sets the password and ends the account's other recoveries, codes and links. A check before it is not
    needed.

    Args:
        id (str): The `recovery` that beginning one answered: 128 bits as base64url.
        proof_of_work (str | Unset):
        body (SetPasswordWithCodeBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody | ProblemContentTooLarge | ProblemExpired | ProblemSpent | ProblemInternalError | ProblemInvalidCode | ProblemPasswordRefused | ProblemMethodNotAllowed | ProblemNoSuchRecovery | ProblemOverloaded | ProblemRequestTimeout | ProblemTooManyRequests | ProblemUnsupportedMediaType]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        proof_of_work=proof_of_work,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: SetPasswordWithCodeBody,
    proof_of_work: str | Unset = UNSET,
) -> (
    Any
    | ProblemBadRequest
    | ProblemInvalidField
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemExpired
    | ProblemSpent
    | ProblemInternalError
    | ProblemInvalidCode
    | ProblemPasswordRefused
    | ProblemMethodNotAllowed
    | ProblemNoSuchRecovery
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | None
):
    """Set a new password with a code

     Sets the password and ends the account's other recoveries, codes and links. A check before it is not
    needed.

    Args:
        id (str): The `recovery` that beginning one answered: 128 bits as base64url.
        proof_of_work (str | Unset):
        body (SetPasswordWithCodeBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemBadRequest | ProblemInvalidField | ProblemMalformedBody | ProblemContentTooLarge | ProblemExpired | ProblemSpent | ProblemInternalError | ProblemInvalidCode | ProblemPasswordRefused | ProblemMethodNotAllowed | ProblemNoSuchRecovery | ProblemOverloaded | ProblemRequestTimeout | ProblemTooManyRequests | ProblemUnsupportedMediaType
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
            proof_of_work=proof_of_work,
        )
    ).parsed

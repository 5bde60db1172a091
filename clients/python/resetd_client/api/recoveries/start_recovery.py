from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_bad_request import ProblemBadRequest
from ...models.problem_content_too_large import ProblemContentTooLarge
from ...models.problem_idempotency_key_reused import ProblemIdempotencyKeyReused
from ...models.problem_internal_error import ProblemInternalError
from ...models.problem_invalid_field import ProblemInvalidField
from ...models.problem_invalid_idempotency_key import ProblemInvalidIdempotencyKey
from ...models.problem_invalid_key import ProblemInvalidKey
from ...models.problem_malformed_body import ProblemMalformedBody
from ...models.problem_method_not_allowed import ProblemMethodNotAllowed
from ...models.problem_missing_scope import ProblemMissingScope
from ...models.problem_overloaded import ProblemOverloaded
from ...models.problem_request_timeout import ProblemRequestTimeout
from ...models.problem_too_many_requests import ProblemTooManyRequests
from ...models.problem_unsupported_media_type import ProblemUnsupportedMediaType
from ...models.recovery import Recovery
from ...models.start_recovery_body import StartRecoveryBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: StartRecoveryBody,
    idempotency_key: str | Unset = UNSET,
    proof_of_work: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(proof_of_work, Unset):
        headers["Proof-Of-Work"] = proof_of_work

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/recoveries/start",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> (
    ProblemBadRequest
    | ProblemInvalidField
    | ProblemInvalidIdempotencyKey
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemIdempotencyKeyReused
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | Recovery
    | None
):
    if response.status_code == 202:
        response_202 = Recovery.from_dict(response.json())

        return response_202

    if response.status_code == 400:

        def _parse_response_400(
            data: object,
        ) -> (
            ProblemBadRequest
            | ProblemInvalidField
            | ProblemInvalidIdempotencyKey
            | ProblemMalformedBody
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_400_type_0 = ProblemInvalidIdempotencyKey.from_dict(data)

                return response_400_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_400_type_1 = ProblemBadRequest.from_dict(data)

                return response_400_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_400_type_2 = ProblemInvalidField.from_dict(data)

                return response_400_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_400_type_3 = ProblemMalformedBody.from_dict(data)

            return response_400_type_3

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

    if response.status_code == 413:
        response_413 = ProblemContentTooLarge.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = ProblemUnsupportedMediaType.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = ProblemIdempotencyKeyReused.from_dict(response.json())

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
    ProblemBadRequest
    | ProblemInvalidField
    | ProblemInvalidIdempotencyKey
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemIdempotencyKeyReused
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | Recovery
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
    body: StartRecoveryBody,
    idempotency_key: str | Unset = UNSET,
    proof_of_work: str | Unset = UNSET,
) -> Response[
    ProblemBadRequest
    | ProblemInvalidField
    | ProblemInvalidIdempotencyKey
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemIdempotencyKeyReused
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | Recovery
]:
    """Begin a recovery for somebody

     The same for your back end, within the same limits. The code goes to the mailbox and is shown to
    nobody else.

    Args:
        idempotency_key (str | Unset):
        proof_of_work (str | Unset):
        body (StartRecoveryBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemBadRequest | ProblemInvalidField | ProblemInvalidIdempotencyKey | ProblemMalformedBody | ProblemContentTooLarge | ProblemIdempotencyKeyReused | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemOverloaded | ProblemRequestTimeout | ProblemTooManyRequests | ProblemUnsupportedMediaType | Recovery]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
        proof_of_work=proof_of_work,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: StartRecoveryBody,
    idempotency_key: str | Unset = UNSET,
    proof_of_work: str | Unset = UNSET,
) -> (
    ProblemBadRequest
    | ProblemInvalidField
    | ProblemInvalidIdempotencyKey
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemIdempotencyKeyReused
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | Recovery
    | None
):
    """Begin a recovery for somebody

     The same for your back end, within the same limits. The code goes to the mailbox and is shown to
    nobody else.

    Args:
        idempotency_key (str | Unset):
        proof_of_work (str | Unset):
        body (StartRecoveryBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemBadRequest | ProblemInvalidField | ProblemInvalidIdempotencyKey | ProblemMalformedBody | ProblemContentTooLarge | ProblemIdempotencyKeyReused | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemOverloaded | ProblemRequestTimeout | ProblemTooManyRequests | ProblemUnsupportedMediaType | Recovery
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
        proof_of_work=proof_of_work,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: StartRecoveryBody,
    idempotency_key: str | Unset = UNSET,
    proof_of_work: str | Unset = UNSET,
) -> Response[
    ProblemBadRequest
    | ProblemInvalidField
    | ProblemInvalidIdempotencyKey
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemIdempotencyKeyReused
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | Recovery
]:
    """Begin a recovery for somebody

     The same for your back end, within the same limits. The code goes to the mailbox and is shown to
    nobody else.

    Args:
        idempotency_key (str | Unset):
        proof_of_work (str | Unset):
        body (StartRecoveryBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemBadRequest | ProblemInvalidField | ProblemInvalidIdempotencyKey | ProblemMalformedBody | ProblemContentTooLarge | ProblemIdempotencyKeyReused | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemOverloaded | ProblemRequestTimeout | ProblemTooManyRequests | ProblemUnsupportedMediaType | Recovery]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
        proof_of_work=proof_of_work,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: StartRecoveryBody,
    idempotency_key: str | Unset = UNSET,
    proof_of_work: str | Unset = UNSET,
) -> (
    ProblemBadRequest
    | ProblemInvalidField
    | ProblemInvalidIdempotencyKey
    | ProblemMalformedBody
    | ProblemContentTooLarge
    | ProblemIdempotencyKeyReused
    | ProblemInternalError
    | ProblemInvalidKey
    | ProblemMethodNotAllowed
    | ProblemMissingScope
    | ProblemOverloaded
    | ProblemRequestTimeout
    | ProblemTooManyRequests
    | ProblemUnsupportedMediaType
    | Recovery
    | None
):
    """Begin a recovery for somebody

     The same for your back end, within the same limits. The code goes to the mailbox and is shown to
    nobody else.

    Args:
        idempotency_key (str | Unset):
        proof_of_work (str | Unset):
        body (StartRecoveryBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemBadRequest | ProblemInvalidField | ProblemInvalidIdempotencyKey | ProblemMalformedBody | ProblemContentTooLarge | ProblemIdempotencyKeyReused | ProblemInternalError | ProblemInvalidKey | ProblemMethodNotAllowed | ProblemMissingScope | ProblemOverloaded | ProblemRequestTimeout | ProblemTooManyRequests | ProblemUnsupportedMediaType | Recovery
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
            proof_of_work=proof_of_work,
        )
    ).parsed

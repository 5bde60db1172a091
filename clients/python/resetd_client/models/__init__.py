"""Contains all the data models used in inputs/outputs"""

from .account import Account
from .account_status import AccountStatus
from .begin_recovery_body import BeginRecoveryBody
from .check_code_body import CheckCodeBody
from .check_password_body import CheckPasswordBody
from .code_is_right import CodeIsRight
from .create_account_body import CreateAccountBody
from .four_point_error import FourPointError
from .four_point_error_error import FourPointErrorError
from .fourpoint_generate_otp_body import FourpointGenerateOtpBody
from .fourpoint_set_password_body import FourpointSetPasswordBody
from .fourpoint_validate_otp_body import FourpointValidateOtpBody
from .limit import Limit
from .look_up_account_body import LookUpAccountBody
from .password_compared import PasswordCompared
from .password_strength import PasswordStrength
from .password_weighed import PasswordWeighed
from .probed import Probed
from .problem_account_exists import ProblemAccountExists
from .problem_account_exists_status import ProblemAccountExistsStatus
from .problem_account_exists_type import ProblemAccountExistsType
from .problem_bad_request import ProblemBadRequest
from .problem_bad_request_status import ProblemBadRequestStatus
from .problem_bad_request_type import ProblemBadRequestType
from .problem_code_needed import ProblemCodeNeeded
from .problem_code_needed_status import ProblemCodeNeededStatus
from .problem_code_needed_type import ProblemCodeNeededType
from .problem_content_too_large import ProblemContentTooLarge
from .problem_content_too_large_status import ProblemContentTooLargeStatus
from .problem_content_too_large_type import ProblemContentTooLargeType
from .problem_expired import ProblemExpired
from .problem_expired_status import ProblemExpiredStatus
from .problem_expired_type import ProblemExpiredType
from .problem_idempotency_key_reused import ProblemIdempotencyKeyReused
from .problem_idempotency_key_reused_status import ProblemIdempotencyKeyReusedStatus
from .problem_idempotency_key_reused_type import ProblemIdempotencyKeyReusedType
from .problem_internal_error import ProblemInternalError
from .problem_internal_error_status import ProblemInternalErrorStatus
from .problem_internal_error_type import ProblemInternalErrorType
from .problem_invalid_code import ProblemInvalidCode
from .problem_invalid_code_status import ProblemInvalidCodeStatus
from .problem_invalid_code_type import ProblemInvalidCodeType
from .problem_invalid_field import ProblemInvalidField
from .problem_invalid_field_status import ProblemInvalidFieldStatus
from .problem_invalid_field_type import ProblemInvalidFieldType
from .problem_invalid_idempotency_key import ProblemInvalidIdempotencyKey
from .problem_invalid_idempotency_key_status import ProblemInvalidIdempotencyKeyStatus
from .problem_invalid_idempotency_key_type import ProblemInvalidIdempotencyKeyType
from .problem_invalid_key import ProblemInvalidKey
from .problem_invalid_key_status import ProblemInvalidKeyStatus
from .problem_invalid_key_type import ProblemInvalidKeyType
from .problem_invalid_token import ProblemInvalidToken
from .problem_invalid_token_status import ProblemInvalidTokenStatus
from .problem_invalid_token_type import ProblemInvalidTokenType
from .problem_malformed_body import ProblemMalformedBody
from .problem_malformed_body_status import ProblemMalformedBodyStatus
from .problem_malformed_body_type import ProblemMalformedBodyType
from .problem_method_not_allowed import ProblemMethodNotAllowed
from .problem_method_not_allowed_status import ProblemMethodNotAllowedStatus
from .problem_method_not_allowed_type import ProblemMethodNotAllowedType
from .problem_missing_scope import ProblemMissingScope
from .problem_missing_scope_scope import ProblemMissingScopeScope
from .problem_missing_scope_status import ProblemMissingScopeStatus
from .problem_missing_scope_type import ProblemMissingScopeType
from .problem_no_such_account import ProblemNoSuchAccount
from .problem_no_such_account_status import ProblemNoSuchAccountStatus
from .problem_no_such_account_type import ProblemNoSuchAccountType
from .problem_no_such_recovery import ProblemNoSuchRecovery
from .problem_no_such_recovery_status import ProblemNoSuchRecoveryStatus
from .problem_no_such_recovery_type import ProblemNoSuchRecoveryType
from .problem_not_found import ProblemNotFound
from .problem_not_found_status import ProblemNotFoundStatus
from .problem_not_found_type import ProblemNotFoundType
from .problem_overloaded import ProblemOverloaded
from .problem_overloaded_status import ProblemOverloadedStatus
from .problem_overloaded_type import ProblemOverloadedType
from .problem_password_refused import ProblemPasswordRefused
from .problem_password_refused_reasons_item import ProblemPasswordRefusedReasonsItem
from .problem_password_refused_status import ProblemPasswordRefusedStatus
from .problem_password_refused_type import ProblemPasswordRefusedType
from .problem_request_timeout import ProblemRequestTimeout
from .problem_request_timeout_status import ProblemRequestTimeoutStatus
from .problem_request_timeout_type import ProblemRequestTimeoutType
from .problem_spent import ProblemSpent
from .problem_spent_status import ProblemSpentStatus
from .problem_spent_type import ProblemSpentType
from .problem_too_many_failures import ProblemTooManyFailures
from .problem_too_many_failures_status import ProblemTooManyFailuresStatus
from .problem_too_many_failures_type import ProblemTooManyFailuresType
from .problem_too_many_requests import ProblemTooManyRequests
from .problem_too_many_requests_status import ProblemTooManyRequestsStatus
from .problem_too_many_requests_type import ProblemTooManyRequestsType
from .problem_unsupported_media_type import ProblemUnsupportedMediaType
from .problem_unsupported_media_type_status import ProblemUnsupportedMediaTypeStatus
from .problem_unsupported_media_type_type import ProblemUnsupportedMediaTypeType
from .puzzle import Puzzle
from .puzzle_parameters import PuzzleParameters
from .recovery import Recovery
from .recovery_code import RecoveryCode
from .resend_code_body import ResendCodeBody
from .set_password_with_code_body import SetPasswordWithCodeBody
from .set_password_with_link_body import SetPasswordWithLinkBody
from .start_recovery_body import StartRecoveryBody
from .userverse_done import UserverseDone
from .userverse_error import UserverseError
from .userverse_error_detail import UserverseErrorDetail
from .userverse_error_detail_extra_type_0 import UserverseErrorDetailExtraType0
from .userverse_error_detail_extra_type_1 import UserverseErrorDetailExtraType1
from .userverse_flaw import UserverseFlaw
from .userverse_flaw_input_type_1 import UserverseFlawInputType1
from .userverse_request_body import UserverseRequestBody
from .userverse_request_body_method import UserverseRequestBodyMethod
from .userverse_request_method import UserverseRequestMethod
from .userverse_reset_with_token_body import UserverseResetWithTokenBody
from .userverse_validate_otp_body import UserverseValidateOtpBody
from .verify_password_body import VerifyPasswordBody

__all__ = (
    "Account",
    "AccountStatus",
    "BeginRecoveryBody",
    "CheckCodeBody",
    "CheckPasswordBody",
    "CodeIsRight",
    "CreateAccountBody",
    "FourPointError",
    "FourPointErrorError",
    "FourpointGenerateOtpBody",
    "FourpointSetPasswordBody",
    "FourpointValidateOtpBody",
    "Limit",
    "LookUpAccountBody",
    "PasswordCompared",
    "PasswordStrength",
    "PasswordWeighed",
    "Probed",
    "ProblemAccountExists",
    "ProblemAccountExistsStatus",
    "ProblemAccountExistsType",
    "ProblemBadRequest",
    "ProblemBadRequestStatus",
    "ProblemBadRequestType",
    "ProblemCodeNeeded",
    "ProblemCodeNeededStatus",
    "ProblemCodeNeededType",
    "ProblemContentTooLarge",
    "ProblemContentTooLargeStatus",
    "ProblemContentTooLargeType",
    "ProblemExpired",
    "ProblemExpiredStatus",
    "ProblemExpiredType",
    "ProblemIdempotencyKeyReused",
    "ProblemIdempotencyKeyReusedStatus",
    "ProblemIdempotencyKeyReusedType",
    "ProblemInternalError",
    "ProblemInternalErrorStatus",
    "ProblemInternalErrorType",
    "ProblemInvalidCode",
    "ProblemInvalidCodeStatus",
    "ProblemInvalidCodeType",
    "ProblemInvalidField",
    "ProblemInvalidFieldStatus",
    "ProblemInvalidFieldType",
    "ProblemInvalidIdempotencyKey",
    "ProblemInvalidIdempotencyKeyStatus",
    "ProblemInvalidIdempotencyKeyType",
    "ProblemInvalidKey",
    "ProblemInvalidKeyStatus",
    "ProblemInvalidKeyType",
    "ProblemInvalidToken",
    "ProblemInvalidTokenStatus",
    "ProblemInvalidTokenType",
    "ProblemMalformedBody",
    "ProblemMalformedBodyStatus",
    "ProblemMalformedBodyType",
    "ProblemMethodNotAllowed",
    "ProblemMethodNotAllowedStatus",
    "ProblemMethodNotAllowedType",
    "ProblemMissingScope",
    "ProblemMissingScopeScope",
    "ProblemMissingScopeStatus",
    "ProblemMissingScopeType",
    "ProblemNoSuchAccount",
    "ProblemNoSuchAccountStatus",
    "ProblemNoSuchAccountType",
    "ProblemNoSuchRecovery",
    "ProblemNoSuchRecoveryStatus",
    "ProblemNoSuchRecoveryType",
    "ProblemNotFound",
    "ProblemNotFoundStatus",
    "ProblemNotFoundType",
    "ProblemOverloaded",
    "ProblemOverloadedStatus",
    "ProblemOverloadedType",
    "ProblemPasswordRefused",
    "ProblemPasswordRefusedReasonsItem",
    "ProblemPasswordRefusedStatus",
    "ProblemPasswordRefusedType",
    "ProblemRequestTimeout",
    "ProblemRequestTimeoutStatus",
    "ProblemRequestTimeoutType",
    "ProblemSpent",
    "ProblemSpentStatus",
    "ProblemSpentType",
    "ProblemTooManyFailures",
    "ProblemTooManyFailuresStatus",
    "ProblemTooManyFailuresType",
    "ProblemTooManyRequests",
    "ProblemTooManyRequestsStatus",
    "ProblemTooManyRequestsType",
    "ProblemUnsupportedMediaType",
    "ProblemUnsupportedMediaTypeStatus",
    "ProblemUnsupportedMediaTypeType",
    "Puzzle",
    "PuzzleParameters",
    "Recovery",
    "RecoveryCode",
    "ResendCodeBody",
    "SetPasswordWithCodeBody",
    "SetPasswordWithLinkBody",
    "StartRecoveryBody",
    "UserverseDone",
    "UserverseError",
    "UserverseErrorDetail",
    "UserverseErrorDetailExtraType0",
    "UserverseErrorDetailExtraType1",
    "UserverseFlaw",
    "UserverseFlawInputType1",
    "UserverseRequestBody",
    "UserverseRequestBodyMethod",
    "UserverseRequestMethod",
    "UserverseResetWithTokenBody",
    "UserverseValidateOtpBody",
    "VerifyPasswordBody",
)

"""Everything that the client is for, against a real server: `RESETD_URL`, its capture box `RESETD_LETTERS` and an API key
`RESETD_KEY`. Ends with an error at whatever is not as it should be."""

import os
import re
import time

import httpx

from resetd_client import AuthenticatedClient, Client
from resetd_client.api.accounts import create_account, show_account, verify_password
from resetd_client.api.recoveries import begin_recovery, check_code, set_password_with_code
from resetd_client.api.tag4pointx import fourpoint_generate_otp
from resetd_client.api.userverse import userverse_request
from resetd_client.models import (
    Account,
    BeginRecoveryBody,
    CheckCodeBody,
    CodeIsRight,
    CreateAccountBody,
    FourpointGenerateOtpBody,
    PasswordCompared,
    ProblemAccountExists,
    ProblemInvalidCode,
    ProblemInvalidKey,
    ProblemPasswordRefused,
    Recovery,
    SetPasswordWithCodeBody,
    UserverseError,
    UserverseRequestBody,
    VerifyPasswordBody,
)

URL = os.environ["RESETD_URL"]
LETTERS = os.environ["RESETD_LETTERS"]
EMAIL = "paul@example.com"

person = Client(base_url=URL)
shop = AuthenticatedClient(base_url=URL, token=os.environ["RESETD_KEY"])


def mailed_code() -> str:
    """The code of the newest letter: the last line ends with it."""
    for _ in range(100):
        letter = httpx.get(f"{LETTERS}/latest.txt", params={"to": EMAIL})
        found = re.search(r"#(\S+)\s*$", letter.text) if letter.is_success else None
        if found:
            return found[1]
        time.sleep(0.05)
    raise AssertionError("no letter came")


def verify(password: str) -> bool:
    compared = verify_password.sync(client=shop, body=VerifyPasswordBody(email=EMAIL, password=password))
    assert isinstance(compared, PasswordCompared), compared
    return compared.ok


# The back end creates the account.
created = create_account.sync_detailed(
    client=shop, body=CreateAccountBody(email=EMAIL, password="the old password", name="Paul", locale="fr")
)
account = created.parsed
assert isinstance(account, Account), created
assert (account.status, account.name, account.locale) == ("active", "Paul", "fr")
assert account.disowned is False and account.password_changed_at is not None, created
assert created.headers["location"] == f"/v1/accounts/{account.id}"
twice = create_account.sync(client=shop, body=CreateAccountBody(email=EMAIL))
assert isinstance(twice, ProblemAccountExists), twice

# Without a key there is nothing to see.
stranger = show_account.sync(client=AuthenticatedClient(base_url=URL, token="resetd_none"), id=account.id)
assert isinstance(stranger, ProblemInvalidKey), stranger

# He begins a recovery, types a wrong code, then the right one.
recovery = begin_recovery.sync(client=person, body=BeginRecoveryBody(email=EMAIL))
assert isinstance(recovery, Recovery), recovery
code = mailed_code()
other = code[:-1] + ("1" if code.endswith("0") else "0")
wrong = check_code.sync(recovery.recovery, client=person, body=CheckCodeBody(code=other))
assert isinstance(wrong, ProblemInvalidCode) and wrong.attempts_left == 4, wrong
right = check_code.sync(recovery.recovery, client=person, body=CheckCodeBody(code=code))
assert isinstance(right, CodeIsRight) and right.ok, right


# Too short at first.
def put(password: str):
    body = SetPasswordWithCodeBody(code=code, new_password=password)
    return set_password_with_code.sync_detailed(recovery.recovery, client=person, body=body)


refused = put("short").parsed
assert isinstance(refused, ProblemPasswordRefused) and refused.reasons == ["too-short"], refused
assert put("the new password").status_code == 204

# The back end compares it.
assert verify("the new password")
assert not verify("the old password")

# The documented APIs.
asked = fourpoint_generate_otp.sync(client=person, body=FourpointGenerateOtpBody(email=EMAIL))
assert asked == "An OTP has been sent to your email address", asked
unknown = userverse_request.sync(client=person, email="nobody@example.com", body=UserverseRequestBody())
assert isinstance(unknown, UserverseError) and unknown.detail.error == "No account found for that email", unknown
print("done")

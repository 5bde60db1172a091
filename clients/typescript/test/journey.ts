// Everything that the client is for, against a real server: `RESETD_URL`, its capture box `RESETD_LETTERS` and an API key
// `RESETD_KEY`. Ends with an error at whatever is not as it should be.
import assert from "node:assert/strict";

import { resetd, type Account, type Recovery } from "../src/index.js";

function given(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set`);
  return value;
}

const url = given("RESETD_URL");
const letters = given("RESETD_LETTERS");
const shop = resetd(url, { apiKey: given("RESETD_KEY") });
const person = resetd(url);
const email = "tess@example.com";

/** The code of the newest letter: the last line ends with it. */
async function mailedCode(): Promise<string> {
  for (let look = 0; look < 100; look += 1) {
    const letter = await fetch(`${letters}/latest.txt?to=${encodeURIComponent(email)}`);
    const code = letter.ok ? /#(\S+)\s*$/.exec(await letter.text())?.[1] : undefined;
    if (code !== undefined) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no letter came");
}

// The back end creates the account.
const created = await shop.POST("/v1/accounts", { body: { email, password: "the old password", name: "Tess", locale: "de" } });
assert.equal(created.response.status, 201);
const account: Account | undefined = created.data;
assert.equal(account?.status, "active");
assert.equal(account?.disowned, false);
assert.equal(created.response.headers.get("Location"), `/v1/accounts/${account?.id}`);
const twice = await shop.POST("/v1/accounts", { body: { email } });
assert.equal(twice.error?.type, "/problems/account-exists");

// Without a key there is nothing to see.
const stranger = await person.GET("/v1/accounts/{id}", { params: { path: { id: account?.id ?? "" } } });
assert.equal(stranger.error?.type, "/problems/invalid-key");

// She begins a recovery, types a wrong code, then the right one.
const begun = await person.POST("/v1/recoveries", { body: { email } });
assert.equal(begun.response.status, 202);
const recovery: Recovery | undefined = begun.data;
assert.ok(recovery);
const path = { id: recovery.recovery };
const code = await mailedCode();
const other = code.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
const wrong = await person.POST("/v1/recoveries/{id}/check", { params: { path }, body: { code: other } });
assert.ok(wrong.error?.type === "/problems/invalid-code");
assert.equal(wrong.error.attempts_left, 4);
const right = await person.POST("/v1/recoveries/{id}/check", { params: { path }, body: { code } });
assert.deepEqual(right.data, { ok: true });

// Too short at first.
const put = (new_password: string) =>
  person.PUT("/v1/recoveries/{id}/password", { params: { path }, body: { code, new_password } });
const refused = await put("short");
assert.ok(refused.error?.type === "/problems/password-refused");
assert.deepEqual(refused.error.reasons, ["too-short"]);
assert.equal((await put("the new password")).response.status, 204);

// The back end compares it.
const verify = (password: string) => shop.POST("/v1/accounts/verify-password", { body: { email, password } });
assert.deepEqual((await verify("the new password")).data, { ok: true });
assert.deepEqual((await verify("the old password")).data, { ok: false });

// The documented APIs.
const asked = await person.POST("/_config/users/password/generate_otp", { body: { email } });
assert.equal(asked.data, "An OTP has been sent to your email address");
const unknown = await person.PATCH("/password-reset/request", { params: { query: { email: "nobody@example.com" } } });
assert.equal(unknown.response.status, 404);
assert.ok(unknown.error);
assert.equal(unknown.error.detail.error, "No account found for that email");
console.log("done");

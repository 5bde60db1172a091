//! The sample calls of both published documents, letter for letter, sent by `curl` through a shell. Only the host is
//! ours, and the code and password where the sample's own are placeholders.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::process::Command;

use support::server::{Place, Server};

const GENERATE_OTP: &str = r#"curl -X POST \
      'https://app.4pointx.com/_config/users/password/generate_otp' \
      -H 'Content-Type: application/json' \
      -d '{
         "email": "support@4point.com"
      }'"#;

const VALIDATE_OTP: &str = r#"curl -X POST \
         'https://app.4pointx.com/_config/users/validate_otp' \
         -H 'Content-Type: application/json' \
         -d '{
            "email": "support@4point.com",
            "otp": "123456"
         }'"#;

const UPDATE_PASSWORD: &str = r#"curl -X PUT \
   'https://app.4pointx.com/_config/users/password/' \
   -H 'Content-Type: application/json' \
   -d '{
       "email": "support@4pointx.com",
       "otp": "123456",
       "new_password": "12345678"
   }'"#;

const REQUEST: &str = r"curl --request PATCH \
  --url 'https://api.example.com/password-reset/request?email=user%40example.com'";

const VALIDATE_AND_RESET: &str = r"curl --request PATCH \
  --url 'https://api.example.com/password-reset/validate-otp?one_time_pin=123456' \
  --header 'Authorization: Basic dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA=='";

/// What a sample prints, and its status, when it is sent to this server.
fn run(server: &Server, sample: &str) -> (String, String) {
    let base = format!("http://{}", server.http.0);
    let sample = sample
        .replace("https://app.4pointx.com", &base)
        .replace("https://api.example.com", &base);
    assert!(sample.contains(&base), "{sample}");
    let line = format!("{sample} --silent --show-error --noproxy '*' --write-out '\\n%{{http_code}}'");
    let done = Command::new("sh").arg("-c").arg(line).output().expect("sh");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    let (body, status) = said.rsplit_once('\n').expect("a status");
    (status.to_owned(), body.to_owned())
}

fn told(status: &str, body: &str) -> (String, String) {
    (status.to_owned(), body.to_owned())
}

#[test]
fn the_sample_calls_of_the_4pointx_document_work_as_they_stand() {
    let place = Place::with(&[]);
    for email in ["support@4point.com", "support@4pointx.com"] {
        place.add(email, "the old password");
    }
    let server = place.serve();
    assert_eq!(
        run(&server, VALIDATE_OTP),
        told("404", r#"{"error":{"status":404,"message":"Invalid OTP"}}"#)
    );
    assert_eq!(
        run(&server, UPDATE_PASSWORD),
        told(
            "404",
            r#"{"error":{"status":404,"message":"Please request a new one OTP"}}"#
        )
    );
    assert_eq!(
        run(&server, GENERATE_OTP),
        told("200", r#""An OTP has been sent to your email address""#)
    );
    let code = server.captured_code("support@4point.com", 1);
    assert_eq!(
        run(
            &server,
            &VALIDATE_OTP.replace("\"123456\"", &format!("\"{code}\""))
        ),
        told("200", r#""OTP verified successfully""#)
    );
    // The document's samples name two addresses; each gets its own code.
    let other = GENERATE_OTP.replace("support@4point.com", "support@4pointx.com");
    assert_eq!(run(&server, &other).0, "200");
    let code = server.captured_code("support@4pointx.com", 1);
    assert_eq!(
        run(
            &server,
            &UPDATE_PASSWORD.replace("\"123456\"", &format!("\"{code}\""))
        ),
        told("200", r#""Password updated successfully""#)
    );
    assert!(place.verifies("support@4pointx.com", "12345678"));
    assert!(place.verifies("support@4point.com", "the old password"));
}

#[test]
fn the_sample_calls_of_the_userverse_document_work_as_they_stand() {
    for settings in [&[][..], &[("dialects.userverse.compat", "\"current\"")]] {
        let place = Place::with(settings);
        place.add("user@example.com", "the old password");
        let server = place.serve();
        let asked = if settings.is_empty() {
            "OTP sent to email"
        } else {
            "If an account exists for that email, we\u{2019}ve sent a reset link."
        };
        assert_eq!(
            run(&server, REQUEST),
            told("202", &format!(r#"{{"message":"{asked}","data":null}}"#))
        );
        let code = server.captured_code("user@example.com", 1);
        if code != "123456" {
            let (status, body) = run(&server, VALIDATE_AND_RESET);
            assert_eq!(status, "400", "{body}");
            assert!(
                body.starts_with(r#"{"detail":{"message":"OTP verification failed","#),
                "{body}"
            );
        }
        assert_eq!(
            run(&server, &VALIDATE_AND_RESET.replace("123456", &code)),
            told(
                "202",
                r#"{"message":"Password changed successfully","data":null}"#
            )
        );
        assert!(place.verifies("user@example.com", "newpassword"));
    }
}

#[test]
fn the_sample_calls_for_an_address_without_an_account_say_so() {
    let place = Place::with(&[]);
    place.add("ann@example.com", "the old password");
    let server = place.serve();
    let unknown = told(
        "409",
        r#"{"error":{"status":409,"message":"User Doesn't Exists"}}"#,
    );
    for sample in [GENERATE_OTP, VALIDATE_OTP, UPDATE_PASSWORD] {
        assert_eq!(run(&server, sample), unknown);
    }
    for sample in [REQUEST, VALIDATE_AND_RESET] {
        let (status, body) = run(&server, sample);
        assert_eq!(status, "404", "{body}");
        assert!(
            body.starts_with(r#"{"detail":{"message":"User not found","code":"app_error","#),
            "{body}"
        );
        assert!(
            body.contains(r#""error":"No account found for that email""#),
            "{body}"
        );
    }
}

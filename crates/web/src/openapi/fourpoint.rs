//! The 4pointx API, as the document tells of it.

use recovery::outcome::{Asked, Changed, Checked};
use strum::VariantArray;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::{RefOr, Schema};

use super::protocol;
use super::sample::Sample;
use super::schemas::{Field, body, must, named, text};
use super::told::Told;
use super::words::Words;
use crate::dialects::fourpoint::{ROUTES, Row, generate_otp, password, validate_otp};
use crate::reply::{Flaw, Part, Reply, Unread};

/// Its tag.
pub(super) const TAG: (&str, &str) = (
    "4pointx",
    "The published 4pointx API, byte for byte. Without credentials: an `Authorization` header that a generic client sends \
     along is not looked at. A success is a bare JSON string. Other keys than those that a call names are ignored, and a body \
     that is not labelled JSON is one that cannot be read.",
);

/// Its calls.
pub(super) fn calls(words: &Words) -> Vec<Told> {
    let unread = || [Unread::new(Part::Body, Flaw::NotJson(0))];
    vec![
        told(
            (
                "fourpointGenerateOtp",
                "Mail a code",
                "Mails a code to the account of `email`. Asked again within a minute it sends nothing more; \
                 asked again in the first half of the code's ten minutes it mails the same code again.",
            ),
            (HttpMethod::Post, "/_config/users/password/generate_otp"),
            vec![must("email", "Email")],
            rows(
                words,
                "generate_otp",
                Reply::all(Asked::VARIANTS.iter().copied(), unread()),
                generate_otp,
            ),
        ),
        told(
            (
                "fourpointValidateOtp",
                "Check a code",
                "Says whether `otp` is the code that was mailed to `email`. It uses nothing up; the fifth wrong guess ends the code.",
            ),
            (HttpMethod::Post, "/_config/users/password/validate_otp"),
            vec![must("email", "Email"), must("otp", "Code")],
            rows(
                words,
                "validate_otp",
                Reply::all(Checked::VARIANTS.iter().copied(), unread()),
                validate_otp,
            ),
        ),
        told(
            (
                "fourpointSetPassword",
                "Set a new password",
                "Sets `new_password` with the code. It needs no call of `validate_otp` before it and remembers none.",
            ),
            (HttpMethod::Put, "/_config/users/password/"),
            vec![
                must("email", "Email"),
                must("otp", "Code"),
                must("new_password", "NewPassword"),
            ],
            rows(words, "password", Reply::all(Changed::all(), unread()), password),
        ),
    ]
}

/// The schema of its errors.
pub(super) fn error() -> RefOr<Schema> {
    named("FourPointError")
}

fn rows<T>(words: &Words, call: &str, replies: Vec<Reply<T>>, table: fn(Reply<T>) -> Row) -> Vec<Sample> {
    let said = |row: Row| {
        let when = words.fourpoint(call, row.status, row.said);
        let schema = if row.status < 400 {
            Schema::from(text().build()).into()
        } else {
            error()
        };
        Sample::of(row.answer(None).response, when, schema)
    };
    replies.into_iter().map(table).map(said).collect()
}

fn told(
    (id, summary, text): (&'static str, &'static str, &str),
    (method, path): (HttpMethod, &'static str),
    fields: Vec<Field>,
    mut answers: Vec<Sample>,
) -> Told {
    let route = ROUTES.iter().find(|it| it.name == path);
    answers.extend(
        route
            .into_iter()
            .flat_map(|it| protocol::refusals(it, true, &error())),
    );
    Told {
        method,
        path,
        id,
        summary,
        text: text.to_owned(),
        tag: TAG.0,
        parameters: Vec::new(),
        body: Some(body(fields, false, true)),
        security: Vec::new(),
        answers,
        links: Vec::new(),
    }
}

//! The Userverse API, as the document tells of it: in one generation or in both.

use recovery::outcome::{Changed, LinkChanged};
use strum::VariantArray;
use utoipa::openapi::path::{HttpMethod, Parameter};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{RefOr, Schema};

use super::protocol;
use super::sample::Sample;
use super::schemas::{body, in_query, may, must, named, text};
use super::told::Told;
use super::words::Words;
use crate::dialects::userverse::{ROUTES, Requested, Row, flaws, request, reset_with_token, validate_otp};
use crate::reply::Reply;
use crate::settings::Compat;

/// Its tag.
pub(super) const TAG: (&str, &str) = (
    "Userverse",
    "The published Userverse API, byte for byte, in the generation of the setting `dialects.userverse.compat`: `documented` or \
     `current`. Each call is also served under the prefix `/userverse`. A body is optional where the query can say it all; an \
     empty one is none, whatever its label. Two places that say the same thing differently, and a query parameter that stands \
     twice, are malformed. In the query a `+` is a `+`, encoded or not. Other keys than those that a call names are ignored.",
);

/// What the Basic scheme of `validate-otp` is called.
pub(super) const BASIC: &str = "newCredentials";

/// Its calls, with the answers of these generations.
pub(super) fn calls(words: &Words, generations: &[Compat]) -> Vec<Told> {
    let told = Telling { words, generations };
    let method = || Schema::from(text().enum_values(Some(["otp", "magic_link"])).build());
    vec![
        told.call(
            ("userverseRequest", "Mail a code or a link", "Mails a code, or a link with `method=magic_link`, to the account of `email`. The address stands in the query or in \
             the body; one of them has to have it."),
            "/password-reset/request",
            vec![
                in_query("email", named("Email"), "Whose password is to be reset. A raw `+` is one."),
                in_query("method", method().into(), "What the letter is to show first; `otp` when it is missing."),
            ],
            body(vec![may("email", "Email"), super::schemas::Field("method", method().into(), false)], false, false),
            told.rows("request", Requested::VARIANTS, flaws::of_request, request),
        ),
        Told {
            security: vec![SecurityRequirement::new(BASIC, Vec::<String>::new()), SecurityRequirement::default()],
            ..told.call(
                ("userverseValidateOtp", "Set a new password with a code", "Sets a new password with the code. The code is `one_time_pin` in the query, or `one_time_pin` or `otp` in the body. \
                 Address and **new** password are HTTP Basic credentials (the address as user name), or `email` and \
                 `new_password` in the body. Nothing is authenticated by them: it is the code that counts."),
                "/password-reset/validate-otp",
                vec![in_query("one_time_pin", named("Code"), "")],
                body(
                    vec![may("email", "Email"), may("new_password", "NewPassword"), may("one_time_pin", "Code"), may("otp", "Code")],
                    false,
                    false,
                ),
                told.rows("validate-otp", &Changed::all().collect::<Vec<_>>(), flaws::of_validate_otp, validate_otp),
            )
        },
        told.call(
            ("userverseResetWithToken", "Set a new password with a link", "Sets a new password with the token of a letter's link. The published document does not have this call; its server does."),
            "/password-reset/reset-with-token",
            Vec::new(),
            body(vec![must("token", "LinkToken"), must("new_password", "NewPassword")], false, true),
            told.rows("reset-with-token", &LinkChanged::all().collect::<Vec<_>>(), flaws::of_reset_with_token, reset_with_token),
        ),
    ]
}

struct Telling<'a> {
    words: &'a Words,
    generations: &'a [Compat],
}

impl Telling<'_> {
    fn rows<T: Copy>(
        &self,
        call: &str,
        endings: &[T],
        flaws: fn() -> Vec<crate::reply::Unread>,
        table: fn(Reply<T>, Compat) -> Row,
    ) -> Vec<Sample> {
        let generation = |compat: &Compat| {
            let replies = Reply::all(endings.iter().copied(), flaws());
            let rows = replies
                .into_iter()
                .map(|it| self.sample(call, *compat, &table(it, *compat)));
            rows.collect::<Vec<_>>()
        };
        self.generations.iter().flat_map(generation).collect()
    }

    fn sample(&self, call: &str, compat: Compat, row: &Row) -> Sample {
        let status = row.status.to_string();
        let code = if row.error.is_some() { row.code() } else { "–" };
        let shown = shown(row);
        let when = |compat: &str| {
            self.words
                .userverse([call, compat, &status, code, row.message, &shown])
        };
        let both = when("both");
        let name: &str = compat.into();
        let when = match self.generations {
            _ if !both.is_empty() => both,
            [_] => when(name),
            _ => format!("with `compat = \"{name}\"`: {}", when(name)),
        };
        let schema = if row.error.is_some() {
            error()
        } else {
            named("UserverseDone")
        };
        Sample::of(row.response(&protocol::id()), when, schema)
    }

    fn call(
        &self,
        (id, summary, text): (&'static str, &'static str, &str),
        path: &'static str,
        parameters: Vec<Parameter>,
        body: RequestBody,
        mut answers: Vec<Sample>,
    ) -> Told {
        let route = ROUTES.iter().find(|it| it.name == path);
        answers.extend(
            route
                .into_iter()
                .flat_map(|it| protocol::refusals(it, true, &error())),
        );
        Told {
            method: HttpMethod::Patch,
            path,
            id,
            summary,
            text: text.to_owned(),
            tag: TAG.0,
            parameters,
            body: Some(body),
            security: Vec::new(),
            answers,
            links: Vec::new(),
        }
    }
}

fn error() -> RefOr<Schema> {
    named("UserverseError")
}

/// An error as its page shows it: a reason after its field is free, and the page has an ellipsis there.
pub(crate) fn shown(row: &Row) -> String {
    match (&row.error, row.malformed) {
        (None, _) => "–".into(),
        (Some(error), false) => error.to_string(),
        (Some(error), true) => format!("{}: …", error.split_once(": ").map_or("", |it| it.0)),
    }
}

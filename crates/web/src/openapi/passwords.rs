//! What a password would be worth, as the document tells of it.

use recovery::desk::Weighed;
use recovery::password::Refusal;
use recovery::strength::{Strength, Weakness};
use utoipa::openapi::path::HttpMethod;

use super::problems::Plan;
use super::schemas::{may, must};
use super::told::Told;
use super::words::Words;
use crate::v1::passwords::{self, ROUTES};

/// Its tag.
pub(super) const TAG: (&str, &str) = (
    "Passwords",
    "What a password would be worth, for whoever wants to say so while it is typed.",
);

/// The calls.
pub(super) fn calls(words: &Words) -> Vec<Told> {
    let plan = |route| Plan {
        route,
        method: HttpMethod::Post,
        tag: TAG.0,
        call: "weigh",
        id: "checkPassword",
        summary: "What a password would be worth",
        text: "Says what the policy makes of a password, and how hard it is to guess. Nothing is kept, and nothing is looked up elsewhere: the address only \
               serves to find its parts in the password.",
        parameters: Vec::new(),
        body: Some(vec![must("new_password", "Password"), may("email", "Email")]),
        scope: None,
        limited: true,
    };
    let weighed = Weighed {
        refused: Some(Refusal::TooShort),
        strength: Strength {
            score: 0,
            weaknesses: vec![Weakness::Common],
        },
    };
    let answer = || passwords::answer(&passwords::Told::of(&weighed));
    let told = ROUTES.iter().map(|route| {
        let mut told = plan(route).told(words, vec![(Ok(answer()), Some("PasswordWeighed"))]);
        for sample in &mut told.answers {
            if sample.when.is_empty() {
                sample.when = "the policy's verdict, and an estimate of strength".to_owned();
            }
        }
        told
    });
    told.collect()
}

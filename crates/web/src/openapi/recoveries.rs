//! Recoveries under `/v1`, as the document tells of them.

use recovery::api_keys::Scope;
use recovery::desk::{FlowChanged, LinkEnded};
use recovery::flow::FlowChecked;
use recovery::password::Refusal as Weakness;
use strum::VariantArray;
use utoipa::openapi::link::Link;
use utoipa::openapi::path::{HttpMethod, Parameter};
use utoipa::openapi::schema::{Object, Schema, Type};

use axum::response::Response;

use super::problems::Plan;
use super::schemas::{Field, in_header, in_path, may, must};
use super::told::Told;
use super::words::Words;
use crate::route::Route;
use crate::v1::problem::{Kind, Problem};
use crate::v1::recoveries::{self, ROUTES, Shape, Shown};
use crate::v1::stop::Stop;

/// Its tag.
pub(super) const TAG: (&str, &str) = (
    "Recoveries",
    "Whoever asks gets a recovery, whether or not there is an account, and everything that is answered depends on the asks and \
     guesses made on the recovery alone. Each recovery has a code of its own, which is typed nowhere else.",
);

/// What one call ends with: an answer and the schema of its body.
type Ended = (Result<Response, Stop>, Option<&'static str>);

/// The calls.
pub(super) fn calls(words: &Words) -> Vec<Told> {
    let of = |name: &str| ROUTES.iter().find(|it| it.name == name);
    let told = |name, plan: fn(&'static Route) -> Plan, own: Vec<Ended>| {
        of(name)
            .map(|route| plan(route).told(words, own))
            .map(|it| with_links(it, name))
    };
    [
        told("/v1/recoveries", begin, begun_once()),
        told("/v1/recoveries/start", start, begun_once()),
        told(
            "/v1/recoveries/{id}/resend",
            resend,
            vec![begun(), (problem(Kind::NoSuchRecovery), None)],
        ),
        told("/v1/recoveries/{id}/check", check, checks()),
        told("/v1/recoveries/{id}/password", password, changes()),
        told("/v1/links/password", link, changes_by_link()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn problem(kind: Kind) -> Result<Response, Stop> {
    Err(Problem::new(kind).into())
}

fn begun() -> Ended {
    let shown = Shown {
        recovery: "Qe9ye750d72U_Tg6i-UiTQ".to_owned(),
        reference: "P6M7E2".to_owned(),
        code: Shape {
            min_length: 6,
            max_length: 13,
        },
        resend_after: 60,
        expires_in: 600,
    };
    (Ok(recoveries::begun(&shown)), Some("Recovery"))
}

/// How checking a code ends.
fn checks() -> Vec<Ended> {
    let ended = |it| match recoveries::check(it) {
        None => (Ok(recoveries::right()), Some("CodeIsRight")),
        Some(kind) => (Err(recoveries::not_by(kind, it).into()), None),
    };
    checked().map(ended).collect()
}

/// How setting a password with a code ends.
fn changes() -> Vec<Ended> {
    let ended = |it| match (recoveries::password(it), it) {
        (None, _) => (Ok(recoveries::done()), None),
        (Some(kind), FlowChanged::Refused(why)) => (Err(recoveries::refused(kind, why).into()), None),
        (Some(kind), FlowChanged::Not(ending)) => (Err(recoveries::not_by(kind, ending).into()), None),
        (Some(kind), FlowChanged::Done) => (problem(kind), None),
    };
    changed().map(ended).collect()
}

/// And with a link.
fn changes_by_link() -> Vec<Ended> {
    let ended = |it| match (recoveries::link(it), it) {
        (None, _) => (Ok(recoveries::done()), None),
        (Some(kind), LinkEnded::Refused(why)) => (Err(recoveries::refused(kind, why).into()), None),
        (Some(kind), LinkEnded::NotByCode(ending)) => (Err(recoveries::not_by(kind, ending).into()), None),
        (Some(kind), LinkEnded::Done | LinkEnded::Invalid | LinkEnded::CodeNeeded) => (problem(kind), None),
    };
    LinkEnded::all().map(ended).collect()
}

fn checked() -> impl Iterator<Item = FlowChecked> {
    use FlowChecked::{Accepted, Expired, Spent, Unknown, Wrong};
    [Accepted, Wrong { left: 4 }, Spent, Expired, Unknown].into_iter()
}

fn changed() -> impl Iterator<Item = FlowChanged> {
    let refused = Weakness::VARIANTS.iter().copied().map(FlowChanged::Refused);
    std::iter::once(FlowChanged::Done)
        .chain(checked().map(FlowChanged::Not))
        .chain(refused)
}

/// A call for everybody.
fn open(route: &'static Route, method: HttpMethod, call: &'static str) -> Plan {
    Plan {
        route,
        method,
        tag: TAG.0,
        call,
        id: "",
        summary: "",
        text: "",
        parameters: Vec::new(),
        body: Some(Vec::new()),
        scope: None,
        limited: true,
    }
}

/// The fields of the body that begins a recovery.
fn fields() -> Option<Vec<Field>> {
    Some(vec![must("email", "Email"), may("locale", "Locale")])
}

/// Who sends a request again with the same key gets the same recovery.
fn key() -> Parameter {
    let schema = Object::builder()
        .schema_type(Type::String)
        .pattern(Some("^[!#-\\[\\]-~]{1,128}$"));
    in_header(
        "Idempotency-Key",
        Schema::from(schema.build()).into(),
        "Of your choice, best a UUID: the same request with the same key, within six hours, is answered as it was the first time.",
    )
}

/// What lifts the limit that a call counts for.
fn proof() -> Parameter {
    let schema = Object::builder().schema_type(Type::String);
    in_header(
        "Proof-Of-Work",
        Schema::from(schema.build()).into(),
        "A solved puzzle of `GET /v1/puzzles/{limit}`, as ALTCHA's programs write it: base64 of JSON with `challenge` and `solution`. It lets \
         this call in once the limit is met, and counts nothing else.",
    )
}

fn begun_once() -> Vec<Ended> {
    let kinds = [Kind::InvalidIdempotencyKey, Kind::IdempotencyKeyReused];
    let problems = kinds.map(|kind| (problem(kind), None));
    [begun()].into_iter().chain(problems).collect()
}

fn begin(route: &'static Route) -> Plan {
    Plan {
        id: "beginRecovery",
        summary: "Begin a recovery",
        text: "Begins a recovery and mails a code and a link, if there is an account to mail them to. The answer is the same if there is none.",
        parameters: vec![key(), proof()],
        body: fields(),
        ..open(route, HttpMethod::Post, "begin")
    }
}

fn start(route: &'static Route) -> Plan {
    Plan {
        id: "startRecovery",
        summary: "Begin a recovery for somebody",
        text: "The same for your back end, within the same limits. The code goes to the mailbox and is shown to nobody else.",
        parameters: vec![key(), proof()],
        body: fields(),
        scope: Some(Scope::RecoveriesStart),
        ..open(route, HttpMethod::Post, "begin")
    }
}

fn resend(route: &'static Route) -> Plan {
    Plan {
        id: "resendCode",
        summary: "Mail the code again",
        text: "Mails the code again; a new one when half its time has passed, or it is spent or expired. A recovery takes asks for an hour. The body is `{}`.",
        parameters: vec![in_path("id", "RecoveryId"), proof()],
        ..open(route, HttpMethod::Post, "resend")
    }
}

fn check(route: &'static Route) -> Plan {
    Plan {
        id: "checkCode",
        summary: "Check a code",
        text: "Says whether it is the code, and uses nothing up.",
        parameters: vec![in_path("id", "RecoveryId"), proof()],
        body: Some(vec![must("code", "Code")]),
        ..open(route, HttpMethod::Post, "check")
    }
}

fn password(route: &'static Route) -> Plan {
    Plan {
        id: "setPasswordWithCode",
        summary: "Set a new password with a code",
        text: "Sets the password and ends the account's other recoveries, codes and links. A check before it is not needed.",
        parameters: vec![in_path("id", "RecoveryId"), proof()],
        body: Some(vec![must("code", "Code"), must("new_password", "NewPassword")]),
        ..open(route, HttpMethod::Put, "password")
    }
}

fn link(route: &'static Route) -> Plan {
    Plan {
        id: "setPasswordWithLink",
        summary: "Set a new password with a link",
        text: "Sets the password with the token of a letter's link, and ends the account's recoveries, codes and links. `code` is the one of the same letter: needed only after a change was taken back.",
        parameters: vec![proof()],
        body: Some(vec![
            must("token", "LinkToken"),
            may("code", "Code"),
            must("new_password", "NewPassword"),
        ]),
        ..open(route, HttpMethod::Put, "link")
    }
}

/// Where a recovery leads to.
fn with_links(mut told: Told, name: &str) -> Told {
    if matches!(name, "/v1/recoveries" | "/v1/recoveries/start") {
        let next = ["resendCode", "checkCode", "setPasswordWithCode"];
        told.links = next
            .map(|it| (202, it, link_to(it, "$response.body#/recovery")))
            .into();
    }
    told
}

/// A link to a call about what an answer named.
pub(super) fn link_to(operation: &str, named: &str) -> Link {
    Link::builder()
        .operation_id(operation)
        .parameter("id", named)
        .build()
}

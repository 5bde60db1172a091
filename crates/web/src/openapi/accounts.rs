//! Accounts under `/v1`, as the document tells of them.

use axum::response::Response;
use recovery::address::Email;
use recovery::api_keys::Scope;
use recovery::back_end::{Created, Verified};
use recovery::moment::{Moment, Span};
use recovery::password::Refusal as Weakness;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, AccountVersion, Status};
use strum::VariantArray;
use utoipa::openapi::path::HttpMethod;

use super::problems::Plan;
use super::recoveries::link_to;
use super::schemas::{in_path, may, must};
use super::told::Told;
use super::words::Words;
use crate::route::Route;
use crate::v1::accounts::{self, Answered, ROUTES, Said};
use crate::v1::problem::Problem;
use crate::v1::recoveries::refused;
use crate::v1::stop::Stop;

/// Its tag.
pub(super) const TAG: (&str, &str) = (
    "Accounts",
    "For your own back end, behind an API key with the scope of the call. Its holder is told whether an account exists, so keep \
     keys where your password hashes would be. There is no limit per client here. An account is named by `id`, which is never \
     given again, and never by its address in a path: paths end up in logs.",
);

type Ended = (Result<Response, Stop>, Option<&'static str>);

/// The calls.
pub(super) fn calls(words: &Words) -> Vec<Told> {
    let Ok(email) = Email::parse("ann@example.com") else {
        return Vec::new();
    };
    let ann = Account {
        id: AccountId(1),
        version: AccountVersion(1),
        email,
        name: Some("Ann".to_owned()),
        locale: Some("en".to_owned()),
        status: Status::Active,
        sign_in: SignIn::Password,
        disowned: false,
        // 2026-11-23T14:00:00Z
        password_changed_at: Some(Moment(1_795_442_400_000)),
    };
    let away = Account {
        status: Status::Disabled,
        ..ann.clone()
    };
    let elsewhere = Account {
        sign_in: SignIn::Elsewhere("Google".parse().ok()),
        password_changed_at: None,
        ..ann.clone()
    };
    let shown = |account: &Account| {
        [
            (accounts::shown(Some(account)), Some("Account")),
            (accounts::shown(None), None),
        ]
        .into()
    };
    let removed = [true, false].map(|there| (accounts::answer(accounts::remove(there), None::<&()>), None));
    let of = |name: &str| ROUTES.iter().find(|it| it.name == name);
    let told = |name, plan: fn(&'static Route) -> Plan, own: Vec<Ended>| {
        of(name).map(|route| plan(route).told(words, own))
    };
    [
        told("/v1/accounts", create, created(&ann)).map(with_links),
        told("/v1/accounts/lookup", lookup, shown(&ann)),
        told("/v1/accounts/verify-password", verify, verified()),
        told("/v1/accounts/{id}", show, shown(&ann)),
        told("/v1/accounts/{id}", remove, removed.into()),
        told("/v1/accounts/{id}/disable", disable, shown(&away)),
        told("/v1/accounts/{id}/enable", enable, shown(&ann)),
        told("/v1/accounts/{id}/sign-in", sign_in, shown(&elsewhere)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn created(ann: &Account) -> Vec<Ended> {
    let refusals = Weakness::VARIANTS.iter().copied().map(Created::Refused);
    let all = [Created::New(Box::new(ann.clone())), Created::Known]
        .into_iter()
        .chain(refusals);
    let ended = |it: Created| {
        let said = accounts::create(&it);
        match (it, said) {
            (Created::New(account), said) => (accounts::made(&account, said), Some("Account")),
            (Created::Refused(why), Said::Problem(kind)) => (Err(refused(kind, why).into()), None),
            (Created::Known | Created::Refused(_), said) => (accounts::answer(said, None::<&()>), None),
        }
    };
    all.map(ended).collect()
}

fn verified() -> Vec<Ended> {
    let all = [
        Verified::Right,
        Verified::Wrong,
        Verified::Wait(Span::seconds(30)),
    ];
    let ended = |it: Verified| match (it, accounts::verify(it)) {
        (Verified::Wait(span), Said::Problem(kind)) => (Err(Problem::new(kind).after(span).into()), None),
        (Verified::Right | Verified::Wrong | Verified::Wait(_), said) => {
            let answered = Answered {
                ok: it == Verified::Right,
            };
            (accounts::answer(said, Some(&answered)), Some("PasswordCompared"))
        }
    };
    all.into_iter().map(ended).collect()
}

/// A call about one account, without a body.
fn about_one(route: &'static Route, method: HttpMethod, scope: Scope, call: &'static str) -> Plan {
    Plan {
        route,
        method,
        tag: TAG.0,
        call,
        id: "",
        summary: "",
        text: "",
        parameters: vec![in_path("id", "AccountId")],
        body: None,
        scope: Some(scope),
        limited: false,
    }
}

fn create(route: &'static Route) -> Plan {
    Plan {
        id: "createAccount",
        summary: "Create an account",
        text: "Creates an account. Without `password` its owner sets the first one with a code; with a `sign_in` other than `password` \
               there is none. Fields that are not wanted are left out, not `null`.",
        parameters: Vec::new(),
        body: Some(vec![
            must("email", "Email"),
            may("password", "NewPassword"),
            may("name", "Name"),
            may("locale", "Locale"),
            may("sign_in", "SignIn"),
        ]),
        ..about_one(route, HttpMethod::Post, Scope::AccountsWrite, "create")
    }
}

fn lookup(route: &'static Route) -> Plan {
    Plan {
        id: "lookUpAccount",
        summary: "Find the account of an address",
        text: "Shows the account of an address. The address stands in the body, where logs do not keep it.",
        parameters: Vec::new(),
        body: Some(vec![must("email", "Email")]),
        ..about_one(route, HttpMethod::Post, Scope::AccountsRead, "look up")
    }
}

fn verify(route: &'static Route) -> Plan {
    Plan {
        id: "verifyPassword",
        summary: "Compare a password",
        text: "Says whether it is the password of the account. An address without an account, a disabled account and one without a password here are \
               answered `{\"ok\":false}`, counted and held off like a wrong password. After a hundred wrong ones in a row an address has to wait.",
        parameters: Vec::new(),
        body: Some(vec![must("email", "Email"), must("password", "Password")]),
        ..about_one(route, HttpMethod::Post, Scope::PasswordsVerify, "verify")
    }
}

fn show(route: &'static Route) -> Plan {
    Plan {
        id: "showAccount",
        summary: "Show an account",
        text: "Shows an account.",
        ..about_one(route, HttpMethod::Get, Scope::AccountsRead, "show")
    }
}

fn remove(route: &'static Route) -> Plan {
    Plan {
        id: "removeAccount",
        summary: "Remove an account",
        text: "Removes an account with its codes and letters.",
        ..about_one(route, HttpMethod::Delete, Scope::AccountsWrite, "remove")
    }
}

fn disable(route: &'static Route) -> Plan {
    Plan {
        id: "disableAccount",
        summary: "Disable an account",
        text: "From now on the account answers as an unknown one, and its codes and links end.",
        ..about_one(route, HttpMethod::Post, Scope::AccountsWrite, "disable")
    }
}

fn enable(route: &'static Route) -> Plan {
    Plan {
        id: "enableAccount",
        summary: "Enable an account",
        text: "The account may be used again. Ended codes stay ended.",
        ..about_one(route, HttpMethod::Post, Scope::AccountsWrite, "enable")
    }
}

fn sign_in(route: &'static Route) -> Plan {
    Plan {
        id: "setSignIn",
        summary: "Change how an account is signed in to",
        text: "Says how the owner of an account signs in to your application. Its codes and links end if that is a change. While it is not \
               `password` no recovery sets one, no password is the right one, and who asks for a recovery is told by letter where to sign in, or \
               that the address is that of several accounts. A password that it has is kept, and counts again with `password`.",
        body: Some(vec![must("sign_in", "SignIn")]),
        ..about_one(route, HttpMethod::Put, Scope::AccountsWrite, "sign in")
    }
}

/// Where a new account leads to.
fn with_links(mut told: Told) -> Told {
    let next = [
        "showAccount",
        "disableAccount",
        "enableAccount",
        "setSignIn",
        "removeAccount",
    ];
    told.links = next.map(|it| (201, it, link_to(it, "$response.body#/id"))).into();
    told
}

//! API keys as callers show them: `Authorization: Bearer resetd_…` (RFC 6750).

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, header};
use recovery::api_keys::{ApiKey, ApiKeyId, Scope};
use recovery::back_end::{BackEnd, Shown};

use super::problem::{Kind, Problem};
use super::stop::Stop;
use crate::door::Call;
use crate::refusal::Refusal;

/// What is wrong with the key of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyTrouble {
    /// There is none.
    Missing,
    /// It is none of ours, or was removed.
    Unknown,
    /// It may not be used for this.
    Lacks(Scope),
}

impl KeyTrouble {
    pub(crate) fn problem(self) -> Problem {
        let kind = match self {
            KeyTrouble::Missing | KeyTrouble::Unknown => Kind::InvalidKey,
            KeyTrouble::Lacks(_) => Kind::MissingScope,
        };
        let problem = Problem::new(kind).header(header::WWW_AUTHENTICATE, self.challenge());
        match self {
            KeyTrouble::Missing | KeyTrouble::Unknown => problem,
            KeyTrouble::Lacks(scope) => problem.member("scope", scope.name()),
        }
    }

    fn challenge(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            KeyTrouble::Missing => "Bearer realm=\"resetd\"",
            KeyTrouble::Unknown => "Bearer realm=\"resetd\", error=\"invalid_token\"",
            KeyTrouble::Lacks(_) => "Bearer realm=\"resetd\", error=\"insufficient_scope\"",
        })
    }
}

/// The desk of the back end, for a call whose key has this scope. Looked at before the body: whoever has no key is told
/// nothing else.
pub(crate) async fn admit(call: &mut Call, scope: Scope) -> Result<Arc<BackEnd>, Stop> {
    let Some(desk) = call.back_end() else {
        return Err(Refusal::NotFound.into());
    };
    let key = sent(call.headers()).map_err(Refusal::Key)?;
    let trouble = match desk.show(&key, scope).await? {
        Shown::Allowed => return Ok(desk),
        Shown::Unknown => KeyTrouble::Unknown,
        Shown::Lacks => KeyTrouble::Lacks(scope),
    };
    Err(Refusal::Key(trouble).into())
}

/// What names the key that a call shows.
pub(crate) fn key_of(call: &Call) -> Result<ApiKeyId, Stop> {
    Ok(sent(call.headers()).map_err(Refusal::Key)?.id())
}

fn sent(headers: &HeaderMap) -> Result<ApiKey, KeyTrouble> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().ok_or(KeyTrouble::Missing)?;
    if values.next().is_some() {
        return Err(KeyTrouble::Unknown);
    }
    let text = value.to_str().map_err(|_| KeyTrouble::Unknown)?;
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(KeyTrouble::Missing);
    }
    ApiKey::typed(token.trim_matches(' ')).ok_or(KeyTrouble::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_from_one_bearer_header_alone() {
        let key = format!("resetd_{}_{}", "0".repeat(12), "f".repeat(64));
        let with = |values: &[String]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, value.parse().unwrap());
            }
            sent(&headers).map(|it| it.reveal().to_owned())
        };
        assert_eq!(with(&[format!("Bearer {key}")]), Ok(key.clone()));
        assert_eq!(with(&[format!("bearer  {key}")]), Ok(key.clone()));
        assert_eq!(with(&[]), Err(KeyTrouble::Missing));
        assert_eq!(with(&[format!("Basic {key}")]), Err(KeyTrouble::Missing));
        for bad in [String::new(), key.clone()] {
            assert_eq!(with(&[bad]), Err(KeyTrouble::Missing));
        }
        for bad in [
            "Bearer".to_owned(),
            "Bearer x".into(),
            format!("Bearer {key} {key}"),
        ] {
            assert_eq!(with(&[bad]), Err(KeyTrouble::Unknown));
        }
        let twice = format!("Bearer {key}");
        assert_eq!(with(&[twice.clone(), twice]), Err(KeyTrouble::Unknown));
    }
}

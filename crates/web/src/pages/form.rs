//! What a browser's form sends: `application/x-www-form-urlencoded`, each field once.

use percent_encoding::percent_decode;
use zeroize::Zeroizing;

/// A body that is no form of ours: a field stands there twice, or is not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// What was typed into a field; `None`: the field was not sent.
pub(super) type Typed = Option<Zeroizing<String>>;

/// The fields of these names, in their order. Others are left alone: browsers' extensions add some.
pub(super) fn read<const N: usize>(body: &[u8], names: [&str; N]) -> Result<[Typed; N], Malformed> {
    let mut found = [const { None }; N];
    for pair in body.split(|it| *it == b'&') {
        let (name, value) = match pair.iter().position(|it| *it == b'=') {
            Some(at) => pair.split_at_checked(at).ok_or(Malformed)?,
            None => (pair, pair.get(pair.len()..).unwrap_or_default()),
        };
        let name = decoded(name)?;
        let slot = names.iter().position(|it| *it == name.as_str());
        let Some(place) = slot.and_then(|at| found.get_mut(at)) else {
            continue;
        };
        if place.is_some() {
            return Err(Malformed);
        }
        *place = Some(decoded(value.strip_prefix(b"=").unwrap_or(value))?);
    }
    Ok(found)
}

fn decoded(text: &[u8]) -> Result<Zeroizing<String>, Malformed> {
    let spaced: Zeroizing<Vec<u8>> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect::<Vec<u8>>()
        .into();
    let decoded = Zeroizing::new(percent_decode(&spaced).collect::<Vec<u8>>());
    let text = std::str::from_utf8(&decoded).map_err(|_| Malformed)?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(body: &str) -> Result<Option<String>, Malformed> {
        read(body.as_bytes(), ["email"]).map(|[it]| it.map(|it| it.to_string()))
    }

    #[test]
    fn a_field_is_read_as_browsers_write_it() {
        let is = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(
            email("email=ann%2Bnews%40example.com"),
            is("ann+news@example.com")
        );
        assert_eq!(email("x=1&email=a+b&y="), is("a b"));
        assert_eq!(email("em%61il=a%3Db=c"), is("a=b=c"));
        assert_eq!(email("email"), is(""));
        assert_eq!(email("email=%C3%BC%F0%9F%98%80"), is("ü😀"));
        assert_eq!(email(""), Ok(None));
        assert_eq!(email("emails=a&EMAIL=b"), Ok(None));
    }

    #[test]
    fn a_field_that_stands_there_twice_or_is_not_utf_8_is_malformed() {
        for body in ["email=a&email=b", "email=a&em%61il=a", "email&email", "email=%ff"] {
            assert_eq!(email(body), Err(Malformed), "{body}");
        }
        assert!(read(b"email=\xff", ["email"]).is_err());
    }
}

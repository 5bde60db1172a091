//! One row of a file of accounts, and what it takes to be an account.

use std::fmt;

use recovery::address::Email;
use recovery::ports::NewAccount;
pub use recovery::profile::{locale, name};
use recovery::signing_in::{NoSignIn, SignIn};
use serde::Deserialize;

/// A row as it stands in the file.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// The address.
    pub email: String,
    /// What the account is called.
    pub name: Option<String>,
    /// The language of its letters.
    pub locale: Option<String>,
    /// How its owner signs in; empty: by password.
    pub sign_in: Option<String>,
    /// A hash in PHC or crypt form; empty: no password.
    pub password_hash: Option<String>,
}

/// A hash is worth guessing against, and a row that was read wrongly may hold one anywhere.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Row(hidden)")
    }
}

impl Row {
    /// The account it describes. An empty field is no field.
    ///
    /// # Errors
    /// A reason for people, which never repeats the hash.
    pub fn account(self) -> Result<NewAccount, String> {
        let given = |field: Option<String>| field.filter(|it| !it.is_empty());
        let email = Email::parse(&self.email).map_err(|no| format!("email: {no}"))?;
        let name = given(self.name).map(|it| name(&it)).transpose();
        let locale = given(self.locale).map(|it| locale(&it)).transpose();
        let hash = given(self.password_hash)
            .map(|it| directory::check_form(&it))
            .transpose();
        let sign_in = given(self.sign_in).map(|it| sign_in(&it)).transpose();
        let sign_in = sign_in
            .map_err(|why| format!("sign_in: {why}"))?
            .unwrap_or_default();
        if matches!(hash, Ok(Some(_))) && !sign_in.is_by_password() {
            return Err(format!(
                "sign_in: with {sign_in} there is no password; leave password_hash empty"
            ));
        }
        Ok(NewAccount {
            email,
            name: name.map_err(|why| format!("name: {why}"))?,
            locale: locale.map_err(|why| format!("locale: {why}"))?,
            sign_in,
            hash: hash.map_err(|why| format!("password_hash: {why}"))?,
        })
    }
}

/// Reads how an account is signed in to.
///
/// # Errors
/// A reason for people.
pub fn sign_in(text: &str) -> Result<SignIn, String> {
    text.parse().map_err(|why: NoSignIn| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(email: &str, locale: &str) -> Row {
        Row {
            email: email.to_owned(),
            locale: Some(locale.to_owned()),
            ..Row::default()
        }
    }

    #[test]
    fn empty_fields_are_no_fields() {
        let account = row("Ann@example.com", "").account().unwrap();
        assert_eq!(account.email.as_written(), "Ann@example.com");
        assert!(account.name.is_none() && account.locale.is_none() && account.hash.is_none());
    }

    #[test]
    fn a_reason_names_its_field() {
        assert!(row("ann", "en").account().unwrap_err().starts_with("email: "));
        assert!(
            row("a@example.com", "e")
                .account()
                .unwrap_err()
                .starts_with("locale: ")
        );
        let named = Row {
            name: Some("a\nb".into()),
            ..row("a@example.com", "en")
        };
        assert!(named.account().unwrap_err().starts_with("name: "));
    }

    #[test]
    fn a_bad_hash_is_refused_without_repeating_it() {
        let hashed = Row {
            password_hash: Some("$md5$0123456789".into()),
            ..row("a@example.com", "en")
        };
        assert_eq!(format!("{hashed:?}"), "Row(hidden)");
        let why = hashed.account().unwrap_err();
        assert!(
            why.starts_with("password_hash: ") && !why.contains("0123456789"),
            "{why}"
        );
    }
}

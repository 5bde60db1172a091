//! What an account's owner is told in a letter, and nobody else anywhere.

use crate::signing_in::SignIn;
use crate::subject::{Account, Status};

/// How an account stands, as far as its letters tell. With a state added here the letters stop compiling until they say
/// something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum OwnerState {
    /// A password can be replaced.
    Ordinary,
    /// There never was a password: the letter sets the first one.
    FirstPassword,
    /// A change was taken back: link and code together set a password, neither alone.
    Disowned,
    /// It may not be used. The letter says so, and holds neither code nor link.
    Disabled,
    /// Its owner signs in by another service's account. The letter says where, and holds neither code nor link.
    Elsewhere,
    /// Its address is that of several accounts of the application. The letter says so, and holds neither code nor link.
    Shared,
}

impl OwnerState {
    /// The state of an account. `pages`: whether the hosted pages are served, where link and code can be used together.
    #[must_use]
    pub fn of(account: &Account, pages: bool) -> OwnerState {
        match (account.status, &account.sign_in) {
            (Status::Disabled, _) => OwnerState::Disabled,
            (Status::Active, SignIn::Elsewhere(_)) => OwnerState::Elsewhere,
            (Status::Active, SignIn::Shared) => OwnerState::Shared,
            (Status::Active, SignIn::Password) if pages && account.disowned => OwnerState::Disowned,
            (Status::Active, SignIn::Password) if account.password_changed_at.is_none() => {
                OwnerState::FirstPassword
            }
            (Status::Active, SignIn::Password) => OwnerState::Ordinary,
        }
    }
}

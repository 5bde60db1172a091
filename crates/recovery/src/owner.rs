//! What an account's owner is told in a letter, and nobody else anywhere.

use crate::subject::{Account, Status};

/// How an account stands, as far as its letters tell. Accounts that other systems keep will add states here (another way
/// of signing in, several accounts of one address); the letters then stop compiling until they say something.
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
}

impl OwnerState {
    /// The state of an account. `pages`: whether the hosted pages are served, where link and code can be used together.
    #[must_use]
    pub fn of(account: &Account, pages: bool) -> OwnerState {
        match account.status {
            Status::Disabled => OwnerState::Disabled,
            Status::Active if pages && account.disowned => OwnerState::Disowned,
            Status::Active if account.password_changed_at.is_none() => OwnerState::FirstPassword,
            Status::Active => OwnerState::Ordinary,
        }
    }
}

//! How things can end. There is no "other": add an ending here and every dialect stops compiling until it says what
//! it answers.

use crate::password::Refusal;

/// How asking for a letter can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Asked {
    /// A letter is on its way, or one that serves already was; also where a limit on the account kept it back.
    Served,
    /// No account has this address, or it is disabled.
    UnknownAccount,
}

/// How checking a code can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Checked {
    /// The right code.
    Accepted,
    /// On record, but different. It has been counted.
    Wrong,
    /// Never asked for, already used, or out of tries: the person's next step is the same.
    NothingPending,
    /// Its time has passed.
    Expired,
    /// No account has this address, or it is disabled.
    UnknownAccount,
}

/// How setting a new password with a code can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The new password counts, on disk.
    Done,
    /// The policy refuses the password. Said before the code was looked at, or once it was right; it is not taken.
    Refused(Refusal),
    /// On record, but different. It has been counted.
    Wrong,
    /// Never asked for, already used, or out of tries.
    NothingPending,
    /// Its time has passed.
    Expired,
    /// No account has this address, or it is disabled.
    UnknownAccount,
}

impl Changed {
    /// Every ending, each reason of a refusal among them.
    pub fn all() -> impl Iterator<Item = Changed> {
        use strum::VariantArray;
        let refused = Refusal::VARIANTS.iter().copied().map(Changed::Refused);
        [
            Changed::Done,
            Changed::Wrong,
            Changed::NothingPending,
            Changed::Expired,
            Changed::UnknownAccount,
        ]
        .into_iter()
        .chain(refused)
    }
}

/// How setting a new password with a link can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkChanged {
    /// The new password counts, on disk.
    Done,
    /// The policy refuses the password. Said before the token was looked at, or once it was right; it is not taken.
    Refused(Refusal),
    /// Not a token, or one that is wrong, expired or used.
    Invalid,
}

impl LinkChanged {
    /// Every ending, each reason of a refusal among them.
    pub fn all() -> impl Iterator<Item = LinkChanged> {
        use strum::VariantArray;
        let refused = Refusal::VARIANTS.iter().copied().map(LinkChanged::Refused);
        [LinkChanged::Done, LinkChanged::Invalid]
            .into_iter()
            .chain(refused)
    }
}

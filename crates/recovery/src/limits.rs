//! Limits per client and per account. The client is a network prefix that only appears here as a keyed hash.

use crate::moment::{Moment, Span};

/// A client's network prefix as HMAC under a key that lives for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientKey(pub [u8; 16]);

/// The window of every limit.
pub const WINDOW: Span = Span::hours(1);

/// What a client is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doing {
    /// Asking for a code or link.
    Asking,
    /// Presenting a code or token, to look or to set a password.
    Checking,
}

/// A client under today's key and, because a sliding hour may begin before midnight, under yesterday's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientKeys {
    /// Under today's key: what is written.
    pub today: ClientKey,
    /// Under yesterday's: what may have been written in this hour.
    pub yesterday: ClientKey,
}

impl ClientKeys {
    /// Whether a recorded client is this one.
    #[must_use]
    pub fn is(&self, recorded: ClientKey) -> bool {
        recorded == self.today || recorded == self.yesterday
    }
}

/// `[limits.account]`: how many code letters an account gets in a sliding hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountLimits {
    /// Over all surfaces and clients.
    pub letters_per_hour: u32,
    /// By one client prefix.
    pub letters_per_client: u32,
}

/// `[limits.client]`: how many well-formed calls a client prefix may make in a sliding hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientLimits {
    /// Asks.
    pub asks: u32,
    /// Checks and resets.
    pub checks: u32,
    /// What a puzzle costs that lifts these limits for a call: iterations of each of 4096 tries, in the mean. `None`: nothing lifts
    /// them.
    pub puzzle_cost: Option<u32>,
}

impl ClientLimits {
    /// The limit on what is being done.
    #[must_use]
    pub fn on(&self, doing: Doing) -> u32 {
        match doing {
            Doing::Asking => self.asks,
            Doing::Checking => self.checks,
        }
    }
}

/// One well-formed call of one client, to be counted.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// Who.
    pub client: ClientKeys,
    /// What for.
    pub doing: Doing,
    /// How many such calls are allowed in a sliding hour.
    pub limit: u32,
    /// A hash of the address it is about, of no meaning outside this process: to tell a back end that serves many
    /// people from one person who tries often.
    pub about: u64,
    /// When.
    pub at: Moment,
}

/// How a client stands against one of its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// How many such calls are allowed in a sliding hour.
    pub limit: u32,
    /// How many of them are left now.
    pub left: u32,
    /// When the oldest counted call leaves the hour, at least one second; `None`: none is counted.
    pub resets: Option<Span>,
}

/// More distinct addresses than this from one client look like an application's back end (issue: one logged hint).
pub const MANY_ADDRESSES: usize = 10;

/// Whether a call is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Let in and counted.
    Granted,
    /// Over the limit; nothing was counted.
    Limited {
        /// When the oldest counted call leaves the hour, at least one second.
        retry_after: Span,
        /// Said once per client: the calls were about so many addresses that the client is likely a back end which
        /// belongs into `limits.client.exempt`.
        looks_like_back_end: bool,
    },
}

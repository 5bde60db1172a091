//! The guards of the acts, the same for every store: what must still be so when an act is carried out.

use recovery::challenge::{CLOSED, Challenge, ChallengeId, EXPIRED_SHOWN_FOR, Stage};
use recovery::ledger::{ACCOUNT_BUCKETS, SERVICE_BUCKETS, Spent, account_bucket, service_bucket};
use recovery::letter::{LetterId, LetterState};
use recovery::moment::{Moment, Span};
use recovery::ports::{COMMIT_WITHIN, Price, Proof, Redemption, Seen, Verdict};

use crate::live::Current;

/// How long a letter that was refused for good stays on the operator's list.
pub(crate) const REFUSED_SHOWN_FOR: Span = Span::hours(7 * 24);

/// How a guess that was not right counts at a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    /// As one try.
    OneTry,
    /// It ends the code.
    Closes,
    /// Not at all: in what a flow shows alone.
    Nothing,
}

impl Counts {
    /// The tries of a code after it.
    pub(crate) fn on(self, tries: u32) -> u32 {
        match self {
            Counts::OneTry => tries.saturating_add(1),
            Counts::Closes => CLOSED,
            Counts::Nothing => tries,
        }
    }

    /// How a verdict counts; `None`: it was right.
    pub(crate) fn of(verdict: Verdict) -> Option<Counts> {
        match verdict {
            Verdict::Right => None,
            Verdict::Wrong => Some(Counts::OneTry),
            Verdict::Closing => Some(Counts::Closes),
            Verdict::Shown => Some(Counts::Nothing),
        }
    }
}

/// Whether a guess may be told that was compared: the ledgers still have room for it, had it been wrong.
pub(crate) fn is_affordable(verdict: Verdict, price: &Price, spent: Spent) -> bool {
    match verdict {
        Verdict::Right | Verdict::Wrong => price.caps.is_none_or(|caps| caps.have_room(spent, price.cost)),
        Verdict::Closing | Verdict::Shown => true,
    }
}

/// Whether an account's latest challenge, its last letter and the last one over all surfaces are the ones that a plan was
/// made on.
pub(crate) fn is_as_seen(current: Option<Current>, newest: Option<LetterId>, seen: &Seen) -> bool {
    let challenge = current.map(|it| it.row);
    let letter = current.and_then(Current::last_letter);
    challenge == seen.challenge.map(|it| it.row) && letter == seen.letter && newest == seen.newest
}

/// Whether a challenge still takes guesses: the latest, not closed, and below the cap.
pub(crate) fn takes_guesses(current: Option<Current>, challenge: ChallengeId, attempts: Option<u32>) -> bool {
    current.is_some_and(|it| {
        it.row == challenge.row && !it.closed && attempts.is_none_or(|most| it.tries < most)
    })
}

/// Whether a challenge still earns a redemption. The account's version and status are guarded where it is written.
pub(crate) fn earns(challenge: &Challenge, current: Option<Current>, redemption: &Redemption) -> bool {
    let hashing = redemption.at - redemption.judged_at;
    let in_time = (Span::ZERO..=COMMIT_WITHIN).contains(&hashing);
    let by_code = |attempts| {
        takes_guesses(current, challenge.id, attempts)
            && challenge.stage(redemption.judged_at) == Stage::Running
    };
    let by_link = || challenge.link_stage(redemption.judged_at) == Stage::Running;
    let proven = match redemption.proof {
        Proof::Code { attempts } => by_code(attempts),
        Proof::Link => by_link(),
        Proof::Both { attempts } => by_link() && by_code(attempts),
    };
    in_time
        && proven
        && !challenge.used
        && challenge.id == redemption.challenge
        && challenge.account == redemption.account
        && challenge.account_version == redemption.version
}

/// Whether a challenge that earned a redemption shows that it was used. A flow does not show that its letter's link was:
/// who began it need not be who reads the mailbox. The account's new version ends it all the same.
pub(crate) fn shows_use(challenge: &Challenge, redemption: &Redemption) -> bool {
    challenge.flow.is_none() || matches!(redemption.proof, Proof::Code { .. })
}

/// Whether a challenge has been over for so long that nothing is told of it any more. An end that is missing or makes
/// no sense counts as reached at issue.
pub(crate) fn is_forgotten(issued_at: Moment, ends: [Option<Moment>; 2], now: Moment) -> bool {
    let longest = issued_at + recovery::challenge::HAND_OVER_WITHIN + recovery::challenge::LONGEST_LIFE;
    let end = ends
        .into_iter()
        .flatten()
        .filter(|it| *it > Moment(0) && *it <= longest)
        .fold(issued_at, Moment::max);
    now >= end + EXPIRED_SHOWN_FOR
}

/// Whether a settled letter may go. `orphan`: its challenge has gone, or it never had one.
pub(crate) fn is_done(state: LetterState, settled_at: Moment, orphan: bool, now: Moment) -> bool {
    match state {
        LetterState::Waiting => false,
        LetterState::Sent | LetterState::Unsent => orphan && now >= settled_at + EXPIRED_SHOWN_FOR,
        LetterState::Refused => orphan && now >= settled_at + REFUSED_SHOWN_FOR,
    }
}

/// The first account bucket that counts now.
pub(crate) fn first_account_bucket(now: Moment) -> i64 {
    account_bucket(now) - (ACCOUNT_BUCKETS - 1)
}

/// The first service bucket that counts now.
pub(crate) fn first_service_bucket(now: Moment) -> i64 {
    service_bucket(now) - (SERVICE_BUCKETS - 1)
}

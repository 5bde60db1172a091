//! The store as two servers see it: one account, and acts that are whole or not at all. The guards are those of
//! `guards.rs`, written once more over a state that can be copied and compared; `twin.rs` holds them to the store in memory.

use std::hash::{Hash, Hasher};

use recovery::address::Email;
use recovery::budget::Share;
use recovery::challenge::{CLOSED, Challenge, ChallengeId, Ends, Stage};
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Spent, Units};
use recovery::letter::{Claimed, First, LetterId, LetterKind, LetterMark, MessageTag};
use recovery::limits::WINDOW;
use recovery::moment::{Moment, Span};
use recovery::ports::{COMMIT_WITHIN, Guess, MailingAgain, Opening, Proof, Redemption, Seen, Verdict};
use recovery::rules::worth_sending;
use recovery::secret::Secret32;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, AccountVersion, LastLetter, Standing, Status, Subject};

use super::house::Without;

/// Whose account it is.
pub const OWNER: AccountId = AccountId(1);

/// The owner in the ledger.
pub const LEDGER: LedgerKey = LedgerKey([7; 16]);

/// The one address.
pub const ADDRESS: &str = "ann@example.com";

/// A challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub code: Option<Share>,
    pub version: i64,
    pub issued_at: Moment,
    pub sent_at: Option<Moment>,
    pub ends: Ends,
    pub tries: u32,
    pub used: bool,
    /// A success of the account has ended it.
    pub closed: bool,
}

impl Hash for Row {
    fn hash<H: Hasher>(&self, to: &mut H) {
        let caps = |share: Share| share.caps.map(|it| (it.account.0, it.service.map(|it| it.0)));
        self.code.map(|it| (it.rung, caps(it))).hash(to);
        (
            self.version,
            self.issued_at,
            self.sent_at,
            self.ends.code,
            self.ends.link,
        )
            .hash(to);
        (self.tries, self.used, self.closed).hash(to);
    }
}

/// A letter in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Letter {
    /// Its challenge; `None`: the notice after a success, which nobody here waits for.
    pub challenge: Option<usize>,
    pub queued_at: Moment,
    pub waiting: bool,
}

/// What the two servers share, and the clock.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shared {
    pub without: Without,
    pub now: Moment,
    pub version: i64,
    pub rows: Vec<Row>,
    pub letters: Vec<Letter>,
    /// What the account's ledger holds. No history lasts long enough for a bucket to be dropped.
    pub spent: i64,
    /// What other accounts have cost the service.
    pub elsewhere: i64,
    pub in_a_row: u32,
}

/// What servers ask of the store. Each is one act.
pub trait Acts {
    fn now(&self) -> Moment;
    /// The account with its latest challenge, for a request of that time.
    fn subject(&self, at: Moment) -> Subject;
    /// The account with one of its challenges.
    fn subject_of(&self, nth: usize) -> Subject;
    fn open(&mut self, opening: &Opening) -> bool;
    fn mail_again(&mut self, again: &MailingAgain) -> bool;
    fn settle(&mut self, guess: &Guess) -> bool;
    fn redeem(&mut self, redemption: &Redemption) -> bool;
    /// A letter is handed to the mail server, if it is still worth it, and that is recorded, if nothing crashes. Gives back the
    /// challenge whose letter now lies in the mailbox.
    fn hand_over(&mut self, letter: usize, recorded: bool) -> Option<usize>;
    /// A wrong guess at somebody else's code costs the service as much.
    fn charge_elsewhere(&mut self, cost: Units);
    fn wait(&mut self, span: Span);
}

/// The name of the n-th challenge.
pub fn id_of(nth: usize) -> ChallengeId {
    let row = i64::try_from(nth).unwrap() + 1;
    ChallengeId { row, tail: 7 }
}

/// The inverse of [`id_of`].
pub fn nth(id: ChallengeId) -> usize {
    usize::try_from(id.row - 1).unwrap()
}

/// The name of the n-th letter.
pub fn letter_id(nth: usize) -> LetterId {
    LetterId(i64::try_from(nth).unwrap() + 1)
}

impl Shared {
    pub fn new(without: Without) -> Shared {
        Shared {
            without,
            now: Moment(1_800_000_000_000),
            version: 1,
            rows: Vec::new(),
            letters: Vec::new(),
            spent: 0,
            elsewhere: 0,
            in_a_row: 0,
        }
    }

    pub fn spent(&self) -> Spent {
        Spent {
            account: Units(self.spent),
            service: Units(self.spent + self.elsewhere),
            in_a_row: self.in_a_row,
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            id: OWNER,
            version: AccountVersion(self.version),
            status: Status::Active,
            by_password: true,
            disowned: false,
        }
    }

    fn latest(&self) -> Option<usize> {
        self.rows.len().checked_sub(1)
    }

    fn challenge(&self, nth: usize) -> Challenge {
        let row = &self.rows[nth];
        Challenge {
            id: id_of(nth),
            flow: None,
            account: OWNER,
            account_version: AccountVersion(row.version),
            key: KeyId(1),
            code: row.code,
            ledger: LEDGER,
            seed: Secret32::new([9; 32]),
            issued_at: row.issued_at,
            sent_at: row.sent_at,
            expires_at: Some(row.ends.code),
            link_expires_at: Some(row.ends.link),
            tries: row.tries,
            used: row.used,
        }
    }

    fn subject_with(&self, challenge: Option<usize>, at: Moment) -> Subject {
        let resets = || {
            self.letters
                .iter()
                .enumerate()
                .filter(|(_, it)| it.challenge.is_some())
        };
        let mut of_latest =
            resets().filter(|(_, it)| it.challenge == self.latest() && it.challenge == challenge);
        let letter = of_latest.next_back().map(|(n, it)| LastLetter {
            id: letter_id(n),
            queued_at: it.queued_at,
            waiting: it.waiting,
        });
        let recent = resets().filter(|(_, it)| at - it.queued_at < WINDOW);
        Subject {
            account: self.standing(),
            challenge: challenge.map(|it| self.challenge(it)),
            spent: self.spent(),
            letter,
            newest_letter: resets().next_back().map(|(n, _)| letter_id(n)),
            recent_letters: recent
                .map(|(_, it)| LetterMark {
                    at: it.queued_at,
                    client: None,
                })
                .collect(),
        }
    }

    fn is_as_seen(&self, seen: &Seen) -> bool {
        self.without == Without::SeenInTheAsk
            || Seen {
                version: seen.version,
                ..Seen::of(&self.subject(self.now))
            } == *seen
    }

    fn takes_guesses(&self, nth: usize, attempts: Option<u32>) -> bool {
        let row = &self.rows[nth];
        self.latest() == Some(nth) && !row.closed && attempts.is_none_or(|most| row.tries < most)
    }

    fn is_affordable(&self, guess: &Guess) -> bool {
        match guess.verdict {
            Verdict::Right | Verdict::Wrong => guess
                .price
                .caps
                .is_none_or(|caps| caps.have_room(self.spent(), guess.price.cost)),
            Verdict::Closing | Verdict::Shown => true,
        }
    }

    fn earns(&self, redemption: &Redemption) -> bool {
        let challenge = self.challenge(nth(redemption.challenge));
        let in_time = (Span::ZERO..=COMMIT_WITHIN).contains(&(redemption.at - redemption.judged_at));
        let by_link = || challenge.link_stage(redemption.judged_at) == Stage::Running;
        let by_code = |attempts| {
            self.takes_guesses(nth(challenge.id), attempts)
                && challenge.stage(redemption.judged_at) == Stage::Running
        };
        let proven = match redemption.proof {
            Proof::Code { attempts } => by_code(attempts),
            Proof::Link => by_link(),
            Proof::Both { attempts } => by_link() && by_code(attempts),
        };
        in_time && proven && !challenge.used && challenge.account_version == redemption.version
    }

    fn queue(&mut self, challenge: Option<usize>, at: Moment) {
        self.letters.push(Letter {
            challenge,
            queued_at: at,
            waiting: true,
        });
    }

    fn claimed(&self, nth: usize) -> Claimed {
        let letter = &self.letters[nth];
        let standing = self.standing();
        Claimed {
            id: letter_id(nth),
            kind: LetterKind::Reset(First::Code),
            tag: MessageTag([0; 16]),
            queued_at: letter.queued_at,
            attempts: 0,
            account: Some(Account {
                id: standing.id,
                version: standing.version,
                email: Email::parse(ADDRESS).unwrap(),
                name: None,
                locale: None,
                status: standing.status,
                sign_in: SignIn::Password,
                password_changed_at: None,
                disowned: standing.disowned,
            }),
            challenge: letter.challenge.map(|it| self.challenge(it)),
            latest: letter.challenge == self.latest(),
            network: None,
            locale: None,
            nobodys: false,
            overtaken: self.letters[nth + 1..].iter().any(|it| it.challenge.is_some()),
        }
    }
}

impl Acts for Shared {
    fn now(&self) -> Moment {
        self.now
    }

    fn subject(&self, at: Moment) -> Subject {
        self.subject_with(self.latest(), at)
    }

    fn subject_of(&self, nth: usize) -> Subject {
        self.subject_with(Some(nth), self.now)
    }

    fn open(&mut self, opening: &Opening) -> bool {
        if !self.is_as_seen(&opening.seen) || opening.seen.version.0 != self.version {
            return false;
        }
        self.rows.push(Row {
            code: opening.code,
            version: opening.seen.version.0,
            issued_at: opening.at,
            sent_at: None,
            ends: opening.ends,
            tries: 0,
            used: false,
            closed: false,
        });
        self.queue(self.latest(), opening.at);
        true
    }

    fn mail_again(&mut self, again: &MailingAgain) -> bool {
        let Some(challenge) = again.seen.challenge.map(nth) else {
            return false;
        };
        let guarded = self.is_as_seen(&again.seen)
            && self.takes_guesses(challenge, again.attempts)
            && again.seen.version.0 == self.version;
        if guarded {
            self.queue(Some(challenge), again.at);
        }
        guarded
    }

    fn settle(&mut self, guess: &Guess) -> bool {
        let attempts = guess
            .attempts
            .filter(|_| self.without != Without::TriesInTheSettle);
        let affordable = self.is_affordable(guess) || self.without == Without::RoomInTheSettle;
        let challenge = nth(guess.challenge);
        if !self.takes_guesses(challenge, attempts) || guess.version.0 != self.version || !affordable {
            return false;
        }
        let row = &mut self.rows[challenge];
        match guess.verdict {
            Verdict::Right | Verdict::Shown => {}
            Verdict::Closing => row.tries = CLOSED,
            Verdict::Wrong => {
                row.tries += 1;
                self.spent += guess.price.cost.0;
                self.in_a_row += 1;
            }
        }
        true
    }

    fn redeem(&mut self, redemption: &Redemption) -> bool {
        let unchanged = redemption.version.0 == self.version && self.earns(redemption);
        if !unchanged && self.without != Without::VersionInTheRedemption {
            return false;
        }
        self.version += 1;
        self.rows[nth(redemption.challenge)].used = true;
        if let Some(latest) = self.rows.last_mut() {
            latest.closed = true;
        }
        self.in_a_row = 0;
        if self.without == Without::LedgerOverASuccess {
            self.spent = 0;
        }
        self.queue(None, redemption.at);
        true
    }

    fn hand_over(&mut self, letter: usize, recorded: bool) -> Option<usize> {
        let claimed = self.claimed(letter);
        let worth = worth_sending(&claimed, self.now).is_ok();
        if recorded {
            self.letters[letter].waiting = false;
        }
        let challenge = self.letters[letter].challenge.filter(|_| worth)?;
        let ends = self.challenge(challenge).ends_when_handed_over(self.now);
        let row = &mut self.rows[challenge];
        if recorded && row.sent_at.is_none() {
            row.sent_at = Some(self.now);
            row.ends = ends.unwrap();
        }
        Some(challenge)
    }

    fn charge_elsewhere(&mut self, cost: Units) {
        self.elsewhere += cost.0;
    }

    fn wait(&mut self, span: Span) {
        self.now = self.now + span;
    }
}

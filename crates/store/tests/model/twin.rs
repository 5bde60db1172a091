//! The model's store beside a real one. Each act goes to both; what is answered, and what is then loaded, must agree. The
//! store in memory shares its guards with SQLite, and the contract holds both to the same promises.

use futures::executor::block_on;
use recovery::address::Email;
use recovery::challenge::{Challenge, ChallengeId};
use recovery::ledger::Units;
use recovery::letter::{Delivery, LetterId, Report};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::{
    Accounts, Guess, MailingAgain, NewAccount, Opening, Outbox, Redemption, Seen, Store, Who,
};
use recovery::subject::Subject;
use store::MemoryStore;

use super::shared::{ADDRESS, Acts, LEDGER, OWNER, Shared, Without, nth};

/// Both.
pub struct Twin {
    pub model: Shared,
    real: MemoryStore,
    who: Who,
    /// The real names of the challenges.
    ids: Vec<ChallengeId>,
}

/// What can be compared of a challenge: all but its name and its seed.
type Shown = (Option<Moment>, Option<Moment>, Option<Moment>, u32, bool, i64);

fn shown(it: &Challenge) -> Shown {
    (
        it.sent_at,
        it.expires_at,
        it.link_expires_at,
        it.tries,
        it.used,
        it.account_version.0,
    )
}

impl Twin {
    pub fn new() -> Twin {
        let real = MemoryStore::default();
        let model = Shared::new(Without::Nothing);
        let account = NewAccount {
            email: Email::parse(ADDRESS).unwrap(),
            name: None,
            locale: None,
            hash: None,
        };
        let who = Who {
            key: account.email.key().clone(),
            ledger: LEDGER,
        };
        block_on(real.add(&[account], model.now)).unwrap();
        let twin = Twin {
            model,
            real,
            who,
            ids: Vec::new(),
        };
        assert_eq!(twin.loaded().account.id, OWNER);
        twin
    }

    fn loaded(&self) -> Subject {
        block_on(self.real.subject(&self.who, self.model.now))
            .unwrap()
            .unwrap()
    }

    fn real_id(&self, id: ChallengeId) -> ChallengeId {
        self.ids[nth(id)]
    }

    fn real_seen(&self, seen: Seen) -> Seen {
        Seen {
            challenge: seen.challenge.map(|it| self.real_id(it)),
            ..seen
        }
    }

    /// Whether both show the same.
    fn agree(&self) {
        let (model, real) = (self.model.subject(self.model.now), self.loaded());
        let of = |it: &Subject| {
            (
                it.account,
                it.spent,
                it.letter,
                it.newest_letter,
                it.recent_letters.clone(),
            )
        };
        assert_eq!(of(&model), of(&real));
        assert_eq!(
            model.challenge.as_ref().map(shown),
            real.challenge.as_ref().map(shown)
        );
        let code = |it: &Subject| it.challenge.as_ref().map(|it| (it.code, it.issued_at));
        assert_eq!(code(&model), code(&real));
        for (nth, id) in self.ids.iter().enumerate() {
            let (model, real) = (
                self.model.subject_of(nth),
                block_on(self.real.subject_of(*id, self.model.now)),
            );
            let used = |it: &Subject| it.challenge.as_ref().map(|it| (it.used, it.link_expires_at));
            assert_eq!(used(&model), used(&real.unwrap().unwrap()));
        }
    }

    fn both(&mut self, model: bool, real: bool) -> bool {
        assert_eq!(model, real);
        self.agree();
        model
    }
}

impl Acts for Twin {
    fn now(&self) -> Moment {
        self.model.now
    }

    fn subject(&self, at: Moment) -> Subject {
        self.model.subject(at)
    }

    fn subject_of(&self, nth: usize) -> Subject {
        self.model.subject_of(nth)
    }

    fn open(&mut self, opening: &Opening) -> bool {
        let real = Opening {
            seen: self.real_seen(opening.seen),
            ..opening.clone()
        };
        let real = block_on(self.real.open(&real)).unwrap();
        let model = self.model.open(opening);
        if real {
            self.ids.extend(self.loaded().challenge.map(|it| it.id));
        }
        self.both(model, real)
    }

    fn mail_again(&mut self, again: &MailingAgain) -> bool {
        let real = MailingAgain {
            seen: self.real_seen(again.seen),
            ..again.clone()
        };
        let real = block_on(self.real.mail_again(&real)).unwrap();
        let model = self.model.mail_again(again);
        self.both(model, real)
    }

    fn settle(&mut self, guess: &Guess) -> bool {
        let real = Guess {
            challenge: self.real_id(guess.challenge),
            ..*guess
        };
        let real = block_on(self.real.settle(&real)).unwrap();
        let model = self.model.settle(guess);
        self.both(model, real)
    }

    fn redeem(&mut self, redemption: &Redemption) -> bool {
        let real = Redemption {
            challenge: self.real_id(redemption.challenge),
            ..redemption.clone()
        };
        let real = block_on(self.real.redeem(&real)).unwrap();
        let model = self.model.redeem(redemption);
        self.both(model, real)
    }

    fn hand_over(&mut self, letter: usize, recorded: bool) -> Option<usize> {
        let now = self.model.now;
        let id = LetterId(i64::try_from(letter).unwrap() + 1);
        let claimed = block_on(self.real.claim(100, Reading::steady(now), Span::seconds(30))).unwrap();
        let reports: Vec<Report> = claimed
            .iter()
            .map(|it| Report {
                letter: it.id,
                delivery: match recovery::rules::worth_sending(it, now) {
                    _ if it.id != id || !recorded => Delivery::GivenBack(now),
                    Ok(()) => Delivery::HandedOver(now),
                    Err(why) => Delivery::Unsent(why),
                },
            })
            .collect();
        let claimed = claimed.iter().find(|it| it.id == id).unwrap();
        let worth = recovery::rules::worth_sending(claimed, now).is_ok();
        block_on(self.real.record(&reports, now)).unwrap();
        let arrived = self.model.hand_over(letter, recorded);
        assert_eq!(arrived.is_some(), worth);
        self.agree();
        arrived
    }

    fn charge_elsewhere(&mut self, _: Units) {
        panic!("one account is all that the twins share");
    }

    fn wait(&mut self, span: Span) {
        self.model.wait(span);
        self.agree();
    }
}

//! The model's store beside a real one. Each act goes to both; what is answered, and what is then loaded, must agree. The
//! store in memory shares its guards with SQLite, and the contract holds both to the same promises.

use std::fmt::Debug;

use futures::executor::block_on;
use recovery::address::Email;
use recovery::budget::Share;
use recovery::challenge::{Challenge, ChallengeId, Life};
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{Delivery, LetterId, Report};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::{
    Accounts, Guess, MailingAgain, NewAccount, Opening, Outbox, Price, Redemption, Seen, Store, Verdict, Who,
};
use recovery::secret::Secret32;
use recovery::signing_in::SignIn;
use recovery::subject::Subject;
use store::MemoryStore;

use super::house::Without;
use super::servers::letter;
use super::shared::{ADDRESS, Acts, LEDGER, OWNER, Shared, letter_id, nth};

/// Both.
pub struct Twin {
    pub model: Shared,
    /// Where they were not of one mind first.
    pub apart: Option<String>,
    real: MemoryStore,
    who: Who,
    /// The real names of the challenges.
    ids: Vec<ChallengeId>,
    /// Another account's challenge, at which there are guesses, too.
    elsewhere: Guess,
}

/// What can be compared of a challenge: all but its name and its seed.
fn shown(it: &Challenge) -> impl PartialEq + Debug + use<> {
    let ends = (it.sent_at, it.expires_at, it.link_expires_at);
    (it.code, it.issued_at, ends, it.tries, it.used, it.account_version)
}

fn add(real: &MemoryStore, address: &str, ledger: LedgerKey, now: Moment) -> Who {
    let account = NewAccount {
        email: Email::parse(address).unwrap(),
        name: None,
        locale: None,
        sign_in: SignIn::Password,
        hash: None,
    };
    let key = account.email.key().clone();
    block_on(real.add(&[account], now)).unwrap();
    Who { key, ledger }
}

/// Opens a challenge, and says how a wrong guess at it is settled. Its letter is the store's first, and never sent.
fn guess_at(real: &MemoryStore, who: &Who, now: Moment) -> Guess {
    let load = || block_on(real.subject(who, now)).unwrap().unwrap();
    let ends = Life {
        code: Span::minutes(10),
        link: Span::minutes(60),
    };
    let opening = Opening {
        account: load().account.id,
        seen: Seen::of(&load()),
        tail: 1,
        seed: Secret32::new([1; 32]),
        key: KeyId(1),
        code: Some(Share::UNCAPPED),
        ledger: who.ledger,
        ends: ends.at_issue(now),
        letter: letter(),
        at: now,
    };
    assert!(block_on(real.open(&opening)).unwrap());
    let subject = load();
    Guess {
        account: subject.account.id,
        version: subject.account.version,
        challenge: subject.challenge.unwrap().id,
        verdict: Verdict::Wrong,
        price: Price {
            ledger: who.ledger,
            cost: Units(0),
            caps: None,
        },
        attempts: None,
        at: now,
    }
}

/// The store's name of a letter of the model: there was one before.
fn real_letter(id: LetterId) -> LetterId {
    LetterId(id.0 + 1)
}

impl Twin {
    pub fn new(without: Without) -> Twin {
        let real = MemoryStore::default();
        let model = Shared::new(without);
        let who = add(&real, ADDRESS, LEDGER, model.now);
        let other = add(&real, "bob@example.com", LedgerKey([8; 16]), model.now);
        let elsewhere = guess_at(&real, &other, model.now);
        let twin = Twin {
            model,
            apart: None,
            real,
            who,
            ids: Vec::new(),
            elsewhere,
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
            letter: seen.letter.map(real_letter),
            newest: seen.newest.map(real_letter),
            ..seen
        }
    }

    /// Loads from both, and compares.
    fn compare(&mut self) {
        let (model, real) = (self.model.subject(self.model.now), self.loaded());
        let last = |it: &Subject| it.letter.map(|it| (it.queued_at, it.waiting));
        let of = |it: &Subject| (it.account, it.spent, it.recent_letters.clone(), last(it));
        self.same(of(&model), of(&real));
        let names = [model.letter.map(|it| it.id), model.newest_letter];
        let real_names = [real.letter.map(|it| it.id), real.newest_letter];
        self.same(names.map(|it| it.map(real_letter)), real_names);
        let shown = |it: &Subject| it.challenge.as_ref().map(shown);
        self.same(shown(&model), shown(&real));
        for (nth, id) in self.ids.clone().into_iter().enumerate() {
            let model = self.model.subject_of(nth).challenge;
            let real = block_on(self.real.subject_of(id, self.model.now)).unwrap();
            let real = real.and_then(|it| it.challenge);
            let link = |it: Challenge| (it.used, it.link_expires_at);
            self.same(model.map(link), real.map(link));
        }
    }

    fn same<T: PartialEq + Debug>(&mut self, model: T, real: T) {
        if model != real && self.apart.is_none() {
            self.apart = Some(format!("the model says {model:?}, the store {real:?}"));
        }
    }

    fn both(&mut self, model: bool, real: bool) -> bool {
        self.same(model, real);
        self.compare();
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
        let id = real_letter(letter_id(letter));
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
        self.same(arrived.is_some(), worth);
        self.compare();
        arrived
    }

    fn charge_elsewhere(&mut self, cost: Units) {
        let mut guess = self.elsewhere;
        (guess.price.cost, guess.at) = (cost, self.model.now);
        assert!(block_on(self.real.settle(&guess)).unwrap());
        self.model.charge_elsewhere(cost);
        self.compare();
    }

    fn wait(&mut self, span: Span) {
        self.model.wait(span);
        self.compare();
    }
}

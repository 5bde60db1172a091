//! Two servers, each with what it has in hand: requests between two acts. A verb is load, decide, settle, as the desk has
//! it over a store that cannot do all three in one act; the rules that decide are the program's own.

use std::collections::BTreeSet;

use recovery::budget::Share;
use recovery::challenge::Challenge;
use recovery::ledger::{Spent, Units};
use recovery::letter::{First, LetterId, MessageTag};
use recovery::moment::Moment;
use recovery::outcome::Checked;
use recovery::ports::{
    COMMIT_WITHIN, Guess, MailingAgain, NewLetter, Opening, Proof, Redemption, Seen, Verdict,
};
use recovery::rules::Plan;
use recovery::secret::{Otp, PasswordHash, Secret32};
use recovery::subject::{AccountVersion, Standing, Status};

use super::house::{House, Without};
use super::shared::{Acts, LEDGER, OWNER, id_of, nth};

/// What a plan was made on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Basis {
    version: i64,
    challenge: Option<usize>,
    letter: Option<LetterId>,
    newest: Option<LetterId>,
    /// The live code is mailed again; otherwise there is to be a new one.
    again: bool,
    /// What the ledgers said: the account's, the service's, and the guesses in a row.
    spent: (i64, i64, u32),
}

/// What was said of a typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    Right,
    Wrong,
    Closing,
}

/// A request between two acts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flight {
    /// An ask that was planned and is to be written.
    Asking { at: Moment, basis: Basis },
    /// A code that was judged and is to be settled.
    Guessing {
        at: Moment,
        challenge: usize,
        version: i64,
        said: Said,
    },
    /// A wrong guess that was settled and is to be answered.
    Answering { challenge: usize, compared: bool },
    /// A password that was earned, is being hashed and is to be set.
    Hashing {
        at: Moment,
        challenge: usize,
        version: i64,
        by_link: bool,
    },
}

/// What nobody in the house keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ghost {
    /// Whose letters lie in the mailbox.
    pub mailbox: BTreeSet<usize>,
    /// What came of each challenge.
    pub fates: Vec<Fate>,
}

/// What came of one challenge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fate {
    /// Comparisons that were settled as wrong.
    pub compared: u32,
    /// Of these, told.
    pub told: u32,
    /// Guesses that were told as wrong and not compared.
    pub told_unseen: u32,
    /// Passwords set with its code.
    pub by_code: u32,
    /// Passwords set with its link.
    pub by_link: u32,
}

impl Ghost {
    pub fn fate(&mut self, challenge: usize) -> &mut Fate {
        if self.fates.len() <= challenge {
            self.fates.resize(challenge + 1, Fate::default());
        }
        &mut self.fates[challenge]
    }
}

/// Two servers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Servers([Vec<Flight>; 2]);

impl Servers {
    pub fn in_flight(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    pub fn all(&self) -> impl Iterator<Item = &Flight> {
        self.0.iter().flatten()
    }

    pub fn of(&self, server: usize) -> &[Flight] {
        &self.0[server]
    }

    /// The servers that are not alike.
    pub fn distinct(&self) -> std::ops::Range<usize> {
        0..if self.0[0] == self.0[1] { 1 } else { 2 }
    }

    pub fn begin(&mut self, server: usize, flight: Option<Flight>) -> bool {
        let began = flight.is_some();
        self.0[server].extend(flight);
        began
    }

    pub fn take(&mut self, server: usize, flight: usize) -> Flight {
        self.0[server].remove(flight)
    }

    pub fn crash(&mut self, server: usize) -> bool {
        let lost = !self.0[server].is_empty();
        self.0[server].clear();
        lost
    }

    /// In one order, so that states that differ in nothing else are one.
    pub fn tidy(&mut self) {
        self.0.iter_mut().for_each(|it| it.sort());
        self.0.sort();
    }
}

/// A letter: on what it says nothing depends here.
pub fn letter() -> NewLetter {
    NewLetter {
        first: First::Code,
        tag: MessageTag([0; 16]),
        client: None,
        network: None,
        locale: None,
    }
}

impl House {
    /// Loads and plans. `None`: there is nothing to write.
    pub fn ask<S: Acts>(&self, store: &S, at: Moment) -> Option<Flight> {
        let subject = store.subject(at);
        let again = match self.rules.plan(Some(&subject), None, at) {
            Plan::UnknownAccount | Plan::Quiet => return None,
            Plan::Open => false,
            Plan::MailAgain(_) => true,
        };
        let seen = Seen::of(&subject);
        let spent = subject.spent;
        let basis = Basis {
            version: seen.version.0,
            challenge: seen.challenge.map(nth),
            letter: seen.letter,
            newest: seen.newest,
            again,
            spent: (spent.account.0, spent.service.0, spent.in_a_row),
        };
        Some(Flight::Asking { at, basis })
    }

    /// Loads and judges. `None`: it is answered without anything to settle.
    pub fn check<S: Acts>(&self, store: &S, ghost: &mut Ghost, typed: &Otp) -> Option<Flight> {
        let at = store.now();
        let subject = store.subject(at);
        let ending = self.rules.judge(Some(&subject), typed, at);
        let challenge = subject.challenge?;
        let verdict = match ending {
            Checked::Accepted => Verdict::Right,
            Checked::Wrong => self
                .rules
                .verdict_on_wrong(subject.account, &challenge, subject.spent),
            Checked::NothingPending | Checked::Expired | Checked::UnknownAccount => return None,
        };
        let said = match verdict {
            Verdict::Right => Said::Right,
            Verdict::Wrong => Said::Wrong,
            Verdict::Closing | Verdict::Shown => Said::Closing,
        };
        let challenge = nth(challenge.id);
        if self.without == Without::SettleBeforeTheAnswer && said == Said::Wrong {
            ghost.fate(challenge).told += 1;
        }
        let version = subject.account.version.0;
        Some(Flight::Guessing {
            at,
            challenge,
            version,
            said,
        })
    }

    /// Loads, and looks whether the link opens. `None`: it does not.
    pub fn link<S: Acts>(&self, store: &S, challenge: usize) -> Option<Flight> {
        let (at, subject) = (store.now(), store.subject_of(challenge));
        let token = self.rules.ring.link_for(subject.challenge.as_ref()?)?;
        let opens = self.rules.link_opens(&subject, &token, at);
        let version = subject.account.version.0;
        opens.then_some(Flight::Hashing {
            at,
            challenge,
            version,
            by_link: true,
        })
    }

    /// The next act of a request, and what is left of it after that.
    pub fn proceed<S: Acts>(&self, store: &mut S, ghost: &mut Ghost, flight: Flight) -> Option<Flight> {
        match flight {
            Flight::Asking { at, basis } => match self.write(store, at, &basis) {
                true => None,
                // Another was first: it is planned anew.
                false => self.ask(store, at),
            },
            Flight::Guessing {
                at,
                challenge,
                version,
                said,
            } => {
                let guess = self.guess(store, (at, challenge, version, said));
                let fate = ghost.fate(challenge);
                match (store.settle(&guess), said) {
                    (false, _) => None,
                    (true, Said::Right) => Some(Flight::Hashing {
                        at,
                        challenge,
                        version,
                        by_link: false,
                    }),
                    (true, Said::Wrong) => {
                        fate.compared += 1;
                        (self.without != Without::SettleBeforeTheAnswer).then_some(Flight::Answering {
                            challenge,
                            compared: true,
                        })
                    }
                    (true, Said::Closing) => Some(Flight::Answering {
                        challenge,
                        compared: false,
                    }),
                }
            }
            Flight::Answering { challenge, compared } => {
                let fate = ghost.fate(challenge);
                match compared {
                    true => fate.told += 1,
                    false => fate.told_unseen += 1,
                }
                None
            }
            Flight::Hashing {
                at,
                challenge,
                version,
                by_link,
            } => {
                if store.now() - at > COMMIT_WITHIN {
                    return None;
                }
                let redemption = self.redemption(store, (at, challenge, version, by_link));
                if store.redeem(&redemption) {
                    let fate = ghost.fate(challenge);
                    match by_link {
                        true => fate.by_link += 1,
                        false => fate.by_code += 1,
                    }
                }
                None
            }
        }
    }

    fn write<S: Acts>(&self, store: &mut S, at: Moment, basis: &Basis) -> bool {
        let seen = Seen {
            version: AccountVersion(basis.version),
            challenge: basis.challenge.map(id_of),
            letter: basis.letter,
            newest: basis.newest,
        };
        if basis.again {
            let challenge = basis.challenge.and_then(|it| store.subject_of(it).challenge);
            let code = challenge.and_then(|it| it.code);
            return store.mail_again(&MailingAgain {
                account: OWNER,
                seen,
                attempts: code.and_then(|it| self.rules.attempts_on(it.rung)),
                letter: letter(),
                at,
            });
        }
        store.open(&Opening {
            account: OWNER,
            seen,
            tail: 7,
            seed: Secret32::new([9; 32]),
            key: self.rules.ring.issuing(),
            code: self.offered(basis),
            ledger: LEDGER,
            ends: self.rules.life.at_issue(at),
            letter: letter(),
            at,
        })
    }

    /// The kind of code of a new challenge, by the ledgers as they were loaded.
    fn offered(&self, basis: &Basis) -> Option<Share> {
        let (account, service, in_a_row) = basis.spent;
        let spent = Spent {
            account: Units(account),
            service: Units(service),
            in_a_row,
        };
        if self.without == Without::WayAfterTheLastRung {
            return self.rules.budget.offer(&self.ladder, spent, self.rules.attempts);
        }
        let standing = Standing {
            id: OWNER,
            version: AccountVersion(basis.version),
            status: Status::Active,
            by_password: true,
            disowned: false,
        };
        self.rules.offer(&self.ladder, standing, spent)
    }

    /// A guess as the desk hands it to the store.
    pub fn guess<S: Acts>(
        &self,
        store: &S,
        (at, challenge, version, said): (Moment, usize, i64, Said),
    ) -> Guess {
        let code = store
            .subject_of(challenge)
            .challenge
            .and_then(|it: Challenge| it.code);
        Guess {
            account: OWNER,
            version: AccountVersion(version),
            challenge: id_of(challenge),
            verdict: match said {
                Said::Right => Verdict::Right,
                Said::Wrong => Verdict::Wrong,
                Said::Closing => Verdict::Closing,
            },
            price: self.rules.price(code, LEDGER),
            attempts: self.rules.attempts_at(code),
            at,
        }
    }

    /// A redemption as the desk hands it to the store.
    pub fn redemption<S: Acts>(
        &self,
        store: &S,
        (at, challenge, version, by_link): (Moment, usize, i64, bool),
    ) -> Redemption {
        let code = store
            .subject_of(challenge)
            .challenge
            .and_then(|it: Challenge| it.code);
        let attempts = self.rules.attempts_at(code);
        Redemption {
            account: OWNER,
            version: AccountVersion(version),
            challenge: id_of(challenge),
            proof: match by_link {
                true if self.without == Without::LinkOfItsOwn => Proof::Both { attempts },
                true => Proof::Link,
                false => Proof::Code { attempts },
            },
            ledger: LEDGER,
            hash: PasswordHash::new(String::new()),
            notice: MessageTag([0; 16]),
            locale: None,
            judged_at: at,
            at: store.now(),
        }
    }
}

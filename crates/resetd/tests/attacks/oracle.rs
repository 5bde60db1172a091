//! What must be true after every attack, whatever it was: the judge of all that was said, stored, mailed and logged.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::letters::Letter;
use crate::support::scan::Scan;
use crate::support::watch::Heard;

/// Everything there is to see once an attack is over.
#[derive(Default)]
pub struct Evidence {
    /// The addresses on record, as they were typed in by the operator.
    pub stored: BTreeSet<String>,
    pub letters: Vec<Letter>,
    pub answers: Vec<Heard>,
    /// By address: what an account was before and what it is now. A change may stand in `changed` alone.
    pub before: BTreeMap<String, String>,
    pub after: BTreeMap<String, String>,
    /// Whose change was asked for, by who had the letter.
    pub changed: BTreeSet<String>,
    /// Changes that were acknowledged: each has one notice.
    pub notices: BTreeMap<String, usize>,
    /// Compared and wrong: the code's form, its challenge, and what was charged.
    pub guesses: Vec<(String, i64, i64)>,
    /// How many were to be compared, where the attack knows.
    pub compared: Option<usize>,
    /// What `resetd risk status` says the service spent, as a probability.
    pub spent: Option<f64>,
    /// Whether 503 with `Retry-After` was to be expected.
    pub crowded: bool,
    pub log: String,
    pub metrics: String,
    pub files: Vec<(String, Vec<u8>)>,
    /// Codes, links, passwords, and addresses as they are spelled on record alone.
    pub secrets: Scan,
    /// Addresses as they are spelled on record: not to be in an answer.
    pub spellings: Vec<String>,
}

/// The wrong guesses that end a code.
const ATTEMPTS: usize = 5;

/// What one wrong guess costs, in units of 1e-18: one over the number of codes, rounded up.
pub fn cost(rung: &str) -> Option<i64> {
    match rung {
        "digits:6" => Some(1_000_000_000_000),
        "digits:8" => Some(10_000_000_000),
        "base32:8" => Some(909_495),
        "base32:13" => Some(1),
        _ => None,
    }
}

impl Evidence {
    /// Everything that is not as it must be, in plain words; empty when the attack was survived.
    pub fn violations(&self) -> Vec<String> {
        let mut found = vec![];
        self.letters_to_strangers(&mut found);
        self.notices_without_a_change(&mut found);
        self.failures(&mut found);
        self.changes(&mut found);
        self.counters(&mut found);
        self.leaks(&mut found);
        found
    }

    fn letters_to_strangers(&self, found: &mut Vec<String>) {
        for letter in &self.letters {
            if !self.stored.contains(&letter.to) {
                found.push(format!("a letter went to {:?}, who is not on record", letter.to));
            }
            let to = letter.header("To").unwrap_or_default();
            if to.trim_matches(['<', '>']) != letter.to {
                found.push(format!("a letter to {:?} says To: {to:?}", letter.to));
            }
            for header in ["Cc", "Bcc", "Reply-To"] {
                if letter.header(header).is_some() {
                    found.push(format!("a letter to {} has a {header}", letter.to));
                }
            }
        }
    }

    fn notices_without_a_change(&self, found: &mut Vec<String>) {
        for email in &self.stored {
            let letters = self.letters.iter().filter(|it| &it.to == email);
            let notices = letters
                .filter(|it| it.header("Subject").unwrap_or_default().contains("was changed"))
                .count();
            let expected = self.notices.get(email).copied().unwrap_or(0);
            if notices != expected {
                found.push(format!("{email} got {notices} notices of {expected} changes"));
            }
        }
    }

    fn failures(&self, found: &mut Vec<String>) {
        let busy = |it: &Heard| self.crowded && it.1.status == 503 && it.1.header("retry-after").is_some();
        for (line, answer) in self.answers.iter().filter(|it| it.1.status >= 500 && !busy(it)) {
            found.push(format!("{line} was answered {}: {}", answer.status, answer.body));
        }
        if self.log.contains("panicked") {
            found.push("something panicked".to_owned());
        }
    }

    fn changes(&self, found: &mut Vec<String>) {
        for (email, before) in &self.before {
            let after = self.after.get(email);
            if after != Some(before) && !self.changed.contains(email) {
                found.push(format!(
                    "{email} was changed, and nobody asked for it: {before} is {after:?}"
                ));
            }
        }
        for email in self.after.keys().filter(|it| !self.before.contains_key(*it)) {
            found.push(format!("an account came to be: {email}"));
        }
    }

    fn counters(&self, found: &mut Vec<String>) {
        let mut of_one: BTreeMap<i64, usize> = BTreeMap::new();
        let mut sum = 0;
        for (rung, challenge, charged) in &self.guesses {
            if cost(rung) != Some(*charged) {
                found.push(format!("a wrong guess at {rung} was charged {charged}"));
            }
            sum += charged;
            if rung != "base32:13" {
                *of_one.entry(*challenge).or_default() += 1;
            }
        }
        for (challenge, wrong) in of_one.iter().filter(|it| *it.1 > ATTEMPTS) {
            found.push(format!(
                "{wrong} wrong guesses were compared with code {challenge}"
            ));
        }
        if let Some(expected) = self.compared.filter(|it| *it != self.guesses.len()) {
            found.push(format!(
                "{} wrong guesses are on record, and {expected} were made",
                self.guesses.len()
            ));
        }
        let spent = self.spent.unwrap_or(0.0) * 1e18;
        #[allow(
            clippy::cast_precision_loss,
            reason = "sums of some thousand guesses are exact"
        )]
        let sum = sum as f64;
        // Printed as a decimal, its last places may be rounded.
        if self.spent.is_some() && (spent - sum).abs() > sum * 1e-9 {
            found.push(format!("the ledger says {spent}, and the guesses cost {sum}"));
        }
    }

    fn leaks(&self, found: &mut Vec<String>) {
        let mut look = |place: &str, hay: &[u8]| {
            for name in self.secrets.found_in(hay) {
                found.push(format!("{place} holds {name}"));
            }
        };
        look("the log", self.log.as_bytes());
        look("the metrics", self.metrics.as_bytes());
        for (path, content) in &self.files {
            look(path, content);
        }
        for (line, answer) in &self.answers {
            let all = format!("{:?} {}", answer.headers, answer.body);
            look(&format!("the answer to {line}"), all.as_bytes());
        }
        for spelling in &self.spellings {
            let whole = |it: &str| it.contains(spelling.as_str());
            for (line, _) in self.answers.iter().filter(|it| whole(&format!("{:?}", it.1))) {
                found.push(format!(
                    "the answer to {line} shows {spelling} as it is on record"
                ));
            }
            if whole(&self.log) || whole(&self.metrics) {
                found.push(format!("log or metrics show {spelling}"));
            }
        }
    }
}

/// The oracle is judged: each planted violation is found, and innocence is.
mod planted {
    use super::*;
    use crate::support::http::Answer;

    fn letter(to: &str, head: &str) -> Letter {
        Letter {
            to: to.to_owned(),
            raw: format!("To: {to}\r\n{head}\r\n\r\n"),
        }
    }

    fn answer(status: u16, body: &str) -> Heard {
        let answer = Answer {
            status,
            headers: vec![],
            body: body.to_owned(),
        };
        ("POST /x HTTP/1.1".to_owned(), answer)
    }

    fn innocent() -> Evidence {
        let mut secrets = Scan::default();
        secrets.add("the code", "7KQ2MDXW");
        let account = BTreeMap::from([("ann@example.com".to_owned(), "1 active $argon2id$a".to_owned())]);
        Evidence {
            stored: BTreeSet::from(["ann@example.com".to_owned()]),
            letters: vec![letter("ann@example.com", "Subject: Your code")],
            answers: vec![answer(404, "no")],
            before: account.clone(),
            after: account,
            guesses: vec![("base32:8".to_owned(), 1, 909_495); 5],
            compared: Some(5),
            spent: Some(5.0 * 909_495e-18),
            secrets,
            spellings: vec!["Ann@example.com".to_owned()],
            ..Evidence::default()
        }
    }

    type Plant = fn(&mut Evidence);

    #[test]
    fn the_oracle_finds_every_violation_that_is_planted_and_none_where_there_is_none() {
        assert_eq!(innocent().violations(), Vec::<String>::new());
        let plants: [(&str, Plant); 19] = [
            ("who is not on record", |it| {
                it.letters.push(letter("eve@example.com", ""))
            }),
            ("says To", |it| it.letters[0].to = "ANN@example.com".to_owned()),
            ("has a Bcc", |it| {
                it.letters.push(letter("ann@example.com", "Bcc: eve@example.com"))
            }),
            ("got 1 notices of 0", |it| {
                it.letters
                    .push(letter("ann@example.com", "Subject: Your password was changed"));
            }),
            ("got 0 notices of 1", |it| {
                it.notices.insert("ann@example.com".to_owned(), 1);
            }),
            ("was answered 500", |it| it.answers.push(answer(500, ""))),
            ("was answered 503", |it| {
                it.crowded = true;
                it.answers.push(answer(503, ""));
            }),
            ("panicked", |it| it.log = "thread 'main' panicked".to_owned()),
            ("nobody asked for it", |it| {
                it.after
                    .insert("ann@example.com".to_owned(), "2 active $argon2id$b".to_owned());
            }),
            ("nobody asked for it", |it| it.after.clear()),
            ("came to be", |it| {
                drop(it.after.insert("eve@example.com".to_owned(), String::new()))
            }),
            ("wrong guesses were compared with", |it| {
                it.guesses.push(("base32:8".to_owned(), 1, 909_495));
                it.compared = None;
            }),
            ("are on record", |it| it.compared = Some(4)),
            ("was charged", |it| it.guesses[0].2 = 0),
            ("the ledger says", |it| it.spent = Some(4.0 * 909_495e-18)),
            ("the log holds", |it| it.log = "otp=7KQ2MDXW&".to_owned()),
            ("resetd.sqlite3 holds", |it| {
                it.files
                    .push(("resetd.sqlite3".to_owned(), b"\x00N0tx7KQ2MDXWx".to_vec()));
            }),
            ("the answer to POST /x HTTP/1.1 holds", |it| {
                it.answers.push(answer(200, "7KQ2MDXW"))
            }),
            ("as it is on record", |it| {
                it.answers.push(answer(200, "to Ann@example.com"))
            }),
        ];
        for (words, plant) in plants {
            let mut evidence = innocent();
            plant(&mut evidence);
            let found = evidence.violations();
            assert!(found.iter().any(|it| it.contains(words)), "{words}: {found:?}");
        }
    }
}

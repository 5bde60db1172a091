//! The flows that asks of our own API have begun: their names stand in the answers, and guesses are made on them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::calls::{BEGUN, WRONG, Whom};
use super::load::Script;
use super::script::Everyone;

/// So many wrong guesses show as such on a flow, whatever its ladder: the default of `code.attempts`.
const GUESSES: u64 = 5;

/// Characters of a flow's name.
const NAME: usize = 22;

/// What a flow is called in paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowName([u8; NAME]);

impl FlowName {
    /// The name that an answer gives; `None`: it gives none of this length.
    pub fn in_answer(body: &[u8]) -> Option<FlowName> {
        let (name, rest) = body.strip_prefix(BEGUN.as_bytes())?.split_first_chunk()?;
        let whole = rest.first() == Some(&b'"') && !name.contains(&b'"');
        whole.then_some(FlowName(*name))
    }

    /// Its characters.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The flows of a data set: 22 bytes for each.
#[derive(Debug, Default)]
pub struct Flows {
    names: Mutex<Vec<FlowName>>,
    turn: AtomicU64,
}

impl Flows {
    fn names(&self) -> MutexGuard<'_, Vec<FlowName>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.names().len().try_into().unwrap_or(u64::MAX)
    }

    /// How many guesses they still take.
    pub fn guesses_left(&self) -> u64 {
        (self.count() * GUESSES).saturating_sub(self.turn.load(Ordering::Relaxed))
    }
}

/// Everyone, asking: the flows that begin are noted.
pub struct Beginning {
    everyone: Everyone,
    flows: Arc<Flows>,
}

impl Beginning {
    /// These people's flows are noted there.
    pub fn new(everyone: Everyone, flows: &Arc<Flows>) -> Beginning {
        Beginning {
            everyone,
            flows: Arc::clone(flows),
        }
    }
}

impl Script for Beginning {
    fn next(&self) -> Option<(Whom, &str)> {
        self.everyone.next()
    }

    fn hear(&self, body: &[u8]) {
        self.flows.names().extend(FlowName::in_answer(body));
    }
}

/// Wrong guesses on flows, in the order in which they began, as often as it shows on each.
pub struct Guessing(Arc<Flows>);

impl Guessing {
    /// On these. The turn is theirs, so that the next script goes on where this one ended.
    pub fn on(flows: &Arc<Flows>) -> Guessing {
        Guessing(Arc::clone(flows))
    }
}

impl Script for Guessing {
    fn next(&self) -> Option<(Whom, &str)> {
        let turn = self.0.turn.fetch_add(1, Ordering::Relaxed);
        let names = self.0.names();
        let all = u64::try_from(names.len()).ok()?;
        if turn >= all * GUESSES {
            return None;
        }
        let name = names.get(usize::try_from(turn % all).ok()?)?;
        Some((Whom::Flow(*name), WRONG))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::script::Numbers;

    fn answer(name: &str) -> String {
        format!(r#"{{"recovery":"{name}","reference":"P6M7E2","resend_after":60}}"#)
    }

    #[test]
    fn a_flow_is_named_by_22_characters_of_its_answer() {
        let name = FlowName::in_answer(answer("Qe9ye750d72U_Tg6i-UiTQ").as_bytes()).unwrap();
        assert_eq!(name.as_bytes(), b"Qe9ye750d72U_Tg6i-UiTQ");
        for no_name in ["", "Qe9ye750d72U_Tg6i-UiT", "Qe9ye750d72U_Tg6i-UiTQQ"] {
            assert_eq!(FlowName::in_answer(answer(no_name).as_bytes()), None);
        }
        assert_eq!(FlowName::in_answer(br#"{"message":"OTP sent to email"}"#), None);
    }

    #[test]
    fn each_flow_that_began_is_guessed_at_five_times() {
        let flows = Arc::new(Flows::default());
        let asking = Beginning::new(Everyone::once(Numbers::of(3), Arc::default()), &flows);
        for name in ["A", "B", "C"] {
            assert!(matches!(asking.next(), Some((Whom::Account(_), WRONG))));
            asking.hear(answer(&name.repeat(NAME)).as_bytes());
        }
        assert!(asking.next().is_none());
        assert_eq!((flows.count(), flows.guesses_left()), (3, 15));
        let mut guessed = Vec::new();
        // The second goes on where the first has ended.
        for most in [4, usize::MAX] {
            let script = Guessing::on(&flows);
            guessed.extend(std::iter::from_fn(|| script.next().map(|it| it.0)).take(most));
        }
        for letter in [b'A', b'B', b'C'] {
            let name = Whom::Flow(FlowName([letter; NAME]));
            assert_eq!(guessed.iter().filter(|it| **it == name).count(), 5);
        }
        assert_eq!((guessed.len(), flows.guesses_left()), (15, 0));
    }
}

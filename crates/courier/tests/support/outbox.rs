//! An outbox in memory that keeps the port's promises and can be told to fail.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use parking_lot::Mutex;
use recovery::letter::{Claimed, Delivery, LetterId, LetterState, Listed, Report, Unsent};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::{Broken, Outbox};
use std::time::Duration;
use tokio::sync::Notify;

#[derive(Default)]
pub struct TestOutbox {
    rows: Mutex<BTreeMap<LetterId, Row>>,
    /// So many calls of `record` fail from now on.
    pub failing_records: AtomicUsize,
    /// How often `claim` was called.
    pub claims: AtomicUsize,
    stirred: Notify,
}

struct Row {
    letter: Claimed,
    state: LetterState,
    due: Moment,
    leased_until: Option<Duration>,
    deliveries: Vec<Delivery>,
}

impl TestOutbox {
    pub fn add(&self, letter: Claimed) {
        let row = Row {
            due: letter.queued_at,
            state: LetterState::Waiting,
            leased_until: None,
            deliveries: Vec::new(),
            letter,
        };
        self.rows.lock().insert(row.letter.id, row);
        self.stirred.notify_one();
    }

    pub fn letter(&self, id: LetterId) -> Claimed {
        self.rows.lock()[&id].letter.clone()
    }

    pub fn change(&self, id: LetterId, change: impl FnOnce(&mut Claimed)) {
        change(&mut self.rows.lock().get_mut(&id).unwrap().letter);
    }

    pub fn state(&self, id: LetterId) -> LetterState {
        self.rows.lock()[&id].state
    }

    /// Everything that was ever recorded of a letter.
    pub fn deliveries(&self, id: LetterId) -> Vec<Delivery> {
        self.rows.lock()[&id].deliveries.clone()
    }

    pub fn hand_overs(&self, id: LetterId) -> usize {
        let handed = |it: &&Delivery| matches!(it, Delivery::HandedOver(_));
        self.deliveries(id).iter().filter(handed).count()
    }

    pub fn sent(&self) -> usize {
        self.rows
            .lock()
            .values()
            .filter(|it| it.state == LetterState::Sent)
            .count()
    }

    /// The last reason recorded.
    pub fn why(&self, id: LetterId) -> String {
        match self.deliveries(id).last() {
            Some(Delivery::Later { why, .. } | Delivery::Refused { why }) => why.clone(),
            other => format!("{other:?}"),
        }
    }

    /// As if a lease had lapsed.
    pub fn lapse(&self, id: LetterId) {
        self.rows.lock().get_mut(&id).unwrap().leased_until = None;
    }
}

impl Row {
    fn free(&self, at: Reading) -> bool {
        self.state == LetterState::Waiting && self.leased_until.is_none_or(|until| until <= at.elapsed)
    }

    fn note(&mut self, delivery: &Delivery, now: Moment) {
        self.deliveries.push(delivery.clone());
        self.leased_until = None;
        if !matches!(delivery, Delivery::GivenBack(_)) {
            self.letter.attempts += 1;
        }
        self.due = now;
        self.state = match delivery {
            Delivery::HandedOver(at) => {
                if let Some(challenge) = &mut self.letter.challenge {
                    let ends = challenge.ends_when_handed_over(*at).unwrap();
                    challenge.expires_at = Some(ends.code);
                    challenge.link_expires_at = Some(ends.link);
                    challenge.sent_at = challenge.sent_at.or(Some(*at));
                }
                LetterState::Sent
            }
            Delivery::Later { until, .. } | Delivery::GivenBack(until) => {
                self.due = *until;
                LetterState::Waiting
            }
            Delivery::Refused { .. } => LetterState::Refused,
            Delivery::Unsent(_) => LetterState::Unsent,
        };
    }
}

#[async_trait]
impl Outbox for TestOutbox {
    async fn claim(&self, most: usize, at: Reading, lease: Span) -> Result<Vec<Claimed>, Broken> {
        self.claims.fetch_add(1, Ordering::SeqCst);
        let mut rows = self.rows.lock();
        let due = rows
            .values_mut()
            .filter(|it| it.free(at) && it.due <= at.now)
            .take(most);
        Ok(due
            .map(|row| {
                row.leased_until = Some(at.elapsed + lease.as_std());
                row.letter.clone()
            })
            .collect())
    }

    async fn record(&self, reports: &[Report], now: Moment) -> Result<(), Broken> {
        let failing = self.failing_records.load(Ordering::SeqCst);
        if failing > 0 {
            self.failing_records.store(failing - 1, Ordering::SeqCst);
            return Err(Broken::Store("the disk is full".into()));
        }
        let mut rows = self.rows.lock();
        for report in reports {
            rows.get_mut(&report.letter).unwrap().note(&report.delivery, now);
        }
        Ok(())
    }

    async fn next_due(&self, at: Reading) -> Result<Option<Moment>, Broken> {
        Ok(self
            .rows
            .lock()
            .values()
            .filter(|it| it.free(at))
            .map(|it| it.due)
            .min())
    }

    async fn stirred(&self) {
        self.stirred.notified().await;
    }

    async fn list(
        &self,
        states: &[LetterState],
        after: Option<LetterId>,
        most: usize,
    ) -> Result<Vec<Listed>, Broken> {
        let rows = self.rows.lock();
        let wanted = rows
            .values()
            .filter(|it| states.contains(&it.state) && after.is_none_or(|id| it.letter.id > id));
        Ok(wanted
            .take(most)
            .map(|row| Listed {
                id: row.letter.id,
                kind: row.letter.kind,
                state: row.state,
                queued_at: row.letter.queued_at,
                due_at: row.due,
                attempts: row.letter.attempts,
                why: None,
                account: row.letter.account.clone(),
                challenge: row.letter.challenge.as_ref().map(|it| it.id),
            })
            .collect())
    }

    async fn retry(&self, letter: LetterId, now: Moment) -> Result<bool, Broken> {
        let mut rows = self.rows.lock();
        Ok(rows.get_mut(&letter).is_some_and(|row| {
            let open = matches!(row.state, LetterState::Waiting | LetterState::Refused);
            if open {
                row.state = LetterState::Waiting;
                row.due = now;
            }
            open
        }))
    }

    async fn drop_letter(&self, letter: LetterId, now: Moment) -> Result<bool, Broken> {
        let mut rows = self.rows.lock();
        Ok(rows.get_mut(&letter).is_some_and(|row| {
            row.note(&Delivery::Unsent(Unsent::Dropped), now);
            true
        }))
    }

    async fn backlog(&self) -> Result<u64, Broken> {
        let rows = self.rows.lock();
        Ok(rows
            .values()
            .filter(|it| it.state == LetterState::Waiting)
            .count() as u64)
    }
}

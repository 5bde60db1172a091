//! A breach service is asked whether a password is known, without telling it the password: it gets the first 5 of 40
//! hexadecimal digits of its SHA-1, answers with every one that it knows of those that begin so (Have I Been Pwned calls
//! this a range), and the answer is searched here.

mod answer;
mod ask;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use directory::lists::fingerprint;
use recovery::known::Breaches;
use recovery::secret::Password;
use zeroize::Zeroizing;

use crate::settings::BreachService;
use ask::Line;

/// How many digits of a hash are sent.
const SENT: usize = 5;

/// A service cannot be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Its certificate could not be checked.
    #[error("this machine has no root certificates to check the breach service with")]
    NoRoots,
    /// Its name is none that a certificate could have.
    #[error("the host of the breach service is no name or address")]
    NoName,
}

/// Why there is no answer. It holds nothing of what was asked.
#[derive(Debug, thiserror::Error)]
enum Silence {
    #[error("it took too long")]
    Late,
    #[error("it cannot be reached: {0}")]
    Unreachable(#[from] std::io::Error),
    #[error("it does not speak HTTP as it should: {0}")]
    Http(#[from] hyper::Error),
    #[error("it answered with status {0}")]
    Status(http::StatusCode),
    #[error("its answer is too long or broke off")]
    Body,
    #[error("its answer is no list of hashes")]
    Garbage,
}

/// What came of asking, since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passwords that it was asked about.
    pub asked: u64,
    /// Those that it knows.
    pub known: u64,
    /// Those that were taken because there was no answer.
    pub unanswered: u64,
}

/// A breach service.
pub struct BreachClient {
    line: Line,
    deadline: Duration,
    asked: AtomicU64,
    known: AtomicU64,
    unanswered: AtomicU64,
    away: AtomicBool,
}

impl BreachClient {
    /// The service of these settings. Nothing is connected to.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn new(service: &BreachService) -> Result<BreachClient, Unusable> {
        Ok(BreachClient {
            line: Line::to(&service.url)?,
            deadline: Duration::from_millis(u64::try_from(service.deadline.0).unwrap_or(0)),
            asked: AtomicU64::default(),
            known: AtomicU64::default(),
            unanswered: AtomicU64::default(),
            away: AtomicBool::default(),
        })
    }

    /// What came of asking.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally {
            asked: self.asked.load(Ordering::Relaxed),
            known: self.known.load(Ordering::Relaxed),
            unanswered: self.unanswered.load(Ordering::Relaxed),
        }
    }

    async fn ask(&self, password: &Password) -> Result<bool, Silence> {
        let hash = fingerprint(password.reveal());
        let hash: Zeroizing<String> = hash
            .iter()
            .map(|it| format!("{it:02X}"))
            .collect::<String>()
            .into();
        let (sent, kept) = hash.split_at(SENT);
        let answer = tokio::time::timeout(self.deadline, self.line.ask(sent)).await;
        let answer = answer.map_err(|_| Silence::Late)??;
        answer::has(&answer, kept).ok_or(Silence::Garbage)
    }
}

#[async_trait]
impl Breaches for BreachClient {
    async fn know(&self, password: &Password) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match self.ask(password).await {
            Ok(known) => {
                if self.away.swap(false, Ordering::Relaxed) {
                    tracing::info!("the breach service answers again");
                }
                self.known.fetch_add(u64::from(known), Ordering::Relaxed);
                known
            }
            Err(why) => {
                self.unanswered.fetch_add(1, Ordering::Relaxed);
                // Once, and not for each password; the metric counts them.
                if !self.away.swap(true, Ordering::Relaxed) {
                    tracing::warn!(%why, "the breach service gave no answer; passwords are taken without it until it does");
                }
                false
            }
        }
    }
}

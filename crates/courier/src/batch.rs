//! Carrying a batch: letter by letter until it is done, the server is in trouble, time is up or the house closes.

use std::time::Duration;

use recovery::letter::{Claimed, Delivery, LetterKind, Report};
use recovery::moment::{Moment, Span};
use recovery::rules::{NOTICE_TRIED_FOR, worth_sending};
use tokio::time::timeout;

use crate::courier::{BATCH, BATCH_BEGINS_WITHIN, Courier, Road, Turn, Watch, Worker};
use crate::pace;
use crate::press::{Parcel, Unprinted};
use crate::smtp::hand_over::Setback;
use crate::smtp::line::{Dialler, Line};
use crate::smtp::trouble::{Cause, Step, Trouble};
use crate::words::fit_to_show;

/// A hand-over is on record after this at the latest, even if the batch goes on.
const RECORD_EVERY: Duration = Duration::from_secs(1);

/// When the house closes, the letter under way has this long to get through.
const CLOSING_GRACE: Duration = Duration::from_secs(10);

/// What a batch came to.
#[derive(Default)]
struct Sum {
    sent: usize,
    buried: usize,
    /// The earliest moment at which a letter that was put off is due again.
    later: Option<Moment>,
}

/// How a try with the mail server ended.
enum Try {
    Taken,
    Back(Setback),
    /// The letter's own time was up, or the house closed.
    CutOff,
}

impl Courier {
    /// Delivers a batch and records how it went.
    pub(crate) async fn carry(&self, worker: &mut Worker, batch: Vec<Claimed>, watch: &Watch) -> Turn {
        let mut sum = Sum::default();
        let (claimed, mut begun, mut too_slow) = (batch.len(), 0, false);
        let mut batch = batch.into_iter();
        let mut stored = Ok(());
        while let Some(letter) = batch.next() {
            if self.unrecorded.lock().contains(&letter.id) {
                continue;
            }
            too_slow = begun > 0 && watch.elapsed() >= BATCH_BEGINS_WITHIN;
            if too_slow || worker.stop.is_cancelled() || stored.is_err() {
                let rest = std::iter::once(letter).chain(batch);
                give_back(worker, rest, watch.now());
                break;
            }
            begun += 1;
            let delivery = self.deliver(worker, &letter, watch).await;
            self.note(&mut sum, worker, &letter, delivery);
            if let Some(until) = worker.rests_until {
                give_back(worker, batch, until);
                break;
            }
            if self.clock.elapsed().saturating_sub(worker.recorded_at) >= RECORD_EVERY {
                stored = self.record(worker, watch).await;
            }
        }
        self.ceiling.lock().give_back(claimed.saturating_sub(begun));
        worker.appetite = if too_slow {
            begun.max(1)
        } else {
            (worker.appetite * 2).min(BATCH)
        };
        match self.record(worker, watch).await {
            Err(until) => Turn::Later(until),
            Ok(()) => sum.turn(worker, watch),
        }
    }

    fn note(&self, sum: &mut Sum, worker: &mut Worker, letter: &Claimed, delivery: Delivery) {
        match &delivery {
            Delivery::HandedOver(_) => {
                sum.sent += 1;
                self.counters.handed_over(letter.kind);
                self.unrecorded.lock().insert(letter.id);
            }
            Delivery::Later { until, .. } => {
                sum.put_off(*until);
                self.counters.retried();
            }
            Delivery::Refused { .. } => {
                sum.buried += 1;
                self.counters.refused();
                let to = letter.account.as_ref().map(|it| it.email.masked());
                tracing::warn!(
                    letter = letter.id.0,
                    to,
                    "a letter was refused for good; `resetd outbox list` shows why"
                );
            }
            Delivery::Unsent(why) => {
                sum.buried += 1;
                self.counters.unsent(*why);
                let reason: &'static str = why.into();
                tracing::info!(
                    letter = letter.id.0,
                    reason,
                    "a letter was not worth sending any more"
                );
            }
            Delivery::GivenBack(until) => sum.put_off(*until),
        }
        worker.reports.push(Report {
            letter: letter.id,
            delivery,
        });
    }

    async fn deliver(&self, worker: &mut Worker, letter: &Claimed, watch: &Watch) -> Delivery {
        let parcel = match self.press.print(letter, watch.now()) {
            Ok(parcel) => parcel,
            Err(Unprinted::Unsent(why)) => return Delivery::Unsent(why),
            Err(Unprinted::Impossible(why)) => {
                return Delivery::Refused {
                    why: fit_to_show(&why, &[]),
                };
            }
        };
        match &self.road {
            Road::Smtp { dialler, .. } => {
                let ending = self.try_once(dialler, worker, letter, &parcel, watch).await;
                self.judge(worker, letter, &parcel, ending, watch)
            }
            Road::Capture(capture) => match capture.put(parcel.tag, watch.now(), &parcel.mime).await {
                Ok(()) => Delivery::HandedOver(watch.now()),
                Err(why) => {
                    tracing::warn!(error = %why, "the capture box cannot be written to");
                    Delivery::Later {
                        until: self.rest(worker, watch),
                        why: fit_to_show(&format!("the capture box: {why}"), &[]),
                    }
                }
            },
        }
    }

    /// One try, never beyond the letter's own end and not for long once the house closes.
    async fn try_once(
        &self,
        dialler: &Dialler,
        worker: &mut Worker,
        letter: &Claimed,
        parcel: &Parcel,
        watch: &Watch,
    ) -> Try {
        let left = end_of(letter).map_or(Span::ZERO, |end| end - watch.now());
        let limit = self.longest_delivery().min(left.as_std());
        let stop = worker.stop.clone();
        let closed = async {
            stop.cancelled().await;
            tokio::time::sleep(CLOSING_GRACE).await;
        };
        // Whichever way the dialogue is cut off, its line goes with it: half a dialogue is never picked up again.
        tokio::select! {
            ending = timeout(limit, self.speak(dialler, worker, parcel)) => match ending {
                Ok(Ok(())) => Try::Taken,
                Ok(Err(setback)) => Try::Back(setback),
                Err(_) if limit < self.longest_delivery() => Try::CutOff,
                Err(_) => Try::Back(Trouble::new(Step::Delivery, Cause::TimedOut).into()),
            },
            () = closed => Try::CutOff,
        }
    }

    /// Hands the letter over on the worker's line, or on a new one.
    async fn speak(&self, dialler: &Dialler, worker: &mut Worker, parcel: &Parcel) -> Result<(), Setback> {
        if let Some(line) = worker.line.take() {
            match self.say_on(line, worker, parcel).await {
                // A line that served before may have been closed meanwhile: that is no trouble, if a new one serves.
                Err(Setback::Trouble(trouble)) if trouble.at == Step::Mail => {
                    tracing::debug!(
                        trouble = trouble.brief(),
                        "the mail server had closed a connection"
                    );
                }
                ending => return ending,
            }
        }
        let line = dialler.open().await?;
        self.counters.connected();
        self.say_on(line, worker, parcel).await
    }

    async fn say_on(&self, mut line: Line, worker: &mut Worker, parcel: &Parcel) -> Result<(), Setback> {
        let ending = line.hand_over(parcel).await;
        let usable = match &ending {
            Ok(()) => true,
            Err(Setback::Trouble(_)) => false,
            Err(Setback::Refused(_) | Setback::Deferred { .. }) => line.reset().await.is_ok(),
        };
        if usable {
            worker.used_at = self.clock.elapsed();
            worker.line = Some(line);
        }
        ending
    }

    fn judge(
        &self,
        worker: &mut Worker,
        letter: &Claimed,
        parcel: &Parcel,
        ending: Try,
        watch: &Watch,
    ) -> Delivery {
        let now = watch.now();
        let delay = || now + pace::delay(letter.attempts, letter.queued_at, now, &*self.chance);
        let later = |until, why: &str| Delivery::Later {
            until,
            why: parcel.cleaned(why),
        };
        match ending {
            Try::Taken => {
                worker.failures = 0;
                Delivery::HandedOver(now)
            }
            Try::Back(Setback::Refused(why)) => Delivery::Refused {
                why: parcel.cleaned(&why),
            },
            Try::Back(Setback::Deferred { at, reply }) => {
                tracing::info!(letter = letter.id.0, step = %at, code = reply.code, "a letter was put off");
                later(delay(), &format!("{at}: {}", reply.said()))
            }
            Try::Back(Setback::Trouble(trouble)) => {
                self.counters.connection_failed();
                tracing::warn!(trouble = trouble.brief(), "trouble with the mail server");
                let rest = self.rest(worker, watch);
                // Trouble that begins with this letter may be about it: others go before it next time.
                let until = if reached_the_letter(trouble.at) {
                    delay().max(rest)
                } else {
                    rest
                };
                later(until, &trouble.to_string())
            }
            Try::CutOff => match worth_sending(letter, now) {
                Ok(()) => later(now, "the service closed while it was being sent"),
                Err(why) => Delivery::Unsent(why),
            },
        }
    }

    /// Sends the worker to rest, longer after each failure.
    fn rest(&self, worker: &mut Worker, watch: &Watch) -> Moment {
        worker.failures = worker.failures.saturating_add(1);
        let until = watch.now() + pace::rest(worker.failures, &*self.chance);
        worker.rests_until = Some(until);
        until
    }
}

impl Sum {
    fn put_off(&mut self, until: Moment) {
        self.later = Some(self.later.map_or(until, |it| it.min(until)));
    }

    fn turn(&self, worker: &Worker, watch: &Watch) -> Turn {
        match (self.sent, self.buried, worker.rests_until.or(self.later)) {
            (1.., _, _) => Turn::Sent(self.sent),
            (0, _, Some(until)) if worker.rests_until.is_some() => Turn::Later(until),
            (0, 1.., _) => Turn::Buried(self.buried),
            (0, 0, Some(until)) => Turn::Later(until),
            // Every letter was another worker's, who is about to record it.
            (0, 0, None) => Turn::Later(watch.now() + Span::seconds(1)),
        }
    }
}

/// Gives letters back that were claimed and not tried.
fn give_back(worker: &mut Worker, letters: impl Iterator<Item = Claimed>, until: Moment) {
    worker.reports.extend(letters.map(|letter| Report {
        letter: letter.id,
        delivery: Delivery::GivenBack(until),
    }));
}

/// When a letter is not worth sending any more, if nothing else happens.
fn end_of(letter: &Claimed) -> Option<Moment> {
    match letter.kind {
        LetterKind::Changed => Some(letter.queued_at + NOTICE_TRIED_FOR),
        LetterKind::Reset(_) => letter.challenge.as_ref().and_then(|it| it.expires_at),
    }
}

/// Whether the server had heard of the letter at this step.
fn reached_the_letter(at: Step) -> bool {
    match at {
        Step::Mail | Step::Rcpt | Step::Data | Step::Body | Step::Reset | Step::Delivery => true,
        Step::Connect | Step::Tls | Step::Greeting | Step::Ehlo | Step::Starttls | Step::Auth => false,
    }
}

//! The first part: every call, for every group, step by step; bytes, headers, statements and commits are compared.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use indicatif::ProgressBar;
use recovery::api_keys::{ApiKey, ApiKeys, KeyName, NewApiKey, Scope, Scopes};
use recovery::moment::Span;
use store::StatementLog;
use strum::VariantArray;

use crate::commands::failure::Failure;
use crate::doors::SystemChance;
use crate::settings::{Profile, Settings};

use super::calls::{Ground, Make, long_password};
use super::compare::{Place, Row, Seen, judged};
use super::hand::Hand;
use super::instance::{Instance, Mail, enclosed};
use super::people::{Group, Village};
use super::visitor::Visitor;
use super::walks::{Act, Walk, walks};
use super::wire::Line;

/// What is replaced beside what always is.
pub const REPLACED: &[(&str, &str)] = &[(
    "mail",
    "letters go into the temporary directory; in a second round, to a mail server that is not there",
)];

/// Between two walks: an hour's letters are those of one walk.
const APART: Span = Span::hours(1);

/// Walks over every surface of an instance of these settings, while mail goes out, and over those of another while it does not.
///
/// # Errors
/// [`Failure`]: why an instance cannot be started, or does not answer.
pub async fn compared(given: &Settings, home: &Path, bar: &ProgressBar) -> Result<Vec<Row>, Failure> {
    let steps: usize = Mail::VARIANTS
        .iter()
        .flat_map(|it| walks(given, *it))
        .map(|it| it.steps.len())
        .sum();
    bar.set_length(steps as u64);
    let mut rows = Vec::new();
    for mail in Mail::VARIANTS {
        rows.extend(with_mail(given, home, *mail, bar).await?);
    }
    Ok(rows)
}

async fn with_mail(
    given: &Settings,
    home: &Path,
    mail: Mail,
    bar: &ProgressBar,
) -> Result<Vec<Row>, Failure> {
    let settings = enclosed(given, home, mail);
    let hand = Arc::new(Hand::stopped());
    let instance = Instance::start(
        &settings,
        Arc::<Hand>::clone(&hand),
        Some(StatementLog::default()),
    )
    .await?;
    let mut world = World {
        mail,
        ground: ground(&settings, &instance).await?,
        settings,
        instance,
        hand,
        village: Village::new(),
    };
    let mut rows = Vec::new();
    for walk in &walks(given, mail) {
        rows.extend(world.walk(walk, bar).await?);
        world.hand.pass(APART);
    }
    world.instance.stop().await;
    Ok(rows)
}

/// What calls need to know of an instance.
///
/// # Errors
/// [`Failure`] when no key can be made for its back end.
pub async fn ground(settings: &Settings, instance: &Instance) -> Result<Ground, Failure> {
    let key = ApiKey::fresh(&SystemChance)?;
    let name = KeyName::parse("selftest").ok_or_else(|| Failure::new("a name that is none", ""))?;
    let new = NewApiKey {
        name,
        id: key.id(),
        hash: key.hash(),
        scopes: Scopes::of(&[Scope::RecoveriesStart]),
    };
    let now = instance.house.clock.now();
    instance.house.store.add_key(&new, now).await?;
    Ok(Ground {
        password: long_password(settings.password.policy.min_length),
        origin: settings.public_url.origin().ascii_serialization(),
        bearer: key.reveal().to_owned(),
    })
}

struct World {
    mail: Mail,
    settings: Settings,
    ground: Ground,
    instance: Instance,
    hand: Arc<Hand>,
    village: Village,
}

impl World {
    async fn walk(&mut self, walk: &Walk, bar: &ProgressBar) -> Result<Vec<Row>, Failure> {
        let conceals = !walk.surface.is_documented() || self.settings.profile == Profile::Hardened;
        // One of each group, and a stranger who goes first and is not looked at: whatever a server does once for all that come
        // (a key's last use, a connection) is done for nobody in particular.
        let mut people = self.settle().await?;
        let mut first = self.settle().await?;
        first.retain(|it| it.person.group == Group::Unknown);
        let mut rows = Vec::new();
        for step in &walk.steps {
            bar.set_message(format!("{}: {}", walk.surface, step.name));
            match step.act {
                Act::Pass(span) => self.hand.pass(span),
                Act::Move => first.iter_mut().chain(&mut people).for_each(Visitor::moves),
                Act::Call(times, make) => {
                    for it in &mut first {
                        self.calls(it, times, make).await?;
                    }
                    let mut seen = BTreeMap::new();
                    for it in &mut people {
                        let group = it.person.group;
                        seen.insert(group, self.calls(it, times, make).await?);
                    }
                    let place = Place {
                        mail: self.mail,
                        surface: walk.surface,
                        call: step.name,
                        conceals,
                    };
                    rows.push(judged(place, &seen));
                }
            }
            bar.inc(1);
        }
        Ok(rows)
    }

    async fn settle(&mut self) -> Result<Vec<Visitor>, Failure> {
        let people = self
            .village
            .settle(&self.instance, &self.settings, &SystemChance, 1)
            .await?;
        self.instance.deliver().await?;
        Ok(people.into_iter().map(Visitor::new).collect())
    }

    async fn calls(&mut self, who: &mut Visitor, times: u32, make: Make) -> Result<Seen, Failure> {
        let mut seen = Seen::default();
        // What came before is nobody's.
        let before = self.instance.begin();
        for _ in 0..times {
            let request = who.sends(make(who, &self.ground));
            // A connection of its own, so that no answer depends on what came before on another's.
            let answer = Line::open(self.instance.address).await?.call(&request).await?;
            who.keeps(&answer);
            seen.answers.push(who.masked(&answer));
        }
        seen.calls = self.instance.work(before);
        let before = self.instance.begin();
        self.instance.deliver().await?;
        // A courier that cannot hand over rests, then tries again: what it does then is no call's own.
        if self.mail == Mail::GoesOut {
            seen.letters = self.instance.work(before);
        }
        Ok(seen)
    }
}

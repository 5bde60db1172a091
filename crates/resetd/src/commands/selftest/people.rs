//! The accounts of a selftest, and those who ask for them.

use std::net::{IpAddr, Ipv4Addr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use futures::future::try_join_all;
use recovery::address::Email;
use recovery::clients::{Caller, Prefix};
use recovery::code::Ladder;
use recovery::desk::{Begin, Halt};
use recovery::letter::First;
use recovery::ports::{Accounts, Chance, Hasher, NewAccount, draw};
use recovery::secret::Password;
use recovery::signing_in::SignIn;
use recovery::subject::Status;
use serde::Serialize;
use strum::VariantArray;

use crate::commands::failure::Failure;
use crate::settings::Settings;

use super::instance::Instance;

/// How an account may stand that must not show.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::VariantArray, strum::Display,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Group {
    /// An account as most are.
    Known,
    /// No account.
    Unknown,
    /// An account that an operator disabled.
    Disabled,
    /// An account that has no password yet.
    PasswordLess,
    /// An account whose letters of this hour are spent.
    OverLimit,
    /// An account whose owner signs in elsewhere.
    Elsewhere,
    /// An address that several accounts have.
    Shared,
}

impl Group {
    fn sign_in(self) -> SignIn {
        match self {
            Group::Elsewhere => SignIn::Elsewhere(None),
            Group::Shared => SignIn::Shared,
            Group::Known | Group::Unknown | Group::Disabled | Group::PasswordLess | Group::OverLimit => {
                SignIn::Password
            }
        }
    }

    fn has_password(self) -> bool {
        match self {
            Group::Known | Group::Disabled | Group::OverLimit => true,
            Group::Unknown | Group::PasswordLess | Group::Elsewhere | Group::Shared => false,
        }
    }
}

/// An address, and who asks for it.
#[derive(Clone, Debug)]
pub struct Person {
    /// How its account stands.
    pub group: Group,
    /// The address. All have the same length and begin alike, so that what is shown of them has the same length as well.
    pub email: Email,
    /// From where it is asked for: nobody else asks from there.
    pub client: Ipv4Addr,
}

/// Networks for measurements, which nobody has (RFC 2544): 198.18.0.0/15, one address for each person; and another one from which
/// an account's letters are spent beforehand (TEST-NET-3, RFC 5737).
const CLIENTS: u32 = u32::from_be_bytes([198, 18, 0, 1]);
const BEFOREHAND: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 1);

/// So many spend their letters at the same time, and share the store's commits.
const TOGETHER: usize = 128;

/// Makes people and their accounts: so many of each group.
pub struct Village {
    asked_from: u32,
}

impl Village {
    /// Nobody lives there yet.
    pub fn new() -> Village {
        Village { asked_from: 0 }
    }

    /// Settles `each` people of every group.
    ///
    /// # Errors
    /// [`Failure`] when the store, chance or a hash fails.
    pub async fn settle(
        &mut self,
        instance: &Instance,
        settings: &Settings,
        chance: &dyn Chance,
        each: usize,
    ) -> Result<Vec<Person>, Failure> {
        let mut people = Vec::with_capacity(each * Group::VARIANTS.len());
        for _ in 0..each {
            for group in Group::VARIANTS {
                people.push(self.person(*group, chance)?);
            }
        }
        add(instance, &people).await?;
        let most = settings.limits.account.map_or(0, |it| it.letters_per_hour);
        let spenders: Vec<&Person> = people.iter().filter(|it| it.group == Group::OverLimit).collect();
        for together in spenders.chunks(TOGETHER) {
            try_join_all(together.iter().map(|it| spend_letters(instance, it, most))).await?;
        }
        Ok(people)
    }

    fn person(&mut self, group: Group, chance: &dyn Chance) -> Result<Person, Failure> {
        let name = STANDARD_NO_PAD.encode(draw::<9>(chance)?).to_ascii_lowercase();
        let name: String = name
            .chars()
            .map(|it| if it.is_ascii_alphanumeric() { it } else { 'x' })
            .collect();
        let email = Email::parse(&format!("p{name}@selftest.invalid"))
            .map_err(|why| Failure::new(why.to_string(), ""))?;
        let client = Ipv4Addr::from(CLIENTS + self.asked_from);
        self.asked_from += 1;
        Ok(Person { group, email, client })
    }
}

async fn add(instance: &Instance, people: &[Person]) -> Result<(), Failure> {
    let house = &instance.house;
    // One hash for all: what it is of is of no interest, only that it is there.
    let hash = house
        .hasher
        .hash(&Password::new("a password of the selftest".to_owned()))
        .await?;
    let accounts: Vec<NewAccount> = people
        .iter()
        .filter(|it| it.group != Group::Unknown)
        .map(|it| NewAccount {
            email: it.email.clone(),
            name: None,
            locale: None,
            sign_in: it.group.sign_in(),
            hash: it.group.has_password().then(|| hash.clone()),
        })
        .collect();
    let now = house.clock.now();
    for batch in accounts.chunks(1000) {
        house.store.add(batch, now).await?;
    }
    for it in people.iter().filter(|it| it.group == Group::Disabled) {
        house
            .store
            .set_status(it.email.key(), Status::Disabled, now)
            .await?;
    }
    Ok(())
}

/// Begins as many recoveries as an account gets letters.
async fn spend_letters(instance: &Instance, person: &Person, most: u32) -> Result<(), Failure> {
    let ladder = Ladder::default();
    for _ in 0..most {
        let caller = Caller {
            prefix: Prefix::of(IpAddr::V4(BEFOREHAND)),
            // The share of one client is not what is to be spent.
            exempt: true,
            locale: None,
            proof: None,
        };
        let begin = Begin {
            email: &person.email,
            first: First::Code,
            ladder: &ladder,
            caller: &caller,
            locale: None,
            by_back_end: None,
        };
        instance.house.desk.begin(&begin).await.map_err(halted)?;
    }
    Ok(())
}

fn halted(halt: Halt) -> Failure {
    match halt {
        Halt::Broken(broken) => broken.into(),
        // Exempt callers are not held to it.
        Halt::TooMany(_) => Failure::new("letters could not be spent beforehand", ""),
    }
}

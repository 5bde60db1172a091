//! Taking a change of the password back: the notice's "this was not me". Its token is derived as codes are and stored
//! nowhere; what stands in it is the change that it reports.

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::challenge::{CLOCK_SLACK, ChallengeId};
use crate::flow::FlowChecked;
use crate::keys::{KeyRing, mac};
use crate::moment::{Moment, Span};
use crate::ports::{Broken, Guess};
use crate::secret::{LinkToken, Secret32};
use crate::subject::{Account, AccountId, Subject};

/// For so long after a change its owner can take it back.
pub const DISOWNED_WITHIN: Span = Span::hours(72);

/// A change of a password: whose, and when. While the password is the one that was set then, no other change has these two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whose.
    pub account: AccountId,
    /// When.
    pub at: Moment,
}

/// Where a change stands that a token names. Only who has the token, and so the mailbox, is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum ChangeStage {
    /// It can be taken back.
    Open,
    /// It has been; the next recovery needs link and code.
    TakenBack,
    /// The password was changed again since, which mailed a notice of its own.
    Superseded,
    /// It is more than [`DISOWNED_WITHIN`] ago.
    Expired,
    /// No token of ours, or its account has gone.
    Unknown,
}

/// The rules of a letter's link and its code together, with all they need but the subject. Called inside the store's act.
pub type LinkJudge = Box<dyn Fn(&Subject) -> LinkJudged + Send + Sync>;

/// What a judge says of a link and the code beside it.
#[derive(Clone, Debug)]
pub struct LinkJudged {
    /// How it ends, if the guess may be told.
    pub ending: FlowChecked,
    /// What is to be counted; `None`: nothing was compared.
    pub guess: Option<Guess>,
}

/// Changes of passwords, for taking them back and for the recovery that follows.
#[async_trait]
pub trait Changes: Send + Sync {
    /// The account of a change as it is now; `None`: it has gone.
    async fn account_of_change(&self, id: AccountId) -> Result<Option<Account>, Broken>;

    /// Takes a change back: the account has no password any more, a new version, which ends every code and link, and the
    /// mark [`Account::disowned`]; what sessions go by (`password_changed_at`, `sessions_valid_after`) moves to `at`, and
    /// beyond the change if the clock was set back. `false`: the password is not the one that was set then; nothing was
    /// changed.
    async fn disown(&self, change: Change, at: Moment) -> Result<bool, Broken>;

    /// Judges a link with the code of the same letter, whether or not it is a flow's, and makes the verdict count as
    /// [`crate::ports::Store::settle`] and [`crate::ports::Flows::check_in_flow`] do; one that cannot count is told as
    /// spent. `None`: no such challenge, or nobody's.
    async fn check_with_link(
        &self,
        challenge: ChallengeId,
        now: Moment,
        judge: LinkJudge,
    ) -> Result<Option<(FlowChecked, Subject)>, Broken>;
}

impl Change {
    /// Where it stands, with its account as it is now.
    #[must_use]
    pub fn stage(self, account: Option<&Account>, now: Moment) -> ChangeStage {
        let Some(account) = account.filter(|it| it.id == self.account) else {
            return ChangeStage::Unknown;
        };
        let in_time = now - self.at < DISOWNED_WITHIN && now >= self.at - CLOCK_SLACK;
        match account.password_changed_at == Some(self.at) {
            true if in_time => ChangeStage::Open,
            true => ChangeStage::Expired,
            false if account.disowned => ChangeStage::TakenBack,
            false => ChangeStage::Superseded,
        }
    }

    fn bytes(self) -> [u8; 16] {
        let whole = u128::from(self.account.0.cast_unsigned()) << 64 | u128::from(self.at.0.cast_unsigned());
        whole.to_be_bytes()
    }

    fn from_bytes(bytes: [u8; 16]) -> Change {
        let whole = u128::from_be_bytes(bytes);
        let half = |it: u128| {
            u64::try_from(it & u128::from(u64::MAX))
                .unwrap_or(0)
                .cast_signed()
        };
        Change {
            account: AccountId(half(whole >> 64)),
            at: Moment(half(whole)),
        }
    }
}

impl KeyRing {
    /// The token that takes a change back: base64url(128 bits ‖ 256-bit MAC). The 128 bits are account and time under a
    /// cipher of their own, so that a token tells neither how many accounts there are nor anything else.
    #[must_use]
    pub fn token_of_change(&self, change: Change) -> Option<LinkToken> {
        let key = self.each().next()?;
        let mut block = change.bytes().into();
        cipher(key).encrypt_block(&mut block);
        let block: [u8; 16] = block.into();
        let token = [block.as_slice(), &proof(key, &block)].concat();
        Some(LinkToken::typed(URL_SAFE_NO_PAD.encode(token)))
    }

    /// The change that a token takes back, whichever key of the ring made it. `None`: no token of ours.
    #[must_use]
    pub fn change_of_token(&self, token: &LinkToken) -> Option<Change> {
        let bytes = URL_SAFE_NO_PAD.decode(token.reveal()).ok()?;
        let (block, given) = bytes.split_first_chunk::<16>()?;
        let key = self
            .each()
            .find(|key| bool::from(proof(key, block).as_slice().ct_eq(given)))?;
        let mut block = (*block).into();
        cipher(key).decrypt_block(&mut block);
        Some(Change::from_bytes(block.into()))
    }
}

fn cipher(key: &Secret32) -> Aes256 {
    aes::cipher::KeyInit::new(&mac(key, &[b"not-me-id"]).into())
}

fn proof(key: &Secret32, block: &[u8; 16]) -> [u8; 32] {
    mac(key, &[b"not-me", block])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Email;
    use crate::keys::KeyId;
    use crate::signing_in::SignIn;
    use crate::subject::{AccountVersion, Status};

    const CHANGED: Moment = Moment(1_800_000_000_000);
    const CHANGE: Change = Change {
        account: AccountId(5),
        at: CHANGED,
    };

    fn key(first: u8) -> Secret32 {
        Secret32::new(mac(&Secret32::new([first; 32]), &[b"test"]))
    }

    fn ring(ids: &[u8]) -> KeyRing {
        let keys = ids.iter().map(|id| (KeyId(u32::from(*id)), key(*id)));
        KeyRing::new(keys.collect(), key(99)).unwrap()
    }

    fn ann() -> Account {
        Account {
            id: AccountId(5),
            version: AccountVersion(2),
            email: Email::parse("ann@example.com").unwrap(),
            name: None,
            locale: None,
            status: Status::Active,
            sign_in: SignIn::Password,
            password_changed_at: Some(CHANGED),
            disowned: false,
        }
    }

    #[test]
    fn a_token_names_its_change_and_no_other_text_does() {
        let ring = ring(&[1]);
        let token = ring.token_of_change(CHANGE).unwrap();
        assert_eq!(token.reveal().len(), 64);
        assert_eq!(ring.change_of_token(&token), Some(CHANGE));
        let bytes = URL_SAFE_NO_PAD.decode(token.reveal()).unwrap();
        for at in 0..bytes.len() {
            let mut bent = bytes.clone();
            bent[at] ^= 1;
            let bent = URL_SAFE_NO_PAD.encode(bent);
            assert_eq!(ring.change_of_token(&LinkToken::typed(bent)), None, "{at}");
            let cut = URL_SAFE_NO_PAD.encode(&bytes[..at]);
            assert_eq!(ring.change_of_token(&LinkToken::typed(cut)), None, "{at}");
        }
        for text in ["", "A", "not a token", &format!("{}A", token.reveal())] {
            assert_eq!(
                ring.change_of_token(&LinkToken::typed(text.to_owned())),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn neighbours_tokens_look_unlike_and_show_neither_account_nor_time() {
        let ring = ring(&[1]);
        let next = Change {
            account: AccountId(6),
            ..CHANGE
        };
        let bytes = |it| {
            URL_SAFE_NO_PAD
                .decode(ring.token_of_change(it).unwrap().reveal())
                .unwrap()
        };
        let (a, b) = (bytes(CHANGE), bytes(next));
        let different: u32 = a.iter().zip(&b).take(16).map(|(a, b)| (a ^ b).count_ones()).sum();
        assert!((30..100).contains(&different), "{different} bits");
        assert!(!a.windows(6).any(|it| *it == CHANGED.0.to_be_bytes()[2..]));
    }

    #[test]
    fn a_rotated_ring_takes_what_the_old_key_made_until_that_key_has_gone() {
        let token = ring(&[1]).token_of_change(CHANGE).unwrap();
        assert_eq!(ring(&[1, 2]).change_of_token(&token), Some(CHANGE));
        assert_eq!(ring(&[2]).change_of_token(&token), None);
    }

    #[test]
    fn a_change_can_be_taken_back_for_72_hours_while_the_password_is_the_one_it_set() {
        let stage = |account: &Account, now| CHANGE.stage(Some(account), now);
        assert_eq!(stage(&ann(), CHANGED), ChangeStage::Open);
        let end = CHANGED + Span::hours(72);
        assert_eq!(stage(&ann(), end - Span::millis(1)), ChangeStage::Open);
        assert_eq!(stage(&ann(), end), ChangeStage::Expired);
        let (slack, before) = (CHANGED - Span::seconds(60), CHANGED - Span::millis(60_001));
        assert_eq!(stage(&ann(), slack), ChangeStage::Open);
        assert_eq!(
            stage(&ann(), before),
            ChangeStage::Expired,
            "a clock that was set back"
        );
        let mut later = ann();
        later.password_changed_at = Some(CHANGED + Span::millis(1));
        assert_eq!(stage(&later, CHANGED), ChangeStage::Superseded);
        later.disowned = true;
        assert_eq!(stage(&later, CHANGED), ChangeStage::TakenBack);
        assert_eq!(CHANGE.stage(None, CHANGED), ChangeStage::Unknown);
    }
}

//! A tab: one recovery, or one opened link, in one browser. Its path names it, and everything else about it travels in a
//! cookie of its own, sealed, so that two tabs never mix and whoever has the path alone has nothing.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use recovery::desk::Begun;
use recovery::flow::{FlowChecked, FlowId};
use recovery::keys::KeyRing;
use recovery::moment::{Moment, Span};
use recovery::ports::{Broken, Chance, draw};
use recovery::secret::{LinkToken, Otp};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// For so long a tab is good for anything. A recovery takes asks for an hour, and its last code and link are over an hour
/// after that.
pub(super) const LIFE: Span = Span::hours(2);

/// What a tab is called: 96 random bits, in the path and in the name of its cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TabId([u8; 12]);

impl TabId {
    pub(super) fn draw(chance: &dyn Chance) -> Result<TabId, Broken> {
        Ok(TabId(draw(chance)?))
    }

    /// What is sealed for this tab opens for no other.
    fn place(self) -> Vec<u8> {
        [b"page-tab".as_slice(), &self.0].concat()
    }
}

impl fmt::Display for TabId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl FromStr for TabId {
    type Err = ();
    fn from_str(text: &str) -> Result<TabId, ()> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ())?;
        Ok(TabId(bytes.try_into().map_err(|_| ())?))
    }
}

/// A text that must not be shown, as it travels.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub(super) struct Hidden(String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(hidden)")
    }
}

/// Everything there is to know about a tab.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Tab {
    /// When it began.
    at: i64,
    /// The language that was chosen for it, if one was.
    pub(super) lang: Option<String>,
    /// Where to return in the end.
    pub(super) back: Option<String>,
    /// What it is about.
    pub(super) about: About,
}

/// What a tab is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum About {
    /// A recovery that was begun here.
    Recovery(Recovery),
    /// A link that was opened here.
    Link(Hidden),
    /// A password that was set here.
    Done,
    /// A notice's "this was not me" that was opened here.
    NotMe(Hidden),
    /// A change that was taken back here.
    TakenBack,
}

/// A recovery as a tab knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Recovery {
    flow: String,
    /// The address, as it was typed.
    pub(super) email: String,
    /// What its letters show, too.
    pub(super) reference: String,
    /// The code, once it was right.
    code: Option<Hidden>,
    until: i64,
    again: i64,
}

impl Tab {
    pub(super) fn new(about: About, lang: Option<String>, back: Option<String>, now: Moment) -> Tab {
        Tab {
            at: now.0,
            lang,
            back,
            about,
        }
    }

    /// The tab of a token, by what it is for.
    pub(super) fn token(
        about: fn(Hidden) -> About,
        token: &LinkToken,
        lang: Option<String>,
        now: Moment,
    ) -> Tab {
        Tab::new(about(Hidden(token.reveal().to_owned())), lang, None, now)
    }

    pub(super) fn began(&self) -> Moment {
        Moment(self.at)
    }

    pub(super) fn seal(&self, id: TabId, ring: &KeyRing, chance: &dyn Chance) -> Result<String, Broken> {
        let state = Zeroizing::new(serde_json::to_vec(self).unwrap_or_default());
        let sealed = ring.seal_state(&id.place(), &state, chance)?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// The tab that a cookie holds. `None`: not ours, of another tab, or over.
    pub(super) fn open(id: TabId, cookie: &str, ring: &KeyRing, now: Moment) -> Option<Tab> {
        let sealed = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let state = ring.open_state(&id.place(), &sealed)?;
        let tab: Tab = serde_json::from_slice(&state).ok()?;
        (now - tab.began() < LIFE).then_some(tab)
    }
}

impl About {
    /// The last part of the path of its page.
    pub(super) fn page(&self) -> &'static str {
        match self {
            About::Recovery(_) => "code",
            About::Link(_) => "link",
            About::Done => "done",
            About::NotMe(_) | About::TakenBack => "not-me",
        }
    }
}

impl Recovery {
    pub(super) fn of(begun: &Begun, email: &str, now: Moment) -> Recovery {
        let mut recovery = Recovery {
            flow: String::new(),
            email: email.to_owned(),
            reference: String::new(),
            code: None,
            until: 0,
            again: 0,
        };
        recovery.asked(begun, now);
        recovery
    }

    /// A letter was asked for, first or again: a code that was typed before may have been replaced.
    pub(super) fn asked(&mut self, begun: &Begun, now: Moment) {
        self.flow = begun.id.to_string();
        self.reference.clone_from(&begun.reference);
        self.until = (now + begun.left).0;
        self.again = (now + begun.resend_after).0;
        self.code = None;
    }

    /// A recovery to try templates out with.
    pub(super) fn sample(email: &str) -> Recovery {
        Recovery {
            flow: String::new(),
            email: email.to_owned(),
            reference: "7KQ2MD".to_owned(),
            code: None,
            until: 600_000,
            again: 60_000,
        }
    }

    pub(super) fn flow(&self) -> Option<FlowId> {
        self.flow.parse().ok()
    }

    /// The code that was right.
    pub(super) fn code(&self) -> Option<Otp> {
        self.code.as_ref().and_then(|it| Otp::typed(&it.0))
    }

    /// Keeps the code that was right. Its time counts from a hand-over that may be later than the ask, and ends within
    /// `life` (`code.ttl`) from now at the latest.
    pub(super) fn keep(&mut self, code: &Otp, life: Span, now: Moment) {
        self.code = Some(Hidden(code.reveal().to_owned()));
        self.until = self.until.max((now + life).0);
    }

    /// A code was not the right one, or no longer. Where it has ended for good, another letter may be asked for at once.
    pub(super) fn was_not(&mut self, ending: FlowChecked, now: Moment) {
        self.code = None;
        match ending {
            FlowChecked::Wrong { left } if left > 0 => {}
            FlowChecked::Expired => self.until = self.until.min(now.0),
            FlowChecked::Wrong { .. } | FlowChecked::Spent | FlowChecked::Accepted | FlowChecked::Unknown => {
                self.again = self.again.min(now.0)
            }
        }
    }

    pub(super) fn is_over(&self, now: Moment) -> bool {
        now.0 >= self.until
    }

    /// For how many seconds asking again sends nothing.
    pub(super) fn wait(&self, now: Moment) -> i64 {
        (Moment(self.again) - now).max(Span::ZERO).seconds_rounded_up()
    }
}

impl Hidden {
    pub(super) fn token(&self) -> LinkToken {
        LinkToken::typed(self.0.clone())
    }
}

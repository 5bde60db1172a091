//! `resetd mail test`: one real dialogue with the mail server, shown line by line, and what it means.

use recovery::address::Email;
use recovery::keys::KeyRing;
use recovery::letter::MessageTag;
use recovery::ports::{Broken, Chance, Clock, draw};

use crate::letters::LetterSettings;
use crate::press::{Press, Unprinted};
use crate::smtp::hand_over::Setback;
use crate::smtp::line::Dialler;
use crate::smtp::settings::SmtpSettings;
use crate::smtp::trouble::Trouble;
use crate::words::fit_to_show;

/// How a test went.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// The dialogue, `C:` and `S:` lines, without login and letter.
    pub dialogue: Vec<String>,
    /// `Ok`: the server took the letter. `Err`: why not, and what to do next.
    pub verdict: Result<String, String>,
}

/// Speaks with the mail server as the courier would and sends a test letter, which holds no code.
///
/// # Errors
/// No random bytes, or a template that does not compile. What the server does is not an error but a [`Rehearsal`].
pub async fn rehearse(
    smtp: SmtpSettings,
    letters: LetterSettings,
    ring: KeyRing,
    (clock, chance): (&dyn Clock, &dyn Chance),
    to: &Email,
) -> Result<Rehearsal, Broken> {
    let press = Press::new(letters, ring).map_err(|why| Broken::Machine(why.to_string()))?;
    let tag = MessageTag(draw(chance)?);
    let parcel = match press.print_test(to, tag, clock.now()) {
        Ok(parcel) => parcel,
        Err(Unprinted::Impossible(why)) => return Err(Broken::Machine(why)),
        Err(Unprinted::Unsent(_)) => return Err(Broken::Machine("a test letter cannot expire".to_owned())),
    };
    let dialler = Dialler::new(smtp);
    let (dialogue, opened) = dialler.open_scripted().await;
    let mut line = match opened {
        Ok(line) => line,
        Err(trouble) => return Ok(failed(dialogue, &trouble)),
    };
    let ending = line.hand_over(&parcel).await;
    let watcher = line.watcher();
    line.hang_up().await;
    let dialogue = watcher.script();
    Ok(match ending {
        Ok(()) => Rehearsal {
            dialogue,
            verdict: Ok(
                "The mail server took the letter. Look into the mailbox, and into its spam folder."
                    .to_owned(),
            ),
        },
        Err(Setback::Trouble(trouble)) => failed(dialogue, &trouble),
        Err(Setback::Refused(why)) => Rehearsal {
            dialogue,
            verdict: Err(format!(
                "The mail server refused the letter for good ({}).",
                fit_to_show(&why, &[])
            )),
        },
        Err(Setback::Deferred { at, reply }) => Rehearsal {
            dialogue,
            verdict: Err(format!(
                "The mail server does not take the letter now ({at}: {}). The courier would try again.",
                fit_to_show(&reply.said(), &[])
            )),
        },
    })
}

fn failed(dialogue: Vec<String>, trouble: &Trouble) -> Rehearsal {
    Rehearsal {
        dialogue,
        verdict: Err(format!(
            "{}. {}",
            fit_to_show(&trouble.to_string(), &[]),
            trouble.advice()
        )),
    }
}

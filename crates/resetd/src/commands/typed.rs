//! What operators type: addresses as arguments; passwords on standard input or twice on a terminal, never as an
//! argument.

use std::io::{self, IsTerminal, Read};

use recovery::address::Email;
use recovery::password::{MOST_BYTES, PasswordPolicy, Refusal};
use recovery::screen::{Context, Screen, accept};
use recovery::secret::Password;
use zeroize::Zeroizing;

use super::failure::Failure;

/// Reads an address from the command line.
///
/// # Errors
/// Why it is none.
pub fn address(text: &str) -> Result<Email, String> {
    Email::parse(text).map_err(|no| no.to_string())
}

/// Reads a password for a new account: from standard input if told so, else typed twice on a terminal.
///
/// # Errors
/// [`Failure`] when there is neither, or it cannot be read.
pub fn new_password(from_stdin: bool) -> Result<Password, Failure> {
    read(from_stdin, |prompt| {
        prompt
            .with_prompt("New password")
            .with_confirmation("Once more", "They differ; again, please")
    })
}

/// Reads a password that is to be compared.
///
/// # Errors
/// As [`new_password`].
pub fn known_password(from_stdin: bool) -> Result<Password, Failure> {
    read(from_stdin, |prompt| prompt.with_prompt("Password"))
}

fn read(
    from_stdin: bool,
    ask: impl FnOnce(dialoguer::Password<'static>) -> dialoguer::Password<'static>,
) -> Result<Password, Failure> {
    if from_stdin {
        return line_of(io::stdin().lock());
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::new(
            "standard input is not a terminal, so nobody can be asked for the password",
            "Give it as one line on standard input, with --password-stdin.",
        ));
    }
    let typed = ask(dialoguer::Password::new()).interact().map_err(|error| {
        Failure::new(
            format!("the password could not be read from the terminal: {error}"),
            "Give it as one line on standard input, with --password-stdin.",
        )
    })?;
    Ok(Password::new(typed))
}

/// The first line of a stream. One line break at its end is not part of the password; anything after it is a mistake.
fn line_of(input: impl Read) -> Result<Password, Failure> {
    let mut text = Zeroizing::new(String::new());
    // Two more than any password may have: a line break. One more shows that there is too much.
    let most = u64::try_from(MOST_BYTES + 3).unwrap_or(u64::MAX);
    input.take(most).read_to_string(&mut text).map_err(|error| {
        Failure::new(
            format!("the password on standard input could not be read: {error}"),
            "Give it as one line of UTF-8.",
        )
    })?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        return Err(Failure::new(
            "there is no password on standard input",
            "Give it as one line, for example: resetd account add EMAIL --password-stdin < FILE",
        ));
    }
    Ok(Password::new(line.to_owned()))
}

/// The password of an account as it is hashed, if the policy of the settings accepts it. Nobody else is asked about it.
///
/// # Errors
/// [`Failure`] with the reason of the refusal.
pub fn accepted(
    policy: PasswordPolicy,
    screen: Option<&Screen>,
    password: &Password,
    email: &Email,
) -> Result<Password, Failure> {
    let context = Context {
        about: &[email.as_written()],
        code: None,
    };
    accept(policy, screen, password, &context).map_err(|refusal| {
        let (why, next) = match refusal {
            Refusal::TooShort => (
                format!("it has fewer than {} characters", policy.min_length),
                "Choose a longer one; the bound is password.min_length.",
            ),
            Refusal::TooLong => (
                "it has more than 256 characters or 1024 bytes".to_owned(),
                "Choose a shorter one.",
            ),
            Refusal::ControlCharacter => (
                "it has a control character".to_owned(),
                "Give it as one line of plain text.",
            ),
            Refusal::Common => (
                "others try it first, or it is in a list of known passwords".to_owned(),
                "Choose another; resetd passwords list shows the lists.",
            ),
            Refusal::AboutYou => (
                "little is left of it without the address and the name of the service".to_owned(),
                "Choose another.",
            ),
            Refusal::TheCode => (
                "little is left of it without the code".to_owned(),
                "Choose another.",
            ),
            Refusal::Breached => ("it is known from a data breach".to_owned(), "Choose another."),
        };
        Failure::new(format!("the password was not accepted: {why}"), next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ann() -> Email {
        Email::parse("ann@example.com").unwrap()
    }

    fn read_from(text: &str) -> Result<String, Failure> {
        line_of(text.as_bytes()).map(|it| it.reveal().to_owned())
    }

    #[test]
    fn one_line_break_at_the_end_is_not_part_of_the_password() {
        assert_eq!(read_from("secret pass\n").as_deref(), Ok("secret pass"));
        assert_eq!(read_from("secret pass\r\n").as_deref(), Ok("secret pass"));
        assert_eq!(read_from(" secret pass ").as_deref(), Ok(" secret pass "));
        assert_eq!(
            read_from("secret\n\n").as_deref(),
            Ok("secret\n"),
            "the policy refuses it then"
        );
    }

    #[test]
    fn nothing_is_no_password_and_too_much_is_never_cut_to_fit() {
        assert!(read_from("").is_err());
        assert!(read_from("\n").is_err());
        let policy = PasswordPolicy { min_length: 8 };
        let long = line_of("a".repeat(MOST_BYTES * 4).as_bytes()).unwrap();
        assert!(accepted(policy, None, &long, &ann()).is_err());
    }

    #[test]
    fn a_refusal_names_its_reason() {
        let policy = PasswordPolicy { min_length: 8 };
        let said = accepted(policy, None, &Password::new("short".into()), &ann())
            .unwrap_err()
            .to_string();
        assert!(said.contains("fewer than 8"), "{said}");
    }
}

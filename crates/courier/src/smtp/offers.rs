//! What the server offers in its answer to EHLO.

use super::reply::Reply;

/// The extensions that matter to us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Offers {
    /// RFC 3207.
    pub(crate) starttls: bool,
    /// RFC 4954 with PLAIN.
    pub(crate) plain: bool,
    /// RFC 4954 with LOGIN.
    pub(crate) login: bool,
    /// RFC 3461: what comes back with a bounce.
    pub(crate) dsn: bool,
    /// RFC 6531: addresses beyond ASCII.
    pub(crate) utf8: bool,
    /// RFC 6152.
    pub(crate) eight_bit: bool,
    /// RFC 2920: commands in one piece.
    pub(crate) pipelining: bool,
}

impl Offers {
    /// Reads the answer to EHLO: its first line is the server's name, every other one an extension, in any case.
    pub(crate) fn read(answer: &Reply) -> Offers {
        let mut offers = Offers::default();
        for line in answer.lines.iter().skip(1) {
            // `AUTH=PLAIN` is how very old servers wrote it.
            let line = line.to_ascii_uppercase().replacen("AUTH=", "AUTH ", 1);
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("STARTTLS") => offers.starttls = true,
                Some("DSN") => offers.dsn = true,
                Some("SMTPUTF8") => offers.utf8 = true,
                Some("8BITMIME") => offers.eight_bit = true,
                Some("PIPELINING") => offers.pipelining = true,
                Some("AUTH") => {
                    for mechanism in words {
                        offers.plain |= mechanism == "PLAIN";
                        offers.login |= mechanism == "LOGIN";
                    }
                }
                Some(_) | None => {}
            }
        }
        offers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_are_read_in_any_case_and_never_from_the_servers_name() {
        let reply = |lines: &[&str]| Reply {
            code: 250,
            lines: lines.iter().map(|it| (*it).to_owned()).collect(),
        };
        let offers = Offers::read(&reply(&[
            "mx",
            "starttls",
            "Dsn",
            "AUTH=LOGIN",
            "AUTH CRAM-MD5 plain",
            "X",
        ]));
        assert!(offers.starttls && offers.dsn && offers.login && offers.plain && !offers.utf8);
        assert_eq!(Offers::read(&reply(&["STARTTLS"])), Offers::default());
    }
}

//! Every flaw that the reader of each call can find: what its table can be asked besides the desk's endings.

use recovery::address::NoEmail;

use crate::reply::{Flaw, Part, Unread};

fn flaws(part: Part, flaws: &[Flaw]) -> Vec<Unread> {
    flaws.iter().map(|flaw| Unread::new(part, *flaw)).collect()
}

pub(crate) fn of_request() -> Vec<Unread> {
    use Flaw::{Contradicts, Form, Missing, NoAddress, NoBody, NotJson, NotText};
    let address = [
        Missing,
        NoBody,
        NotText,
        Contradicts,
        NotJson(3),
        NoAddress(NoEmail::Form),
    ];
    [
        flaws(Part::Email, &address),
        flaws(Part::Method, &[NotText, Contradicts, Form]),
    ]
    .concat()
}

pub(crate) fn of_validate_otp() -> Vec<Unread> {
    use Flaw::{Contradicts, Empty, Form, Missing, NoAddress, NotJson, NotText};
    [
        flaws(
            Part::Email,
            &[NotText, Contradicts, NotJson(3), NoAddress(NoEmail::Empty)],
        ),
        flaws(Part::Password, &[NotText, Contradicts, Empty]),
        flaws(Part::Code, &[Missing, Empty, Form, NotText, Contradicts]),
        flaws(Part::Credentials, &[Missing]),
    ]
    .concat()
}

pub(crate) fn of_reset_with_token() -> Vec<Unread> {
    use Flaw::{Empty, Missing, NoBody, NotJson, NotText};
    [
        flaws(Part::Token, &[Missing, NoBody, NotText, Empty, NotJson(3)]),
        flaws(Part::Password, &[Missing, NotText, Empty]),
    ]
    .concat()
}

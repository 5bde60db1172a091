//! Letters that come late. A page counts from the ask, because it must not tell when a letter was handed over; whether a
//! code is right, and from when on it is over, is the desk's to say.

use std::time::Duration;

use super::support::sink::{Setup, Sink};
use super::*;

#[test]
fn the_code_of_a_letter_that_came_late_leads_to_a_new_password() {
    let address = Sink::nowhere();
    let settings = [("dialects.enabled", "[\"pages\"]"), ("code.ttl", "\"8s\"")];
    let place = Place::mailing_to(address, &settings);
    place.add(ANN, OLD);
    let server = place.serve();
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    std::thread::sleep(Duration::from_secs(9));
    let shown = browser.get(&page.path);
    assert!(shown.says("The code has expired."), "{}", shown.text());
    let sink = Sink::at(address, Setup::default());
    let code = sink.letter_to(ANN, 1).code().unwrap();
    let password = browser.submit("code-form", &[("code", &code)]);
    assert!(
        password.path.ends_with("/password") && password.says("Choose a new password"),
        "{} {}",
        password.path,
        password.text()
    );
    let again = browser.get(&password.path);
    assert!(again.says("Choose a new password"), "{}", again.text());
    let done = browser.submit("password-form", &[("new_password", NEW)]);
    assert!(done.path.ends_with("/done"), "{}", done.text());
    assert!(place.verifies(ANN, NEW));
}

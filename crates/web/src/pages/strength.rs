//! What a password would be worth, told while it is typed: the script asks, in the words of the page.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, header};
use recovery::secret::Password;
use serde::Serialize;

use super::tab::About;
use super::view;
use super::visit::{Stop, Visit};
use crate::door::Call;

#[derive(Serialize)]
struct Told {
    score: u8,
    words: Vec<String>,
}

/// `POST /reset/{tab}/strength`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let (_, tab) = visit.tab()?;
    let [typed] = visit.form(call, ["new_password"]).await?;
    let password = Password::new(typed.unwrap_or_default().to_string());
    let address = match &tab.about {
        About::Recovery(recovery) => recovery.email.as_str(),
        About::Link(_) | About::Done | About::NotMe(_) | About::TakenBack => "",
    };
    let place = &visit.pages.settings.place;
    let weighed = call.desk().weigh(&password, &[address, place], call.caller())?;
    let language = &visit.language;
    let say = |key: &str| language.text(key, &[]).ok();
    let score = weighed.strength.score.min(4);
    let words = match weighed.refused {
        Some(why) => view::refusal(&visit.pages, language, why).into_iter().collect(),
        None => {
            let weaknesses = weighed.strength.weaknesses.iter();
            say(&format!("page-strength-{score}"))
                .into_iter()
                .chain(weaknesses.filter_map(|it| say(&format!("page-weak-{}", it.token()))))
                .collect()
        }
    };
    let told = Told {
        score: if weighed.refused.is_some() { 0 } else { score },
        words,
    };
    let mut response = Response::new(Body::from(serde_json::to_string(&told).unwrap_or_default()));
    let label = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, label);
    Ok(response)
}

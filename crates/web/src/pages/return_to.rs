//! Where people may go back to in the end: to listed origins, and nowhere else.

use url::Url;

/// The longest address to return to, in bytes: it travels in a cookie.
const LONGEST: usize = 512;

/// The address, as it will be linked to, if it lies on a listed origin.
pub(super) fn accepted(typed: &str, origins: &[String]) -> Option<String> {
    let url = Url::parse(typed).ok()?;
    let listed = origins.contains(&url.origin().ascii_serialization());
    let bare = url.username().is_empty() && url.password().is_none();
    let web = matches!(url.scheme(), "http" | "https");
    (listed && bare && web && url.as_str().len() <= LONGEST).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_origins_are_returned_to() {
        let origins = [
            "https://app.example.com".to_owned(),
            "http://localhost:3000".to_owned(),
        ];
        let back = |typed: &str| accepted(typed, &origins);
        assert_eq!(
            back("https://app.example.com/in?a=1#x").as_deref(),
            Some("https://app.example.com/in?a=1#x")
        );
        assert_eq!(
            back("http://localhost:3000").as_deref(),
            Some("http://localhost:3000/")
        );
        assert_eq!(
            back("https://app.example.com\\@evil.example/").as_deref(),
            Some("https://app.example.com/@evil.example/"),
            "as a browser reads it"
        );
        for bad in [
            "",
            "/in",
            "//app.example.com/",
            "https://evil.example/",
            "https://app.example.com.evil.example/",
            "https://app.example.com@evil.example/",
            "https://evil.example/https://app.example.com",
            "https://u:p@app.example.com/",
            "http://app.example.com/",
            "https://app.example.com:8443/",
            "javascript:alert(1)//https://app.example.com",
            "data:text/html,x",
            "blob:https://app.example.com/x",
            "null",
        ] {
            assert_eq!(back(bad), None, "{bad}");
        }
        assert_eq!(
            back(&format!("https://app.example.com/{}", "x".repeat(600))),
            None
        );
    }
}

//! Who may come in: the launch token, the cookie it is traded for, where a request comes from.
//!
//! Other programs on this machine can reach the port, and so can web pages from anywhere that the
//! user's browser has open. A request is answered only if its `Host` is ours, so that no foreign
//! name can be pointed at us; if it carries the cookie, which only the browser gets that was
//! opened with a launch token; and, where it changes something, if it comes from one of our pages
//! (`Origin`) and carries their token. A launch token opens the door once.

use std::sync::Mutex;

use axum::http::{HeaderMap, HeaderValue, header};

/// The secrets of one run of the server.
#[derive(Debug)]
pub struct Door {
    port: u16,
    session: String,
    form: String,
    launch: Mutex<String>,
}

/// Every answer says so: nothing but our own style, script and pictures is ever loaded.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
    base-uri 'none'";

impl Door {
    /// A door with new secrets.
    ///
    /// # Errors
    /// If the system has no random numbers to give.
    pub fn new(port: u16) -> Result<Self, getrandom::Error> {
        let launch = Mutex::new(secret()?);
        Ok(Door { port, session: secret()?, form: secret()?, launch })
    }

    /// The address that lets one browser in.
    #[must_use]
    pub fn address(&self) -> String {
        let launch = self.launch.lock().expect("BUG: a thread died with a launch token");
        format!("http://127.0.0.1:{}/?token={launch}", self.port)
    }

    /// Trades a launch token for the cookie; the token is worth nothing afterwards.
    #[must_use]
    pub fn enter(&self, token: &str) -> Option<HeaderValue> {
        let mut launch = self.launch.lock().expect("BUG: a thread died with a launch token");
        if !is_same(&launch, token) {
            return None;
        }
        *launch = secret().ok()?;
        let name = self.cookie_name();
        let cookie = format!("{name}={}; Path=/; HttpOnly; SameSite=Strict", self.session);
        HeaderValue::from_str(&cookie).ok()
    }

    /// Whether a request is addressed to us by a name of this machine.
    #[must_use]
    pub fn is_for_us(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.hosts().iter().any(|own| own == host))
    }

    /// Whether the browser has been let in.
    #[must_use]
    pub fn is_inside(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        let cookies =
            headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        cookies.flat_map(|line| line.split(';')).any(|cookie| {
            let pair = cookie.trim().split_once('=');
            pair.is_some_and(|(key, value)| key == name && is_same(&self.session, value))
        })
    }

    /// Whether a request that changes something was made by one of our own pages.
    #[must_use]
    pub fn is_from_us(&self, headers: &HeaderMap) -> bool {
        let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
        let host = origin.and_then(|origin| origin.strip_prefix("http://"));
        host.is_some_and(|host| self.hosts().iter().any(|own| own == host))
    }

    /// The token that every form of ours carries.
    #[must_use]
    pub fn form_token(&self) -> &str {
        &self.form
    }

    /// Whether a form carries the token of our forms.
    #[must_use]
    pub fn is_our_form(&self, token: &str) -> bool {
        is_same(&self.form, token)
    }

    /// Cookies know no ports, so the name does.
    fn cookie_name(&self) -> String {
        format!("fore-{}", self.port)
    }

    fn hosts(&self) -> [String; 3] {
        ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{}", self.port))
    }
}

/// Sets the headers that every answer has.
pub fn harden(headers: &mut HeaderMap) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not `no-referrer`: with that, browsers hide the origin of forms from us too.
        (header::REFERRER_POLICY, "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let isolated = HeaderValue::from_static("same-origin");
    headers.insert("cross-origin-opener-policy", isolated.clone());
    headers.insert("cross-origin-resource-policy", isolated);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// 256 random bits in hexadecimal digits.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn is_same(ours: &str, theirs: &str) -> bool {
    let pairs = ours.bytes().zip(theirs.bytes());
    let differing = pairs.fold(0, |differing, (one, other)| differing | (one ^ other));
    ours.len() == theirs.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn only_names_of_this_machine_are_ours() {
        let door = Door::new(4480).unwrap();
        for (host, expected) in [
            ("127.0.0.1:4480", true),
            ("localhost:4480", true),
            ("[::1]:4480", true),
            ("127.0.0.1:4481", false),
            ("127.0.0.1", false),
            ("evil.example:4480", false),
            ("localhost:4480.evil.example", false),
        ] {
            assert_eq!(door.is_for_us(&headers(&[("host", host)])), expected, "{host}");
            let origin = format!("http://{host}");
            assert_eq!(door.is_from_us(&headers(&[("origin", &origin)])), expected, "{origin}");
        }
        assert!(!door.is_for_us(&headers(&[])));
        assert!(!door.is_from_us(&headers(&[])));
        assert!(!door.is_from_us(&headers(&[("origin", "null")])));
        assert!(!door.is_from_us(&headers(&[("origin", "https://localhost:4480")])));
    }

    #[test]
    fn a_launch_token_opens_once_and_the_cookie_from_then_on() {
        let door = Door::new(4480).unwrap();
        let address = door.address();
        let token = address.split_once("token=").unwrap().1;
        assert_eq!(token.len(), 64);
        assert!(door.enter("").is_none());
        assert!(door.enter(&token[1..]).is_none());
        let cookie = door.enter(token).unwrap();
        assert!(door.enter(token).is_none(), "a token is good for one browser");
        assert_ne!(door.address(), address, "the next browser needs another");
        let pair = cookie.to_str().unwrap().split(';').next().unwrap();
        assert!(door.is_inside(&headers(&[("cookie", &format!("other=1; {pair}"))])));
        assert!(!door.is_inside(&headers(&[("cookie", "fore-4480=")])));
        assert!(!door.is_inside(&headers(&[("cookie", &pair.replace("4480", "4481"))])));
    }
}

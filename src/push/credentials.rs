//! Who asks, from the environment: never from the command line, which others can read.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::address::Address;
use crate::diagnostic::Error;

const TOKEN: &str = "PLENARY_PUSH_TOKEN";
const USER: &str = "PLENARY_PUSH_USER";
const PASSWORD: &str = "PLENARY_PUSH_PASSWORD";

/// The header that says who asks, if anybody is to.
pub type Credentials = Option<(String, String)>;

/// The credentials for a store: a token (RFC 6750), else a user and a password (RFC 7617). `variable` looks the environment up.
///
/// # Errors
/// When they cannot be a header, only a half of them is there, or they would go unencrypted to another machine.
pub fn credentials(address: &Address, variable: &dyn Fn(&str) -> Option<String>) -> Result<Credentials, Error> {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    let value = match (set(TOKEN), set(USER), set(PASSWORD)) {
        (Some(token), ..) => format!("Bearer {token}"),
        (None, Some(user), Some(password)) if !user.contains(':') => {
            format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
        }
        (None, Some(_), Some(_)) => {
            return Err(Error::usage(format!("{USER} has a colon, which no user has (RFC 7617)")));
        }
        (None, None, None) => return Ok(None),
        (None, Some(_), None) => return Err(half(PASSWORD, USER)),
        (None, None, Some(_)) => return Err(half(USER, PASSWORD)),
    };
    if !value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return Err(Error::usage(format!("{TOKEN} cannot be a header")).help("set it to the token, in one line"));
    }
    let origin = address.origin();
    let is_here = matches!(origin.host.as_str(), "localhost" | "[::1]") || origin.host.starts_with("127.");
    if !origin.is_secure && !is_here {
        let message = format!("the credentials would go to {} without encryption, for anybody to read", origin.host);
        return Err(Error::usage(message).help("give an https address, or unset the PLENARY_PUSH variables"));
    }
    Ok(Some(("authorization".to_owned(), value)))
}

fn half(missing: &str, there: &str) -> Error {
    Error::usage(format!("{there} is set, and {missing} is not")).help(format!("set {missing} too, or unset {there}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str, set: &[(&str, &str)]) -> Result<Option<String>, u8> {
        let address = Address::parse(address).expect("an address");
        let variable = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        credentials(&address, &variable).map(|found| found.map(|(_, value)| value)).map_err(|error| error.exit_code())
    }

    #[test]
    fn credentials_are_a_token_or_a_user() {
        let store = "https://store.example/data";
        assert_eq!(of(store, &[]), Ok(None));
        assert_eq!(of(store, &[(TOKEN, "abc"), (USER, "u")]), Ok(Some("Bearer abc".to_owned())));
        assert_eq!(
            of(store, &[(USER, "Aladdin"), (PASSWORD, "open sesame")]),
            Ok(Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned()))
        );
        assert_eq!(of(store, &[(USER, "u")]), Err(2));
        assert_eq!(of(store, &[(TOKEN, "a\nb")]), Err(2));
    }

    #[test]
    fn credentials_do_not_go_unencrypted_to_others() {
        assert_eq!(of("http://store.example/", &[(TOKEN, "a")]), Err(2));
        assert_eq!(of("http://127.0.0.1:3030/", &[(TOKEN, "a")]), Ok(Some("Bearer a".to_owned())));
        assert_eq!(of("http://localhost.example/", &[(TOKEN, "a")]), Err(2));
        assert_eq!(of("http://127.evil.example/", &[(TOKEN, "a")]), Err(2));
    }
}

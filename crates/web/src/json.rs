//! JSON as it comes in: one object in UTF-8, read for the few keys that a call knows, and strict about everything.
//!
//! Derived readers take an array for a struct, skip over invalid text in strings they ignore, and go as deep as the
//! body does; this one does not.

use std::fmt;

use recovery::secret::Password;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// One key of an object as it was found.
#[derive(Clone)]
pub enum Found {
    /// The key is not there.
    Nothing,
    /// It holds a string. Any of them may be a secret, so it is kept like one.
    Text(Password),
    /// It holds something else: a number, `null`, a list.
    Other,
}

impl Found {
    /// The string, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Found::Text(text) => Some(text.reveal()),
            Found::Nothing | Found::Other => None,
        }
    }

    /// Whether the key is there.
    #[must_use]
    pub fn is_there(&self) -> bool {
        match self {
            Found::Nothing => false,
            Found::Text(_) | Found::Other => true,
        }
    }
}

/// Not one JSON object: this many characters in, at the latest, that shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnObject {
    /// Characters before the place.
    pub at: usize,
}

/// Reads an object for these keys. Other keys may be there, and their values must be JSON too.
///
/// # Errors
/// [`NotAnObject`]: not UTF-8, a byte order mark, another kind of value, one of the keys twice, a lone surrogate, a
/// number out of range, nested deeper than 127, or something after the object.
pub fn read<const N: usize>(body: &[u8], keys: [&str; N]) -> Result<[Found; N], NotAnObject> {
    read_with(body, Keys { keys, alone: false })
}

/// Reads an object for these keys, which must be the only ones.
///
/// # Errors
/// As [`read`], and for any other key.
pub fn read_only<const N: usize>(body: &[u8], keys: [&str; N]) -> Result<[Found; N], NotAnObject> {
    read_with(body, Keys { keys, alone: true })
}

fn read_with<const N: usize>(body: &[u8], keys: Keys<'_, N>) -> Result<[Found; N], NotAnObject> {
    let text = std::str::from_utf8(body).map_err(|it| not_utf8(body, it.valid_up_to()))?;
    let blanks = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let start = text.find(|c| !blanks(c)).unwrap_or(text.len());
    if !text.get(start..).is_some_and(|rest| rest.starts_with('{')) {
        return Err(NotAnObject { at: start });
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let found = reader.deserialize_map(keys);
    found
        .and_then(|found| reader.end().map(|()| found))
        .map_err(|it| place(text, &it))
}

fn not_utf8(body: &[u8], valid: usize) -> NotAnObject {
    let before = body.get(..valid).and_then(|it| std::str::from_utf8(it).ok());
    NotAnObject {
        at: before.map_or(0, |it| it.chars().count()),
    }
}

/// The place of an error in characters from the start; the reader counts lines and bytes in a line.
fn place(text: &str, error: &serde_json::Error) -> NotAnObject {
    let whole_lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let bytes = whole_lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    let within = text.char_indices().take_while(|(at, _)| *at < bytes);
    NotAnObject { at: within.count() }
}

struct Keys<'a, const N: usize> {
    keys: [&'a str; N],
    /// Whether no other key may be there.
    alone: bool,
}

impl<'de, const N: usize> Visitor<'de> for Keys<'_, N> {
    type Value = [Found; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = [const { Found::Nothing }; N];
        while let Some(Key(key)) = map.next_key()? {
            let Value(value) = map.next_value()?;
            let known = self.keys.iter().zip(&mut found).find(|(name, _)| ***name == *key);
            if let Some((_, slot)) = known {
                if slot.is_there() {
                    return Err(A::Error::custom("a key stands twice"));
                }
                *slot = value;
            } else if self.alone {
                return Err(A::Error::custom("a key that is not known"));
            }
        }
        Ok(found)
    }
}

struct Key<'de>(std::borrow::Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Name;
        impl<'de> Visitor<'de> for Name {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(text.into()))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(text.to_owned().into()))
            }
        }
        reader.deserialize_str(Name)
    }
}

/// Any value. All of it is read, also what is not kept: ignoring would skip the checks on text, depth and numbers.
struct Value(Found);

impl<'de> serde::Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value(Found::Text(Password::new(text.to_owned()))))
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value(Found::Other))
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<Value, E> {
        Ok(Value(Found::Other))
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<Value, E> {
        Ok(Value(Found::Other))
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
        Ok(Value(Found::Other))
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value(Found::Other))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        while list.next_element::<Value>()?.is_some() {}
        Ok(Value(Found::Other))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<Key<'de>, Value>()?.is_some() {}
        Ok(Value(Found::Other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email_in(body: &[u8]) -> Result<Option<String>, usize> {
        read(body, ["email"])
            .map(|[it]| it.text().map(str::to_owned))
            .map_err(|it| it.at)
    }

    #[test]
    fn a_key_is_found_wherever_and_however_it_is_written() {
        let ann = Ok(Some("ann@example.com".to_owned()));
        for body in [
            r#"{"email":"ann@example.com"}"#,
            "\r\n\t {\"email\" : \"ann@example.com\"} \n",
            r#"{"other":[1,2.5,-3,null,true,{"email":"bob@example.com"}],"email":"ann@example.com"}"#,
            r#"{"em\u0061il":"ann\u0040example.com"}"#,
            r#"{"x":1,"x":2,"email":"ann@example.com"}"#,
        ] {
            assert_eq!(email_in(body.as_bytes()), ann, "{body}");
        }
        assert_eq!(email_in(b"{}"), Ok(None));
    }

    #[test]
    fn what_is_not_one_object_is_refused() {
        let deep = format!("{{\"x\":{}1{}}}", "[".repeat(7000), "]".repeat(7000));
        let bad: [&[u8]; 26] = [
            b"",
            b" ",
            b"null",
            b"\"email\"",
            b"[\"ann@example.com\"]",
            b"[{\"email\":\"ann@example.com\"}]",
            b"{\"email\":\"ann@example.com\"",
            b"{\"email\":\"ann@example.com\"}}",
            b"{\"email\":\"ann@example.com\"}{}",
            b"{\"email\":\"ann@example.com\"} x",
            b"{email:\"ann@example.com\"}",
            b"{'email':'ann@example.com'}",
            b"{\"email\":\"ann@example.com\",}",
            b"{\"email\":\"a\",\"email\":\"b\"}",
            b"{\"email\":\"a\",\"email\":\"a\"}",
            b"{\"email\":\"a\",\"em\\u0061il\":\"a\"}",
            b"{\"email\":1,\"email\":\"a\"}",
            b"\xef\xbb\xbf{\"email\":\"ann@example.com\"}",
            b"\xfe\xff\0{\0}",
            b"{\"email\":\"\xff\"}",
            b"{\"x\":\"\xc0\xaf\"}",
            b"{\"email\":\"\\ud800\"}",
            b"{\"x\":\"\\udc00\"}",
            b"{\"x\":\"\n\"}",
            b"{\"x\":1e999}",
            deep.as_bytes(),
        ];
        for body in bad {
            assert!(email_in(body).is_err(), "{:?}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn only_a_string_is_text() {
        for value in [
            "123456",
            "null",
            "true",
            "[]",
            "{}",
            r#"{"$ne":null}"#,
            r#"["1"]"#,
            "1.5",
        ] {
            let [found] = read(format!(r#"{{"otp":{value}}}"#).as_bytes(), ["otp"]).unwrap();
            assert!(found.is_there() && found.text().is_none(), "{value}");
        }
    }

    #[test]
    fn the_place_of_an_error_is_counted_in_characters() {
        assert_eq!(email_in(b"x"), Err(0));
        assert_eq!(email_in(b"  [1]"), Err(2));
        assert_eq!(email_in("{\"ä\":x}".as_bytes()), Err(5));
        assert_eq!(email_in(b"{\n\n\"a\":x}"), Err(7));
    }
}

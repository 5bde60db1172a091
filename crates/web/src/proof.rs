//! A solved puzzle (ALTCHA) that came along with a request: on `/v1` in a header, on the pages in a cookie. The documented APIs
//! know none.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName};
use recovery::puzzle::Proof;
use serde::Deserialize;

use crate::pages::Pages;
use crate::route::Surface;

/// Where `/v1` takes it: base64 of JSON, as ALTCHA's own programs write it.
pub(crate) const PROOF_OF_WORK: HeaderName = HeaderName::from_static("proof-of-work");

/// The longest that is looked at, in bytes. One has some 600.
const LONGEST: usize = 2048;

#[derive(Deserialize)]
struct Payload {
    challenge: Challenge,
    solution: Solution,
}

#[derive(Deserialize)]
struct Challenge {
    parameters: Parameters,
    signature: String,
}

/// What is not read is always the same, and signed.
#[derive(Deserialize)]
struct Parameters {
    nonce: String,
    salt: String,
    cost: u32,
    #[serde(rename = "expiresAt")]
    expires_at: i64,
}

#[derive(Deserialize)]
struct Solution {
    counter: u32,
    #[serde(rename = "derivedKey")]
    derived_key: String,
}

/// The proof of a request. One that cannot be read is none.
pub(crate) fn of(surface: Surface, headers: &HeaderMap, pages: Option<&Pages>) -> Option<Proof> {
    match surface {
        Surface::V1 => read(headers.get(PROOF_OF_WORK)?.to_str().ok()?),
        Surface::Pages => pages?.proof(headers),
        Surface::FourPoint | Surface::Userverse | Surface::House => None,
    }
}

/// Reads a proof as ALTCHA's programs write it.
pub(crate) fn read(text: &str) -> Option<Proof> {
    let json = STANDARD
        .decode(Some(text).filter(|it| it.len() <= LONGEST)?)
        .ok()?;
    let Payload { challenge, solution } = serde_json::from_slice(&json).ok()?;
    let Parameters {
        nonce,
        salt,
        cost,
        expires_at,
    } = challenge.parameters;
    Some(Proof {
        nonce: bytes(&nonce)?,
        salt: bytes(&salt)?,
        cost,
        expires_at,
        signature: bytes(&challenge.signature)?,
        counter: solution.counter,
        key: bytes(&solution.derived_key)?,
    })
}

/// Bytes of lower-case hexadecimal digits, two each.
fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let digit = |it: &u8| match it {
        b'0'..=b'9' => Some(it - b'0'),
        b'a'..=b'f' => Some(it - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; N];
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(change: impl FnOnce(&mut serde_json::Value)) -> String {
        let mut payload = serde_json::json!({
            "challenge": {
                "parameters": {
                    "algorithm": "PBKDF2/SHA-256", "cost": 7, "expiresAt": 1_800_000_000, "keyLength": 32, "keyPrefix": "000",
                    "nonce": "01".repeat(16), "salt": "02".repeat(16),
                },
                "signature": "0f".repeat(32),
            },
            "solution": { "counter": 9, "derivedKey": "ab".repeat(32), "time": 12.5 },
        });
        change(&mut payload);
        STANDARD.encode(payload.to_string())
    }

    #[test]
    fn a_proof_is_read_as_altcha_writes_it() {
        let proof = read(&written(|_| ())).unwrap();
        assert_eq!((proof.nonce, proof.salt), ([1; 16], [2; 16]));
        assert_eq!(
            (proof.cost, proof.expires_at, proof.counter),
            (7, 1_800_000_000, 9)
        );
        assert_eq!((proof.signature, proof.key), ([15; 32], [0xab; 32]));
    }

    #[test]
    fn what_is_no_proof_is_none() {
        for text in ["", "e30=", "{}", "\u{20ac}", &"A".repeat(LONGEST + 4)] {
            assert_eq!(read(text), None, "{text}");
        }
        let wrong = [
            ("/challenge/parameters/nonce", serde_json::json!("01")),
            ("/challenge/parameters/nonce", serde_json::json!("0G".repeat(16))),
            ("/challenge/parameters/salt", serde_json::json!("0A".repeat(16))),
            ("/challenge/parameters/cost", serde_json::json!(-1)),
            ("/challenge/signature", serde_json::json!(null)),
            ("/solution/counter", serde_json::json!(4_294_967_296_u64)),
            ("/solution/derivedKey", serde_json::json!("ab".repeat(33))),
        ];
        for (place, value) in wrong {
            let text = written(|it| *it.pointer_mut(place).unwrap() = value.clone());
            assert_eq!(read(&text), None, "{place} {value}");
        }
    }
}

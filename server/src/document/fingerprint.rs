//! The fingerprint of a label: a few bytes that show later whether the label has changed, without keeping a copy.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use countersign_shared::label::Label;
use sha2::{Digest as _, Sha256};

/// Enough bytes that nobody can make another label with the same fingerprint.
const BYTES: usize = 16;

/// Returns the first 16 bytes of the SHA-256 of the label's JSON, in URL-safe base64.
#[must_use]
pub fn fingerprint(label: &Label) -> String {
    let json = serde_json::to_vec(label).expect("labels are plain JSON");
    URL_SAFE_NO_PAD.encode(&Sha256::digest(json)[..BYTES])
}

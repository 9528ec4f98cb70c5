//! What a label was at a moment, in a few bytes: whether it was changed since is seen without keeping it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use countersign_shared::label::Label;
use sha2::{Digest as _, Sha256};

/// Nobody can make another label of the same fingerprint.
const BYTES: usize = 16;

/// 16 bytes of the SHA-256 of the label's JSON, as base64 for addresses.
#[must_use]
pub fn fingerprint(label: &Label) -> String {
    let json = serde_json::to_vec(label).expect("labels are plain JSON");
    URL_SAFE_NO_PAD.encode(&Sha256::digest(json)[..BYTES])
}

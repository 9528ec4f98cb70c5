//! Updates encoded by npm `yjs` (`scripts/gen-yjs-fixtures.mjs`) are admitted and produce the same labels as in Yjs.

use serde::Deserialize;
use serde_json::Value;

use super::support::{Harness, fingerprint, json_eq};

#[derive(Deserialize)]
struct Scenario {
    name: String,
    updates: Vec<String>,
    labels: Value,
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hex")).collect()
}

#[test]
fn fault_24_yjs_updates_are_admitted_and_match_yjs() {
    let scenarios: Vec<Scenario> = serde_json::from_str(include_str!("../yjs.json")).expect("fixtures");
    assert!(scenarios.len() > 10);
    for Scenario { name, updates, labels } in scenarios {
        let mut harness = Harness::empty();
        for (step, update) in updates.iter().enumerate() {
            let sent = bytes(update);
            let admitted = harness.send(&sent).unwrap_or_else(|refusal| panic!("{name}, update {step}: {refusal:?}"));
            // The admitted update passes the prescan itself.
            super::super::prescan(&admitted.update)
                .map(|_| ())
                .or_else(|error| if admitted.update.is_empty() { Ok(()) } else { Err(error) })
                .unwrap_or_else(|error| panic!("{name}, update {step}: {error}"));
        }
        let got = serde_json::to_value(harness.labels()).expect("labels");
        assert!(json_eq(&got, &labels), "{name}: {got} is not {labels}");
        assert_eq!(harness.fingerprint(), harness.gate_fingerprint(), "{name}");
        assert_eq!(fingerprint(&harness.live.encode()), harness.fingerprint(), "{name}");
    }
}

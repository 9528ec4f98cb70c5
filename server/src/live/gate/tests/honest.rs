//! Generated edits of honest clients: all are admitted, all replicas agree, and the document survives encoding.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use yrs::{Map, ReadTxn, Transact};

use super::super::super::prescan::{PORTION_BLOCKS, portions, prescan};
use super::support::{Client, Harness, box_label, cases, child, field, fingerprint, keyframe, seed};
use crate::document::ItemDocument;

/// Makes one random edit in a replica, based on the labels it contains.
fn edit(client: &Client, rng: &mut StdRng) -> Vec<u8> {
    let known: Vec<String> = {
        let txn = client.doc.transact();
        let mut known: Vec<String> = client.labels.keys(&txn).map(str::to_owned).collect();
        known.sort();
        known
    };
    let fresh = format!("label-{}", rng.random_range(0..40));
    let edits = rng.random_range(1..4);
    client.edit(|txn, labels| {
        for _ in 0..edits {
            let pick = (!known.is_empty()).then(|| &known[rng.random_range(0..known.len())]);
            let pick = pick.filter(|id| labels.contains_key(txn, id));
            match (rng.random_range(0..10), pick) {
                (0..5, Some(id)) => {
                    let (x, y) = (f64::from(rng.random_range(0..180)), f64::from(rng.random_range(0..79)) + 0.5);
                    let frame = if rng.random_bool(0.8) { 0 } else { rng.random_range(0..30) };
                    field(labels, txn, id, "frames").insert(txn, frame.to_string(), keyframe(x, y));
                }
                (5, Some(id)) => {
                    field(labels, txn, id, "attributes").insert(txn, "doors", f64::from(rng.random_range(0..19)) / 2.0);
                }
                (6, Some(id)) => {
                    field(labels, txn, id, "attributes").remove(txn, "doors");
                }
                (7, Some(id)) => {
                    child(labels, txn, id).insert(txn, "class", if rng.random_bool(0.5) { "van" } else { "car" });
                    child(labels, txn, id).insert(txn, "z", rng.random_range(-100_000..100_000));
                }
                (8, Some(id)) => {
                    labels.remove(txn, id);
                }
                _ => {
                    labels.insert(txn, fresh.as_str(), box_label(1.0, 2.0));
                }
            }
        }
    })
}

/// Two clients edit concurrently, receive updates late, go offline and come back with merged or repeated updates.
#[test]
fn fault_24_honest_edits_are_admitted_and_survive_encoding() {
    let sessions = cases(30);
    let first = seed(1);
    println!("seeds from {first}");
    let mut cut = 0;
    for seed in first..first + sessions {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut harness = Harness::empty();
        let clients = [Client::new(10), Client::new(4_000_000_000)];
        let mut outboxes: [Vec<Vec<u8>>; 2] = Default::default();
        let mut heard: [usize; 2] = [0; 2];
        let mut log: Vec<Vec<u8>> = Vec::new();
        for _ in 0..60 {
            let who = rng.random_range(0..2);
            match rng.random_range(0..10) {
                0..6 => outboxes[who].push(edit(&clients[who], &mut rng)),
                6 => {
                    for update in &log[heard[who]..] {
                        clients[who].receive(update);
                    }
                    heard[who] = log.len();
                }
                way => {
                    let outbox = std::mem::take(&mut outboxes[who]);
                    let sent = match way {
                        7 => outbox,
                        8 if !outbox.is_empty() => vec![yrs::merge_updates_v1(&outbox).expect("merges")],
                        _ => vec![clients[who].answer(&harness.live.state_vector())],
                    };
                    for update in sent {
                        let scan = prescan(&update).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
                        cut += usize::from(scan.blocks > PORTION_BLOCKS);
                        assert_same_in_portions(&harness, &update);
                        let admitted =
                            harness.send(&update).unwrap_or_else(|refusal| panic!("seed {seed}: {refusal:?}"));
                        if !admitted.update.is_empty() {
                            log.push(admitted.update.to_vec());
                        }
                    }
                }
            }
        }
        for (who, client) in clients.iter().enumerate() {
            harness
                .send(&client.answer(&harness.live.state_vector()))
                .unwrap_or_else(|refusal| panic!("seed {seed}: {refusal:?}"));
            for update in &log[heard[who]..] {
                client.receive(update);
            }
            client.receive(&harness.live.diff(&client_state(client)).expect("a state vector"));
        }
        let state = harness.fingerprint();
        assert_eq!(harness.gate_fingerprint(), state, "seed {seed}");
        let loaded = ItemDocument::load(super::support::SERVER, &harness.live.encode()).expect("loads");
        assert_eq!(fingerprint(&loaded.encode()), state, "seed {seed}");
        // The last client has received all updates; its replica equals the server's.
        assert_eq!(fingerprint(&clients[1].state()), state, "seed {seed}");
        for (id, label) in harness.labels() {
            label
                .check(&harness.ontology, super::support::MEDIA)
                .unwrap_or_else(|error| panic!("seed {seed}, {id}: {error}"));
        }
    }
    assert!(cut > 0, "no update was large enough to be split");
}

fn client_state(client: &Client) -> Vec<u8> {
    use yrs::updates::encoder::Encode;
    client.doc.transact().state_vector().encode_v1()
}

/// Asserts that applying an update in portions has the same effect as applying it whole.
fn assert_same_in_portions(harness: &Harness, update: &[u8]) {
    let mut whole = ItemDocument::load(super::support::GATE, &harness.live.encode()).expect("loads");
    let mut pieces = ItemDocument::load(super::support::GATE, &harness.live.encode()).expect("loads");
    whole.apply(update).expect("applies");
    for portion in portions(update).expect("cut") {
        prescan(&portion).expect("a portion is an update");
        pieces.apply(&portion).expect("applies");
    }
    assert_eq!(fingerprint(&whole.encode()), fingerprint(&pieces.encode()));
}

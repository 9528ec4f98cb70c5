//! Well-formed bytes with hostile content, and randomly corrupted bytes: refused or harmless, never a panic.

use std::time::Duration;

use countersign_shared::issue::{Comment, Issue, IssueKind, Resolved};
use countersign_shared::label::Label;
use countersign_shared::review::{Verdict, VerdictKind};
use countersign_shared::wire::RefusalCode::{self, Gap, Schema, ServerOnly};
use countersign_shared::workflow::Stage;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Value, json};
use yrs::{In, Map, MapPrelim};

use super::super::super::prescan::raw::{ANY, DELETED, GC, MAP, NULL, Raw, TYPE};
use super::super::thread_cpu_time;
use super::support::{Client, Harness, MEDIA, SERVER, box_label, cases, field, fingerprint, keyframe, seed};
use crate::document::{ItemDocument, Provenance, ServerChange};

/// The most CPU time for one update, however hostile. Checked only in release builds.
const MAX_CPU_TIME: Duration = Duration::from_millis(50);

fn raw() -> Raw {
    Raw::default()
}

/// A document with content in every root that the server writes, and with labels of the server and of client 10.
fn harness() -> Harness {
    let label: Label = serde_json::from_value(json!({
        "class": "car", "shape": "box", "frames": { "0": { "geometry": { "x": 1, "y": 2, "w": 3, "h": 4 } } },
        "attributes": { "colour": "red" }, "z": 1
    }))
    .expect("a label");
    let user = countersign_shared::ids::UserId(uuid::Uuid::from_u128(7));
    let at = time::OffsetDateTime::UNIX_EPOCH;
    let comment = |id: &str| Comment {
        id: id.into(),
        text: "why?".into(),
        mentions: Vec::new(),
        by: user,
        by_name: "Ada".into(),
        at,
    };
    let verdict = Verdict {
        verdict: VerdictKind::Approved,
        by: user,
        by_name: "Ada".into(),
        at,
        round: 1,
        frame: 0,
        label_hash: String::new(),
    };
    let mut live = ItemDocument::new(SERVER);
    for change in [
        ServerChange::Create {
            labels: [("made".to_owned(), label)].into(),
            stage: Stage::Annotate,
            round: 1,
            generation: 1,
        },
        ServerChange::AddIssue {
            id: "issue".into(),
            issue: Issue::open(IssueKind::File, at, vec![comment("c1"), comment("c2")]),
        },
        ServerChange::AddComment { issue_id: "issue".into(), comment: comment("c3") },
        ServerChange::SetIssueState {
            issue_id: "issue".into(),
            resolved: Some(Resolved { by: Some(user), by_name: "Ada".into(), at }),
        },
        ServerChange::SetVerdicts { verdicts: [("made".to_owned(), Some(verdict))].into() },
        ServerChange::SetProvenance {
            labels: [(
                "made".to_owned(),
                Provenance { created_by: user, created_at: at, edited_by: user, edited_at: at },
            )]
            .into(),
        },
        ServerChange::SetStage { stage: Stage::Review, pass: 1, round: 1 },
    ] {
        live.write(&change).expect("written");
    }
    let mut harness = Harness::of(live);
    let client = Client::joined(10, &harness);
    harness.send(&client.add_box("one")).expect("admitted");
    harness.send(&client.move_box("one", 5.0, 5.0)).expect("admitted");
    harness.send(&client.add_box("gone")).expect("admitted");
    harness
        .send(&client.edit(|txn, labels| {
            labels.remove(txn, "gone");
        }))
        .expect("admitted");
    harness
}

fn of_server(fingerprint: &Value) -> Value {
    let mut content = fingerprint["content"].clone();
    content.as_object_mut().expect("roots").remove("labels");
    content
}

/// Sends an update and checks the invariants that hold for any input. Returns the code if the update was refused.
fn send(harness: &mut Harness, name: &str, update: &[u8]) -> Result<(), RefusalCode> {
    let before = harness.fingerprint();
    let start = thread_cpu_time();
    let sent = harness.send(update);
    let took = thread_cpu_time() - start;
    assert!(cfg!(debug_assertions) || took < MAX_CPU_TIME, "{name} took {took:?}");
    let after = harness.fingerprint();
    assert_eq!(after, harness.gate_fingerprint(), "{name}");
    match sent {
        Err(refusal) => {
            assert_eq!(after, before, "{name}");
            Err(refusal.code)
        }
        Ok(admitted) => {
            assert_eq!(of_server(&after), of_server(&before), "{name}");
            assert_eq!(after["content"].as_object().map(serde_json::Map::len), Some(5), "{name}");
            for (id, label) in harness.labels() {
                label.check(&harness.ontology, MEDIA).unwrap_or_else(|error| panic!("{name}, {id}: {error}"));
            }
            if !admitted.update.is_empty() {
                super::super::prescan(&admitted.update).unwrap_or_else(|error| panic!("{name}: {error}"));
            } else {
                assert_eq!(after, before, "{name}");
            }
            let state = harness.live.encode();
            let loaded = ItemDocument::load(SERVER, &state).expect("encodes and loads");
            assert_eq!(fingerprint(&loaded.encode()), after, "{name}");
            Ok(())
        }
    }
}

#[test]
fn fault_22_gaps_and_missing_dependencies_are_refused() {
    let mut harness = harness();
    let next = u64::from(harness.live.next_clock(countersign_shared::ids::ClientId(10)));
    let any = |raw: Raw| raw.one_any(&[NULL]).end();
    let hostile = [
        ("gap in a known client", raw().section(1, 10, next + 1).byte(GC).uint(1).end(), Gap),
        ("gap in a new client", raw().section(1, 99, 1).byte(GC).uint(1).end(), Gap),
        ("origin ahead", any(raw().section(1, 99, 0).after(ANY, (10, next))), Gap),
        ("origin of an unknown client", any(raw().section(1, 99, 0).after(ANY, (98, 0))), Gap),
        ("origin itself", any(raw().section(1, 99, 0).after(ANY, (99, 0))), Gap),
        ("parent ahead", any(raw().section(1, 99, 0).inside(ANY, (10, next), "k")), Gap),
        ("parent itself", raw().section(1, 99, 0).inside(TYPE, (99, 0), "k").uint(MAP).end(), Gap),
        ("parent of an unknown client", any(raw().section(1, 99, 0).inside(ANY, (98, 0), "k")), Gap),
        ("deleting ahead", raw().uint(0).deletes(10, next, 1), Gap),
        ("deleting beyond", raw().uint(0).deletes(10, next - 1, 2), Gap),
        ("deleting of an unknown client", raw().uint(0).deletes(99, 0, 1), Gap),
        ("deleting everything", raw().uint(0).deletes(1, 0, (1 << 31) - 1), Gap),
    ];
    for (name, update, code) in hostile {
        assert_eq!(send(&mut harness, name, &update), Err(code), "{name}");
    }
}

#[test]
fn fault_22_deleting_server_values_is_refused() {
    let mut harness = harness();
    let clocks = u64::from(harness.live.next_clock(SERVER));
    assert!(clocks > 20);
    let mut refused = 0;
    for clock in 0..clocks {
        if send(&mut harness, "delete", &raw().uint(0).deletes(SERVER.0, clock, 1)) == Err(ServerOnly) {
            refused += 1;
        }
    }
    // Each live value: four item fields, the issue and its seven fields, three comments, the provenance, the verdict.
    assert_eq!(refused, 4 + 8 + 3 + 1 + 1);
    assert!(send(&mut harness, "delete all", &raw().uint(0).deletes(SERVER.0, 0, clocks)).is_err());
}

#[test]
fn fault_22_building_on_server_values_is_refused_or_harmless() {
    let contents = [(ANY, vec![1, NULL]), (TYPE, vec![1]), (DELETED, vec![1])];
    let clients = [(SERVER.0, u64::from(harness().live.next_clock(SERVER))), (10, 30)];
    let mut tried = 0;
    for (client, clocks) in clients {
        for clock in 0..clocks {
            for (kind, content) in contents.clone() {
                let mut one = harness();
                let _ = send(
                    &mut one,
                    "after",
                    &raw().section(1, 99, 0).after(kind, (client, clock)).bytes(&content).end(),
                );
                for key in ["state", "comments", "class", "frames", "0", "one", "stage"] {
                    // One client id below the server's and one above, because client ids decide conflicts.
                    for writer in [0, 99] {
                        let update = raw().section(1, writer, 0).inside(kind, (client, clock), key).bytes(&content);
                        let _ = send(&mut one, "inside", &update.end());
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 1_000);
}

#[test]
fn fault_22_deep_maps_deleted_in_the_same_update() {
    for depth in [4u64, 9, 10, 200, 10_000] {
        let mut update = raw().section(depth, 99, 0).in_root(TYPE, "labels", "k").uint(MAP);
        for clock in 1..depth {
            update = update.inside(TYPE, (99, clock - 1), "k").uint(MAP);
        }
        let sent = send(&mut harness(), "deep, deleted", &update.clone().deletes(99, 0, 1));
        // Up to eight enclosing maps do no harm, and what is deleted in the same update is never visible.
        assert_eq!(sent, if depth <= 9 { Ok(()) } else { Err(Schema) }, "{depth}");
        assert_eq!(send(&mut harness(), "deep", &update.end()), Err(Schema), "{depth}");
    }
}

/// Nests maps one update at a time, each update within the limit.
#[test]
fn fault_22_deep_maps_step_by_step() {
    let mut harness = harness();
    for writer in 0..20u64 {
        let parent = if writer == 0 { (10, 0) } else { (1_000 + writer - 1, 0) };
        let update = raw().section(1, 1_000 + writer, 0).inside(TYPE, parent, "attributes").uint(MAP).end();
        if writer > 1 {
            assert_eq!(send(&mut harness, "step", &update), Err(Gap));
        } else {
            let _ = send(&mut harness, "step", &update);
        }
    }
}

#[test]
fn fault_22_huge_lengths_without_content_are_harmless() {
    let mut harness = harness();
    let most = (1 << 31) - 1;
    send(&mut harness, "garbage", &raw().section(1, 99, 0).byte(GC).uint(most).end()).expect("one block, a few bytes");
    send(&mut harness, "deleted", &raw().uint(0).deletes(99, 0, most)).expect("nothing is new");
    let tombstone = raw().section(1, 98, 0).in_root(DELETED, "labels", "one").uint(most).end();
    send(&mut harness, "tombstone", &tombstone).expect("deletes a label");
    assert!(!harness.labels().contains_key("one"));
    assert_eq!(
        send(&mut harness, "no clock is left", &raw().section(1, 99, most).byte(GC).uint(1).end()),
        Err(RefusalCode::Malformed)
    );
}

/// Two clients set one value in turns, which leaves a chain of tombstones that do not merge. A third then sets it
/// repeatedly as if it had seen only the earlier ones, and each time has to find its place among all later ones.
#[test]
fn fault_22_an_update_that_integrates_too_slowly_is_refused() {
    let length = 4_000;
    let mut harness = harness();
    let client = Client::new(11);
    // Field by field, so that the clocks are known.
    let label = client.edit(|txn, labels| {
        let label = labels.insert(txn, "two", MapPrelim::default());
        label.insert(txn, "attributes", MapPrelim::default());
        label.insert(txn, "frames", MapPrelim::from([("0", In::Any(keyframe(1.0, 1.0)))]));
        label.insert(txn, "class", "car");
        label.insert(txn, "shape", "box");
        label.insert(txn, "z", 0);
    });
    harness.send(&label).expect("admitted");
    let note = [119, 1, b'x'];
    let mut turns = raw().uint(2).uint(length).id((60, 0)).inside(ANY, (11, 1), "note").one_any(&note);
    for clock in 1..length {
        turns = turns.after(ANY, (59, clock - 1)).one_any(&note);
    }
    turns = turns.uint(length).id((59, 0));
    for clock in 0..length {
        turns = turns.after(ANY, (60, clock)).one_any(&note);
    }
    harness.send(&turns.end()).expect("each builds on the one before");
    let mut late = raw().section(length, 61, 0);
    for clock in (0..length).rev() {
        late = late.after(ANY, (60, clock)).one_any(&note);
    }
    let late = late.end();
    let before = harness.fingerprint();
    let start = thread_cpu_time();
    assert_eq!(harness.send(&late).expect_err("takes seconds").code, RefusalCode::TooLarge);
    let took = thread_cpu_time() - start;
    assert!(cfg!(debug_assertions) || took < 4 * MAX_CPU_TIME, "{took:?}");
    assert_eq!(harness.fingerprint(), before);
    // A few such items are normal.
    let few = raw().section(3, 61, 0).after(ANY, (60, 50)).one_any(&note).after(ANY, (60, 40)).one_any(&note);
    harness.send(&few.after(ANY, (61, 1)).one_any(&note).end()).expect("admitted");
}

fn session(seed: u64) -> Vec<Vec<u8>> {
    let client = Client::new(50);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut updates = vec![client.add_box("a"), client.add_box("b")];
    for _ in 0..10 {
        let id = if rng.random_bool(0.5) { "a" } else { "b" };
        updates.push(match rng.random_range(0..4) {
            0 | 1 => client.move_box(id, rng.random_range(0..150).into(), 3.5),
            2 => client.edit(|txn, labels| {
                field(labels, txn, id, "attributes").insert(txn, "note", "ünï");
            }),
            _ => client.edit(|txn, labels| {
                labels.insert(txn, id, box_label(3.0, 3.0));
                field(labels, txn, id, "frames").insert(txn, "7", keyframe(4.0, 4.0));
            }),
        });
    }
    let merged = yrs::merge_updates_v1(&updates).expect("merges");
    updates.push(merged);
    updates.push(client.state());
    updates
}

/// Updates of an honest client with flipped bits, and with bytes dropped, duplicated or cut off.
#[test]
fn fault_22_randomly_corrupted_updates_are_refused_or_harmless() {
    let rounds = cases(1_000);
    let seed = seed(1);
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut passed, mut refused) = (0, 0);
    let mut harness = harness();
    let sessions: Vec<Vec<Vec<u8>>> = (0..8).map(session).collect();
    for round in 0..rounds {
        if round % 50 == 0 {
            harness = self::harness();
            let session = &sessions[rng.random_range(0..sessions.len())];
            for update in &session[..rng.random_range(0..session.len())] {
                harness.send(update).expect("honest");
            }
        }
        let session = &sessions[rng.random_range(0..sessions.len())];
        let mut update = session[rng.random_range(0..session.len())].clone();
        for _ in 0..rng.random_range(1..4) {
            if update.is_empty() {
                break;
            }
            let at = rng.random_range(0..update.len());
            match rng.random_range(0..10) {
                0 => update.truncate(at),
                1 => update.insert(at, rng.random()),
                2 => {
                    update.remove(at);
                }
                3 => update[at] = rng.random(),
                4 => {
                    let end = rng.random_range(at..=update.len());
                    let copy = update[at..end].to_vec();
                    update.splice(at..at, copy);
                }
                _ => update[at] ^= 1 << rng.random_range(0..8),
            }
        }
        match send(&mut harness, &format!("seed {seed}, round {round}"), &update) {
            Ok(()) => passed += 1,
            Err(_) => refused += 1,
        }
    }
    println!("{passed} passed, {refused} refused");
    assert!(passed > rounds / 100 && refused > rounds / 10, "{passed} passed, {refused} refused");
}

/// Random bytes, most of which fail early, and random blocks, most of which are well formed.
#[test]
fn fault_22_random_bytes_and_blocks_are_refused_or_harmless() {
    let rounds = cases(1_000);
    let seed = seed(2);
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let mut harness = harness();
    let server = u64::from(harness.live.next_clock(SERVER));
    let (mut passed, mut spoiled) = (0, 0);
    for round in 0..rounds {
        if round % 100 == 0 {
            harness = self::harness();
        }
        let update = if rng.random_bool(0.2) {
            let mut bytes = vec![0; rng.random_range(0..60)];
            rng.fill_bytes(&mut bytes);
            bytes
        } else {
            blocks(&mut rng, &harness, server)
        };
        let before = harness.fingerprint();
        let mut gate_saw = false;
        if let Ok(()) = send(&mut harness, &format!("seed {seed}, round {round}"), &update)
            .inspect_err(|code| gate_saw = *code != RefusalCode::Malformed)
        {
            passed += u64::from(harness.fingerprint() != before);
        }
        spoiled += u64::from(gate_saw);
    }
    println!("{passed} changed something, {spoiled} refused for their content");
    assert!(passed > rounds / 100 && spoiled > rounds / 10, "{passed}, {spoiled}");
}

fn blocks(rng: &mut StdRng, harness: &Harness, server: u64) -> Vec<u8> {
    let writer = rng.random_range(5..14u64);
    let clock = u64::from(harness.live.next_clock(countersign_shared::ids::ClientId(writer)));
    let start = if rng.random_bool(0.8) { clock } else { clock.saturating_sub(rng.random_range(0..4)) };
    let count = rng.random_range(1..5u64);
    let mut update = raw().section(count, writer, start);
    for _ in 0..count {
        let id = match rng.random_range(0..3) {
            0 => (SERVER.0, rng.random_range(0..server)),
            1 => (10, rng.random_range(0..30)),
            _ => (writer, rng.random_range(0..start + 4)),
        };
        let kind = [ANY, ANY, TYPE, DELETED][rng.random_range(0..4)];
        let key = ["one", "made", "0", "class", "frames", "attributes", "note", "z"][rng.random_range(0..8)];
        update = match rng.random_range(0..8) {
            0 => {
                update = update.byte(GC).uint(rng.random_range(1..4));
                continue;
            }
            1 => update.in_root(kind, "labels", key),
            2 | 3 => update.inside(kind, id, key),
            _ => update.after(kind, id),
        };
        update = match kind {
            TYPE => update.uint(MAP),
            DELETED => update.uint(rng.random_range(1..4)),
            _ => match rng.random_range(0..4) {
                0 => update.one_any(&[125, 5]),
                1 => update.one_any(&[119, 1, b'x']),
                2 => update.uint(2).bytes(&[NULL, 125, 3]),
                _ => update.one_any(&box_value()),
            },
        };
    }
    if rng.random_bool(0.5) {
        let (client, clocks) = [(SERVER.0, server), (10, 30), (writer, start + count)][rng.random_range(0..3)];
        let at = rng.random_range(0..clocks);
        return update.deletes(client, at, rng.random_range(1..=(clocks - at).min(4)));
    }
    update.end()
}

fn box_value() -> Vec<u8> {
    let geometry = ["x", "y", "w", "h"].iter().fold(raw().byte(118).uint(4), |raw, key| raw.text(key).bytes(&[125, 5]));
    raw().byte(118).uint(2).text("geometry").bytes(&geometry.0).text("outside").byte(121).0
}

//! Measures what an edit costs in prescan, gate and document, and prints it: `cargo bench -p countersign-server`.
//!
//! It shares the harness and the byte builder of the tests. Their paths begin with `crate`, so both names are imported here.

use std::time::{Duration, Instant};

use countersign::document::{ItemDocument, ServerChange};
use countersign::live::gate::Gate;
use countersign::live::prescan::prescan;
use countersign::{document, live};
use countersign_shared::label::{Label, Labels};
use countersign_shared::workflow::Stage;
use raw::{ANY, NULL, Raw};
use serde_json::json;
use support::{Client, GATE, Harness, SERVER, rules};

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../src/live/prescan/raw.rs"]
mod raw;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../src/live/gate/tests/support.rs"]
mod support;

fn main() {
    // First, and kept to the end: memory that was used before would not be counted.
    let _kept = memory();
    worst_updates();
    edits_and_whole_documents();
}

fn labels(count: usize) -> Labels {
    (0..count)
        .map(|i| {
            let label: Label = serde_json::from_value(json!({
                "class": "car", "shape": "box",
                "frames": { "0": { "geometry": { "x": 1.5, "y": 2.25, "w": 30.125, "h": 40.0625 } } },
                "attributes": { "colour": "red" }, "z": 0
            }))
            .expect("a label");
            (format!("label-{i:05}"), label)
        })
        .collect()
}

fn document(count: usize) -> ItemDocument {
    let mut live = ItemDocument::new(SERVER);
    live.write(&ServerChange::Create { labels: labels(count), stage: Stage::Annotate, round: 1, generation: 1 })
        .expect("written");
    live
}

fn timed<R>(what: &str, work: impl FnOnce() -> R) -> R {
    let start = Instant::now();
    let result = work();
    println!("{what}: {:?}", start.elapsed());
    result
}

/// Returns the resident memory of this process, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}

/// Returns the peak memory of this process since the last call, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let peak = line.split_whitespace().next().and_then(|kib| kib.parse::<usize>().ok()).unwrap_or_default() * 1024;
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    peak
}

fn edits_and_whole_documents() {
    for count in [10, 5_000, 10_000] {
        println!("--- {count} labels");
        let live = timed("create", || document(count));
        let state = timed("encode", || live.encode());
        println!("state: {} bytes", state.len());
        timed("load", || ItemDocument::load(GATE, &state).expect("loads"));
        timed("read all labels", || live.labels().expect("typed"));
        let gate = timed("gate", || Gate::rebuild(&live, GATE, []).expect("rebuilt"));
        let mut harness = Harness { live, gate, ontology: support::ontology() };
        let client = Client::joined(10, &harness);
        let moves: Vec<Vec<u8>> = (0..2_000)
            .map(|i| client.move_box(&format!("label-{:05}", (i * 7) % count), f64::from(i as u32 % 150) + 0.5, 3.25))
            .collect();
        let mut scanned = Duration::ZERO;
        let mut admitted = Vec::new();
        let start = Instant::now();
        for update in &moves {
            admitted.push(harness.gate.admit(update, &rules(&harness.ontology)).expect("admitted").update);
        }
        let tried = start.elapsed();
        let start = Instant::now();
        for update in &moves {
            prescan(update).expect("well formed");
        }
        scanned += start.elapsed();
        let start = Instant::now();
        for update in &admitted {
            harness.live.apply(update).expect("applied");
        }
        println!(
            "a move of {} bytes: prescan {:?}, admit (with prescan) {:?}, apply {:?}",
            moves[0].len(),
            scanned / 2_000,
            tried / 2_000,
            start.elapsed() / 2_000
        );
        assert_eq!(harness.fingerprint(), harness.gate_fingerprint());
    }
}

fn memory() -> Vec<(Vec<ItemDocument>, Vec<Gate>)> {
    let mut kept = Vec::new();
    for (count, documents) in [(10, 1_000), (100, 100), (5_000, 4)] {
        let state = document(count).encode();
        let before = resident();
        let held: Vec<ItemDocument> =
            (0..documents).map(|_| ItemDocument::load(SERVER, &state).expect("loads")).collect();
        println!("{count} labels: {} KiB a document", resident().saturating_sub(before) / held.len() / 1024);
        let before = resident();
        let gates: Vec<Gate> = held.iter().map(|live| Gate::rebuild(live, GATE, []).expect("rebuilt")).collect();
        println!("{count} labels: {} KiB a gate", resident().saturating_sub(before) / gates.len() / 1024);
        kept.push((held, gates));
    }
    kept
}

/// The worst updates that the prescan's rules let through to yrs.
fn worst_updates() {
    let raw = Raw::default;
    let many = 40_000u64;
    let mut chain = raw().section(many, 50, 0).in_root(ANY, "labels", "k").one_any(&[NULL]);
    for clock in 1..many {
        chain = chain.after(ANY, (50, clock - 1)).one_any(&[NULL]);
    }
    let mut apart = raw().section(many, 51, 0);
    for key in 0..many {
        apart = apart.in_root(ANY, "labels", &key.to_string()).one_any(&[NULL]);
    }
    let arrays = raw().section(1, 52, 0).in_root(ANY, "labels", "k");
    let arrays = arrays.one_any(&raw().byte(117).uint(120_000).bytes(&[117, 0].repeat(120_000)).0).end();
    let entries: Vec<u8> = (0..130_000u32).flat_map(|i| raw().text(&i.to_string()).byte(NULL).0).collect();
    let object = raw().section(1, 53, 0).in_root(ANY, "labels", "k");
    let object = object.one_any(&raw().byte(118).uint(130_000).bytes(&entries).0).end();
    let mut deletions = raw().uint(0).uint(1).uint(1).uint(200_000);
    for clock in 0..200_000 {
        deletions = deletions.uint(clock * 2).uint(1);
    }
    measure("a chain", &chain.end());
    measure("far apart", &apart.end());
    measure("empty arrays", &arrays);
    measure("an object", &object);
    measure("deletions", &deletions.0);
}

fn measure(name: &str, update: &[u8]) {
    let mut harness = Harness::of(document(10));
    let before = resident();
    peak();
    let scanned = Instant::now();
    let scan = prescan(update);
    let scanned = scanned.elapsed();
    let start = Instant::now();
    let sent = harness.gate.admit(update, &rules(&harness.ontology));
    println!(
        "{name}, {} bytes: prescan {scanned:?} ({}), admit {:?} ({}), +{} KiB",
        update.len(),
        scan.map_or_else(|error| error.to_string(), |_| "passes".into()),
        start.elapsed(),
        sent.map_or_else(|refusal| refusal.reason, |_| "admitted".into()),
        peak().saturating_sub(before) / 1024
    );
}

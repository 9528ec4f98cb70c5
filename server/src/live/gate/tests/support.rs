//! A small ontology, a gate with its live document, and a client that writes through yrs.

use std::collections::BTreeMap;

use countersign_shared::geometry::Size;
use countersign_shared::ids::ClientId;
use countersign_shared::label::{Labels, MediaBounds};
use countersign_shared::ontology::{Attribute, AttributeKind, AttributeOption, Class, Ontology, Shape, Skeleton};
use countersign_shared::workflow::Stage;
use serde_json::{Value, json};
use yrs::types::ToJson;
use yrs::updates::decoder::Decode;
use yrs::{Doc, Map, MapPrelim, MapRef, Out, ReadTxn, StateVector, Transact, TransactionMut, Update};

use crate::document::{ItemDocument, ServerChange};
use crate::live::gate::{Admitted, Gate, Refusal, Rules};

pub const SERVER: ClientId = ClientId(1);
pub const GATE: ClientId = ClientId(2);

pub const MEDIA: MediaBounds = MediaBounds { size: Size { width: 200, height: 100 }, frames: 30 };

fn class(id: &str, shapes: &[Shape]) -> Class {
    serde_json::from_value(json!({ "id": id, "name": id, "color": "#102030", "shapes": shapes })).expect("a class")
}

fn attribute(id: &str, kind: AttributeKind) -> Attribute {
    Attribute { id: id.into(), name: id.into(), required: false, per_frame: false, kind }
}

fn options(ids: &[&str]) -> Vec<AttributeOption> {
    ids.iter().map(|id| AttributeOption { id: (*id).into(), name: (*id).into(), attributes: vec![] }).collect()
}

pub fn ontology() -> Ontology {
    let mut car = class("car", &[Shape::Box]);
    car.attributes = vec![
        attribute("colour", AttributeKind::Radio { options: options(&["red", "blue"]) }),
        attribute("doors", AttributeKind::Number { min: Some(0.0), max: Some(9.0) }),
        attribute("extras", AttributeKind::Checklist { options: options(&["radio", "roof"]) }),
        attribute("note", AttributeKind::Text),
    ];
    let mut van = car.clone();
    van.id = "van".into();
    let mut person = class("person", &[Shape::Skeleton, Shape::Box]);
    person.skeleton = Some(Skeleton { joints: vec!["a".into(), "b".into(), "c".into()], edges: vec![(0, 1), (1, 2)] });
    let tree = class("tree", &[Shape::Polygon, Shape::Bitmask]);
    let scene = class("scene", &[Shape::Classification]);
    Ontology { classes: vec![car, van, person, tree, scene] }
}

pub fn rules(ontology: &Ontology) -> Rules<'_> {
    Rules { ontology, media: MEDIA, stage: Stage::Annotate }
}

/// The live document of a room and its gate, without the room.
pub struct Harness {
    pub live: ItemDocument,
    pub gate: Gate,
    pub ontology: Ontology,
}

impl Harness {
    pub fn empty() -> Self {
        Self::of(ItemDocument::new(SERVER))
    }

    pub fn of(live: ItemDocument) -> Self {
        let gate = Gate::rebuild(&live, GATE, []).expect("a live document can be read");
        Self { live, gate, ontology: ontology() }
    }

    pub fn write(&mut self, change: &ServerChange) {
        let update = self.gate.write(change).expect("written");
        self.live.apply(&update).expect("follows");
    }

    /// Does what a room does with an update, without the database.
    pub fn send(&mut self, update: &[u8]) -> Result<Admitted, Refusal> {
        match self.gate.admit(update, &rules(&self.ontology)) {
            Ok(admitted) => {
                if !admitted.update.is_empty() {
                    self.live.apply(&admitted.update).expect("what the gate admits can be applied");
                }
                Ok(admitted)
            }
            Err(refusal) => {
                if self.gate.is_spoiled() {
                    self.gate = Gate::rebuild(&self.live, GATE, []).expect("a live document can be read");
                }
                Err(refusal)
            }
        }
    }

    /// Returns everything that makes up the document's state: content, the clocks of all clients, and deletions.
    pub fn fingerprint(&self) -> Value {
        fingerprint(&self.live.encode())
    }

    pub fn gate_fingerprint(&self) -> Value {
        fingerprint(&self.gate.document().encode())
    }

    pub fn labels(&self) -> Labels {
        self.live.labels().expect("the schema holds")
    }
}

pub fn fingerprint(state: &[u8]) -> Value {
    let doc = Doc::with_client_id(3);
    for root in ["labels", "verdicts", "issues", "item", "provenance"] {
        doc.get_or_insert_map(root);
    }
    let mut txn = doc.transact_mut();
    txn.apply_update(Update::decode_v1(state).expect("decodes")).expect("applies");
    assert!(!txn.has_missing_updates());
    txn.commit();
    let content = txn.root_refs().map(|(name, value)| (name.to_owned(), plain(&value, &txn)));
    let content: BTreeMap<String, Value> = content.collect();
    let clocks: BTreeMap<String, u32> =
        txn.state_vector().iter().map(|(client, clock)| (client.to_string(), *clock)).collect();
    let deleted = format!("{:?}", txn.snapshot().delete_set);
    json!({ "content": content, "clocks": clocks, "deleted": deleted })
}

fn plain(value: &Out, txn: &TransactionMut<'_>) -> Value {
    serde_json::to_value(value.to_json(txn)).expect("plain")
}

/// A client's replica, in which a test can write anything.
pub struct Client {
    pub doc: Doc,
    pub labels: MapRef,
}

impl Client {
    pub fn new(id: u64) -> Self {
        let doc = Doc::with_client_id(id);
        let labels = doc.get_or_insert_map("labels");
        Self { doc, labels }
    }

    /// Creates a client that has synced with the live document.
    pub fn joined(id: u64, harness: &Harness) -> Self {
        let client = Self::new(id);
        client.receive(&harness.live.encode());
        client
    }

    pub fn receive(&self, update: &[u8]) {
        let mut txn = self.doc.transact_mut();
        txn.apply_update(Update::decode_v1(update).expect("decodes")).expect("applies");
    }

    /// Runs one transaction and returns its update.
    pub fn edit(&self, work: impl FnOnce(&mut TransactionMut<'_>, &MapRef)) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        work(&mut txn, &self.labels);
        txn.commit();
        txn.encode_update_v1()
    }

    /// Returns the whole state as one update.
    pub fn state(&self) -> Vec<u8> {
        self.doc.transact().encode_diff_v1(&StateVector::default())
    }

    /// Returns the response to a state vector.
    pub fn answer(&self, state_vector: &[u8]) -> Vec<u8> {
        self.doc.transact().encode_diff_v1(&StateVector::decode_v1(state_vector).expect("a state vector"))
    }

    pub fn add_box(&self, id: &str) -> Vec<u8> {
        self.edit(|txn, labels| {
            labels.insert(txn, id, box_label(1.0, 2.0));
        })
    }

    pub fn remove(&self, id: &str) -> Vec<u8> {
        self.edit(|txn, labels| {
            labels.remove(txn, id);
        })
    }

    /// Returns the ids of all labels, sorted.
    pub fn label_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.labels.keys(&self.doc.transact()).map(str::to_owned).collect();
        ids.sort_unstable();
        ids
    }

    pub fn move_box(&self, id: &str, x: f64, y: f64) -> Vec<u8> {
        self.edit(|txn, labels| {
            field(labels, txn, id, "frames").insert(txn, "0", keyframe(x, y));
        })
    }
}

pub fn child(map: &MapRef, txn: &TransactionMut<'_>, key: &str) -> MapRef {
    match map.get(txn, key) {
        Some(Out::YMap(map)) => map,
        other => panic!("{key} is {other:?}"),
    }
}

pub fn field(labels: &MapRef, txn: &TransactionMut<'_>, id: &str, field: &str) -> MapRef {
    child(&child(labels, txn, id), txn, field)
}

pub fn keyframe(x: f64, y: f64) -> yrs::Any {
    yrs::any!({ "geometry": { "x": x, "y": y, "w": 10.5, "h": 20.0 }, "outside": false })
}

pub fn box_label(x: f64, y: f64) -> MapPrelim {
    use yrs::In;
    MapPrelim::from([
        ("class", In::from("car")),
        ("shape", In::from("box")),
        ("z", In::from(0)),
        ("frames", In::Map(MapPrelim::from([("0", In::Any(keyframe(x, y)))]))),
        ("attributes", In::Map(MapPrelim::default())),
    ])
}

/// Compares two JSON values; numbers compare by value.
pub fn json_eq(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| json_eq(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| json_eq(a, b)))
        }
        _ => a == b,
    }
}

/// Returns the number of cases of a randomised test: `quick`, or a hundred times as many with `COUNTERSIGN_TORTURE`.
pub fn cases(quick: u64) -> u64 {
    if std::env::var_os("COUNTERSIGN_TORTURE").is_some() { 100 * quick } else { quick }
}

/// Returns the first seed of a randomised test: `COUNTERSIGN_SEED` or `usual`, so that a failure can be reproduced.
pub fn seed(usual: u64) -> u64 {
    std::env::var("COUNTERSIGN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(usual)
}

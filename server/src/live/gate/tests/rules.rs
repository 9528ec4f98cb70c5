//! For each rule, an update that breaks it is refused and changes nothing.

use countersign_shared::ids::ClientId;
use countersign_shared::limits;
use countersign_shared::wire::RefusalCode;
use countersign_shared::workflow::Stage;
use yrs::{Any, In, Map, MapPrelim, any};

use super::super::{Gate, LabelChanges, Rules};
use super::support::{Client, Harness, MEDIA, box_label, child, field, keyframe, ontology, rules};

fn harness() -> (Harness, Client) {
    let mut harness = Harness::empty();
    let client = Client::new(10);
    harness.send(&client.add_box("one")).expect("admitted");
    harness.send(&client.add_box("two")).expect("admitted");
    (harness, client)
}

#[test]
fn the_label_changes_list_added_changed_and_removed_labels() {
    let (mut harness, client) = harness();
    let changes = |added: &[&str], changed: &[&str], removed: &[&str]| {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        LabelChanges { added: owned(added), changed: owned(changed), removed: owned(removed) }
    };
    let mut send = |update: Vec<u8>| harness.send(&update).expect("admitted").changed;
    assert_eq!(send(client.add_box("three")), changes(&["three"], &[], &[]));
    assert_eq!(send(client.move_box("one", 5.0, 6.0)), changes(&[], &["one"], &[]));
    assert_eq!(
        send(client.edit(|txn, labels| {
            field(labels, txn, "two", "attributes").insert(txn, "colour", "red");
            child(labels, txn, "two").insert(txn, "z", 4);
        })),
        changes(&[], &["two"], &[])
    );
    assert_eq!(
        send(client.edit(|txn, labels| {
            labels.remove(txn, "one");
            labels.insert(txn, "four", box_label(1.0, 1.0));
            labels.insert(txn, "two", box_label(1.0, 1.0));
            labels.insert(txn, "five", box_label(1.0, 1.0));
            labels.remove(txn, "five");
        })),
        changes(&["four"], &["two"], &["one"])
    );
    // The whole state is sent again: nothing is new.
    let again = harness.send(&client.state()).expect("admitted");
    assert!(again.update.is_empty() && again.changed.is_empty());
    assert_eq!(harness.fingerprint(), harness.gate_fingerprint());
    assert_eq!(harness.labels().keys().collect::<Vec<_>>(), ["four", "three", "two"]);
}

#[test]
fn an_edit_that_breaks_a_rule_is_refused_and_changes_nothing() {
    type Edit = Box<dyn Fn(&mut yrs::TransactionMut<'_>, &yrs::MapRef)>;
    let set = |key: &'static str, value: Any| {
        move |txn: &mut yrs::TransactionMut<'_>, labels: &yrs::MapRef| {
            child(labels, txn, "one").insert(txn, key, value.clone());
        }
    };
    let frame = |key: &'static str, value: Any| {
        move |txn: &mut yrs::TransactionMut<'_>, labels: &yrs::MapRef| {
            field(labels, txn, "one", "frames").insert(txn, key, value.clone());
        }
    };
    let attribute = |key: &'static str, value: Any| {
        move |txn: &mut yrs::TransactionMut<'_>, labels: &yrs::MapRef| {
            field(labels, txn, "one", "attributes").insert(txn, key, value.clone());
        }
    };
    let boxed =
        |x: f64, y: f64, w: f64, h: f64| any!({ "geometry": { "x": x, "y": y, "w": w, "h": h }, "outside": false });
    let schema = RefusalCode::Schema;
    let edits: Vec<(&str, RefusalCode, Edit)> = vec![
        ("unknown class", RefusalCode::Class, Box::new(set("class", any!("boat")))),
        ("shape not of the class", RefusalCode::Class, Box::new(set("class", any!("tree")))),
        ("class of the wrong type", schema, Box::new(set("class", any!(5)))),
        ("another shape", schema, Box::new(set("shape", any!("polygon")))),
        ("no such shape", schema, Box::new(set("shape", any!("blob")))),
        ("z of the wrong type", schema, Box::new(set("z", any!("0")))),
        ("z too large", schema, Box::new(set("z", any!(3_000_000_000_i64)))),
        ("z not whole", schema, Box::new(set("z", any!(0.5)))),
        ("unknown field", schema, Box::new(set("colour", any!("red")))),
        ("frames as plain JSON", schema, Box::new(set("frames", any!({ "0": 1 })))),
        ("attributes as plain JSON", schema, Box::new(set("attributes", any!({})))),
        ("frame out of range", RefusalCode::Geometry, Box::new(frame("30", keyframe(1.0, 1.0)))),
        ("frame with a zero", schema, Box::new(frame("01", keyframe(1.0, 1.0)))),
        ("frame with a sign", schema, Box::new(frame("+1", keyframe(1.0, 1.0)))),
        ("negative frame", schema, Box::new(frame("-1", keyframe(1.0, 1.0)))),
        ("frame that is none", schema, Box::new(frame("__proto__", keyframe(1.0, 1.0)))),
        ("geometry outside", RefusalCode::Geometry, Box::new(frame("0", boxed(195.0, 1.0, 10.0, 10.0)))),
        ("geometry without extent", RefusalCode::Geometry, Box::new(frame("0", boxed(5.0, 1.0, 0.0, 10.0)))),
        ("geometry not finite", schema, Box::new(frame("0", boxed(f64::NAN, 1.0, 1.0, 10.0)))),
        ("geometry infinite", schema, Box::new(frame("0", boxed(f64::INFINITY, 1.0, 1.0, 10.0)))),
        (
            "geometry of another shape",
            schema,
            Box::new(frame("0", any!({ "geometry": { "points": [1, 2] }, "outside": false }))),
        ),
        (
            "geometry with more",
            schema,
            Box::new(frame("0", any!({ "geometry": { "x": 1, "y": 1, "w": 1, "h": 1, "a": 1 }, "outside": false }))),
        ),
        (
            "keyframe without outside",
            schema,
            Box::new(frame("0", any!({ "geometry": { "x": 1, "y": 1, "w": 1, "h": 1 } }))),
        ),
        (
            "keyframe with more",
            schema,
            Box::new(frame(
                "0",
                any!({ "geometry": { "x": 1, "y": 1, "w": 1, "h": 1 }, "outside": false, "by": "me" }),
            )),
        ),
        ("keyframe null", schema, Box::new(frame("0", Any::Null))),
        ("keyframe undefined", schema, Box::new(frame("0", Any::Undefined))),
        ("unknown attribute", RefusalCode::Attribute, Box::new(attribute("size", any!(1)))),
        ("attribute not an option", RefusalCode::Attribute, Box::new(attribute("colour", any!("green")))),
        ("attribute of the wrong type", RefusalCode::Attribute, Box::new(attribute("doors", any!("4")))),
        ("attribute out of range", RefusalCode::Attribute, Box::new(attribute("doors", any!(10)))),
        (
            "attribute with an undefined in it",
            schema,
            Box::new(attribute("extras", Any::Array([Any::Undefined].into()))),
        ),
        (
            "attribute too long",
            RefusalCode::Attribute,
            Box::new(attribute("note", any!("x".repeat(limits::MAX_ATTRIBUTE_CHARS + 1)))),
        ),
        (
            "label as plain JSON",
            schema,
            Box::new(|txn, labels| {
                labels.insert(txn, "new", any!({ "class": "car" }));
            }),
        ),
        (
            "label without fields",
            schema,
            Box::new(|txn, labels| {
                labels.insert(txn, "new", MapPrelim::default());
            }),
        ),
        (
            "label without keyframes",
            schema,
            Box::new(|txn, labels| {
                let label = labels.insert(txn, "new", box_label(1.0, 1.0));
                label.insert(txn, "frames", MapPrelim::default());
            }),
        ),
        (
            "last keyframe gone",
            schema,
            Box::new(|txn, labels| {
                field(labels, txn, "one", "frames").remove(txn, "0");
            }),
        ),
        (
            "field gone",
            schema,
            Box::new(|txn, labels| {
                child(labels, txn, "one").remove(txn, "z");
            }),
        ),
        (
            "label id with a space",
            schema,
            Box::new(|txn, labels| {
                labels.insert(txn, "a b", box_label(1.0, 1.0));
            }),
        ),
        (
            "empty label id",
            schema,
            Box::new(|txn, labels| {
                labels.insert(txn, "", box_label(1.0, 1.0));
            }),
        ),
        (
            "long label id",
            schema,
            Box::new(|txn, labels| {
                labels.insert(txn, "x".repeat(65), box_label(1.0, 1.0));
            }),
        ),
        (
            "map in an attribute",
            schema,
            Box::new(|txn, labels| {
                field(labels, txn, "one", "attributes").insert(txn, "note", MapPrelim::default());
            }),
        ),
        (
            "map as a keyframe",
            schema,
            Box::new(|txn, labels| {
                field(labels, txn, "one", "frames").insert(txn, "0", MapPrelim::from([("outside", In::from(false))]));
            }),
        ),
        (
            "map deep in a label",
            schema,
            Box::new(|txn, labels| {
                let extra = child(labels, txn, "one").insert(txn, "extra", MapPrelim::default());
                extra.insert(txn, "deeper", MapPrelim::default());
            }),
        ),
        (
            "list as attributes",
            schema,
            Box::new(|txn, labels| {
                child(labels, txn, "one").insert(txn, "attributes", yrs::ArrayPrelim::default());
            }),
        ),
        (
            "text in a label",
            schema,
            Box::new(|txn, labels| {
                child(labels, txn, "one").insert(txn, "class", yrs::TextPrelim::new("car"));
            }),
        ),
        (
            "a good edit and a bad one",
            RefusalCode::Class,
            Box::new(|txn, labels| {
                labels.insert(txn, "new", box_label(1.0, 1.0));
                child(labels, txn, "two").insert(txn, "class", "boat");
            }),
        ),
    ];
    for (name, code, edit) in &edits {
        let (mut harness, _) = harness();
        let before = harness.fingerprint();
        let bad = Client::joined(11, &harness);
        let refusal = harness.send(&bad.edit(edit)).expect_err(name);
        assert_eq!(refusal.code, *code, "{name}: {refusal:?}");
        assert!(!refusal.reason.is_empty());
        assert_eq!(harness.fingerprint(), before, "{name}");
        assert_eq!(harness.gate_fingerprint(), before, "{name}");
        // Other clients can continue.
        let good = Client::joined(12, &harness);
        harness.send(&good.move_box("one", 9.0, 9.0)).unwrap_or_else(|refusal| panic!("after {name}: {refusal:?}"));
    }
}

#[test]
fn a_refusal_names_the_label() {
    let (mut harness, client) = harness();
    let refusal = harness.send(&client.move_box("two", 199.0, 1.0)).expect_err("outside");
    assert_eq!(refusal.label.as_deref(), Some("two"));
    assert!(refusal.reason.contains("outside the image"), "{}", refusal.reason);
}

#[test]
fn roots_of_the_server_and_unknown_ones_are_refused() {
    let (mut harness, _) = harness();
    let before = harness.fingerprint();
    for root in ["verdicts", "issues", "item", "provenance", "notes"] {
        let bad = Client::joined(11, &harness);
        let map = bad.doc.get_or_insert_map(root);
        let update = bad.edit(|txn, _| {
            map.insert(txn, "one", "approved");
        });
        assert_eq!(harness.send(&update).expect_err(root).code, RefusalCode::ServerOnly, "{root}");
        assert!(!harness.gate.is_spoiled());
        let list = Client::joined(11, &harness);
        let array = list.doc.get_or_insert_array(root);
        let update = list.edit(|txn, _| {
            use yrs::Array;
            array.push_back(txn, "x");
        });
        harness.send(&update).expect_err(root);
    }
    assert_eq!(harness.fingerprint(), before);
}

#[test]
fn a_complete_item_takes_no_label_changes() {
    let (mut harness, client) = harness();
    let ontology = harness.ontology.clone();
    let complete = Rules { ontology: &ontology, media: MEDIA, stage: Stage::Complete };
    let refusal = harness.gate.admit(&client.move_box("one", 3.0, 3.0), &complete).expect_err("complete");
    assert_eq!(refusal.code, RefusalCode::Stage);
}

#[test]
fn f58_f61_labels_with_a_verdict_are_fixed_in_review_and_editable_in_annotation() {
    use crate::document::ServerChange;
    use countersign_shared::ids::UserId;
    use countersign_shared::review::{Verdict, VerdictKind};
    let ontology = ontology();
    let judged = |verdict: Option<VerdictKind>| {
        let (by, at) = (UserId(uuid::Uuid::from_u128(7)), time::OffsetDateTime::UNIX_EPOCH);
        let (by_name, label_hash) = ("Bo".to_owned(), String::new());
        let verdict = verdict.map(|verdict| Verdict { verdict, by, by_name, at, round: 1, frame: 0, label_hash });
        ServerChange::SetVerdicts { verdicts: [("one".to_owned(), verdict)].into() }
    };
    for stage in [Stage::Review, Stage::Acceptance] {
        for verdict in [VerdictKind::Approved, VerdictKind::Rejected] {
            let (mut harness, _) = harness();
            harness.write(&judged(Some(verdict)));
            let before = harness.fingerprint();
            let rules = Rules { ontology: &ontology, media: MEDIA, stage };
            for change in [
                |client: &Client| client.move_box("one", 3.0, 3.0),
                |client: &Client| client.remove("one"),
                |client: &Client| {
                    client.edit(|txn, labels| {
                        field(labels, txn, "one", "attributes").insert(txn, "colour", "red");
                    })
                },
            ] {
                let mut gate = Gate::rebuild(&harness.live, ClientId(900), []).expect("a live document can be read");
                let refusal = gate.admit(&change(&Client::joined(11, &harness)), &rules).expect_err("it has a verdict");
                assert_eq!((refusal.code, refusal.label.as_deref()), (RefusalCode::Judged, Some("one")));
                assert_eq!(harness.fingerprint(), before);
            }
            // Pending labels can be changed, and so can this label once it is pending again.
            let client = Client::joined(12, &harness);
            harness.gate.admit(&client.move_box("two", 3.0, 3.0), &rules).expect("pending");
            harness.write(&judged(None));
            harness.gate.admit(&client.move_box("one", 3.0, 3.0), &rules).expect("pending again");
        }
    }
    let (mut harness, client) = harness();
    harness.write(&judged(Some(VerdictKind::Rejected)));
    harness.send(&client.move_box("one", 3.0, 3.0)).expect("the annotator corrects it");
}

#[test]
fn the_label_limit_counts_existing_labels() {
    let mut harness = Harness::empty();
    let client = Client::new(10);
    let frames =
        |count: u32| -> MapPrelim { (0..count).map(|f| (f.to_string(), In::Any(keyframe(1.0, 1.0)))).collect() };
    // A keyframe on every frame of the media.
    let update = client.edit(|txn, labels| {
        let label = labels.insert(txn, "one", box_label(1.0, 1.0));
        label.insert(txn, "frames", frames(30));
    });
    harness.send(&update).expect("admitted");
    let labels = u32::try_from(limits::MAX_LABELS_PER_ITEM).expect("small");
    let mut refused = None;
    for step in 0..=labels / 500 {
        let update = client.edit(|txn, map| {
            for i in 0..500 {
                map.insert(txn, format!("label-{step}-{i}"), box_label(1.0, 1.0));
            }
        });
        if let Err(refusal) = harness.send(&update) {
            refused = Some((step, refusal));
            break;
        }
    }
    let (step, refusal) = refused.expect("the limit holds");
    assert_eq!((step, refusal.code), (labels / 500 - 1, RefusalCode::Limit));
    assert_eq!(harness.live.label_count(), 1 + 500 * (labels as usize / 500 - 1));
}

#[test]
fn server_changes_are_written_to_the_gate_first() {
    use crate::document::ServerChange;
    let (mut harness, client) = harness();
    harness.write(&ServerChange::SetStage { stage: Stage::Review, pass: 1, round: 2 });
    assert_eq!(harness.live.stage(), Some(Stage::Review));
    assert_eq!(harness.fingerprint(), harness.gate_fingerprint());
    harness.send(&client.move_box("one", 3.0, 3.0)).expect("admitted");
    assert_eq!(harness.fingerprint(), harness.gate_fingerprint());
    // A client's response to the server's state vector carries all deletions it knows, the server's too. None is new.
    harness.write(&ServerChange::SetStage { stage: Stage::Acceptance, pass: 0, round: 2 });
    client.receive(&harness.live.encode());
    let answer = client.answer(&harness.live.state_vector());
    assert_ne!(answer, [0, 0]);
    assert!(harness.live.deletes_nothing_new(&answer) && harness.live.deletes_nothing_new(&[0, 0]));
    let admitted = harness.send(&answer).expect("admitted");
    assert!(admitted.update.is_empty() && admitted.changed.is_empty());
    client.edit(|txn, labels| {
        labels.remove(txn, "two");
    });
    assert!(!harness.live.deletes_nothing_new(&client.answer(&harness.live.state_vector())));
}

#[test]
fn a_spoiled_gate_refuses_updates_until_it_is_rebuilt() {
    let (mut harness, client) = harness();
    let ontology = harness.ontology.clone();
    harness.gate.admit(&client.move_box("one", -5.0, 0.0), &rules(&ontology)).expect_err("outside");
    assert!(harness.gate.is_spoiled());
    let good = Client::joined(12, &harness).move_box("one", 5.0, 0.0);
    harness.gate.admit(&good, &rules(&ontology)).expect_err("spoiled");
    harness.send(&good).expect_err("spoiled, and built again after this");
    harness.send(&good).expect("admitted");
}

//! Each kind of break, on labels that it affects and labels that it does not.

use serde_json::json;

use super::*;

fn ontology(value: Value) -> Ontology {
    let ontology: Ontology = serde_json::from_value(value).expect("an ontology");
    ontology.check().expect("usable");
    ontology
}

fn full() -> Value {
    json!({ "classes": [
        { "id": "car", "name": "Car", "color": "#112233", "shapes": ["box", "polygon"], "attributes": [
            { "id": "make", "name": "Make", "kind": "text" },
            { "id": "doors", "name": "Doors", "kind": "number", "min": 0.0 },
            { "id": "state", "name": "State", "kind": "radio", "options": [
                { "id": "parked", "name": "Parked" },
                { "id": "moving", "name": "Moving", "attributes": [
                    { "id": "speed", "name": "Speed", "kind": "number", "per_frame": true }] }] },
            { "id": "damage", "name": "Damage", "kind": "checklist", "per_frame": true, "options": [
                { "id": "dent", "name": "Dent" }, { "id": "rust", "name": "Rust" }] }] },
        { "id": "person", "name": "Person", "color": "#445566", "shapes": ["skeleton", "box"],
          "skeleton": { "joints": ["head", "foot"], "edges": [[0, 1]] } }] })
}

fn car(shape: &str, attributes: Value) -> Label {
    let geometry = match shape {
        "box" => json!({ "x": 1, "y": 1, "w": 5, "h": 5 }),
        _ => json!({ "rings": [[0, 0, 5, 0, 5, 5]] }),
    };
    let frames = json!({ "0": { "geometry": geometry } });
    serde_json::from_value(json!({ "class": "car", "shape": shape, "frames": frames, "attributes": attributes }))
        .expect("a label")
}

fn person() -> Label {
    let frames = json!({ "0": { "geometry": { "points": [1, 1, 2, 1, 5, 2] } } });
    serde_json::from_value(json!({ "class": "person", "shape": "skeleton", "frames": frames })).expect("a label")
}

/// Three items: one that uses everything, one with a plain car, one empty.
fn items() -> Vec<Labels> {
    let full = json!({ "make": "Saab", "doors": 5, "state": "moving", "speed": { "0": 3 }, "damage": { "0": [],
        "2": ["rust"] } });
    let rich = [("a", car("box", full)), ("b", car("polygon", json!({ "state": "parked" }))), ("p", person())];
    let plain = [("c", car("box", json!({})))];
    let labels = |of: &[(&str, Label)]| of.iter().map(|(id, label)| ((*id).to_owned(), label.clone())).collect();
    vec![labels(&rich), labels(&plain), Labels::new()]
}

/// Kind, attribute, name, labels and items of each break.
fn breaks_of(new: Value) -> Vec<(BreakKind, Option<String>, String, u64, u64)> {
    let (old, new) = (ontology(full()), ontology(new));
    let mut comparison = Comparison::new(&old, &new);
    for labels in items() {
        comparison.add(&labels);
    }
    let breaks = comparison.breaks();
    assert!(breaks.iter().all(|one| one.sentence.ends_with('.') && one.class.is_some()), "{breaks:?}");
    assert!(!comparison.only_adds() || breaks.is_empty());
    breaks.into_iter().map(|one| (one.kind, one.attribute, one.name, one.labels, one.items)).collect()
}

fn changed(change: impl FnOnce(&mut Value)) -> Vec<(BreakKind, Option<String>, String, u64, u64)> {
    let mut value = full();
    change(&mut value);
    breaks_of(value)
}

fn one(
    kind: BreakKind,
    attribute: &str,
    name: &str,
    labels: u64,
    items: u64,
) -> Vec<(BreakKind, Option<String>, String, u64, u64)> {
    let attribute = (!attribute.is_empty()).then(|| attribute.to_owned());
    vec![(kind, attribute, name.to_owned(), labels, items)]
}

#[test]
fn adding_renaming_and_reordering_break_nothing() {
    let (old, mut more) = (ontology(full()), full());
    more["classes"].as_array_mut().expect("classes").reverse();
    let person = &mut more["classes"][0];
    person["name"] = json!("Human");
    person["shapes"] = json!(["box", "skeleton", "point"]);
    person["skeleton"] = json!({ "joints": ["skull", "foot"], "edges": [] });
    person["attributes"] = json!([{ "id": "age", "name": "Age", "kind": "number" }]);
    let car = &mut more["classes"][1];
    car["attributes"][1] = json!({ "id": "doors", "name": "Doors", "kind": "number" });
    car["attributes"][2]["options"].as_array_mut().expect("options").push(json!({ "id": "towed", "name": "Towed" }));
    let new = ontology(more.clone());
    assert!(Comparison::new(&old, &new).only_adds());
    assert_eq!(breaks_of(more), []);
    assert!(Comparison::new(&old, &old).only_adds());
}

#[test]
fn removals_are_reported_with_affected_labels_and_items() {
    let attributes = |value: &mut Value| value["classes"][0]["attributes"].as_array_mut().expect("a list").clone();
    assert_eq!(
        changed(|value| drop(value["classes"].as_array_mut().expect("a list").remove(0))),
        one(BreakKind::ClassRemoved, "", "Car", 3, 2)
    );
    assert_eq!(
        changed(|value| value["classes"][0]["shapes"] = json!(["box"])),
        one(BreakKind::ShapeRemoved, "", "polygon", 1, 1)
    );
    assert_eq!(
        changed(|value| value["classes"][0]["attributes"] = json!(attributes(value)[1..])),
        one(BreakKind::AttributeRemoved, "make", "Make", 1, 1)
    );
    // A nested attribute is removed with its option.
    assert_eq!(
        changed(|value| value["classes"][0]["attributes"][2]["options"] = json!([{ "id": "parked", "name": "P" }])),
        [
            one(BreakKind::OptionRemoved, "state", "Moving", 1, 1),
            one(BreakKind::AttributeRemoved, "speed", "Speed", 1, 1)
        ]
        .concat()
    );
    assert_eq!(
        changed(|value| value["classes"][0]["attributes"][3]["options"] = json!([{ "id": "dent", "name": "Dent" }])),
        one(BreakKind::OptionRemoved, "damage", "Rust", 1, 1)
    );
    // No label has it, so nothing breaks.
    assert_eq!(
        changed(|value| value["classes"][0]["attributes"][3]["options"] = json!([{ "id": "rust", "name": "Rust" }])),
        []
    );
}

#[test]
fn values_that_no_longer_fit_are_reported() {
    let attribute = |at: usize, to: Value| changed(|value| value["classes"][0]["attributes"][at] = to);
    let doors =
        |min: f64, max: f64| json!({ "id": "doors", "name": "Doors", "kind": "number", "min": min, "max": max });
    assert_eq!(attribute(1, doors(0.0, 4.0)), one(BreakKind::RangeNarrowed, "doors", "Doors", 1, 1));
    assert_eq!(attribute(1, doors(0.0, 5.0)), [], "five doors still fit");
    assert_eq!(
        attribute(0, json!({ "id": "make", "name": "Make", "kind": "number" })),
        one(BreakKind::KindChanged, "make", "Make", 1, 1)
    );
    assert_eq!(
        attribute(0, json!({ "id": "make", "name": "Make", "kind": "text", "per_frame": true })),
        one(BreakKind::PerFrameChanged, "make", "Make", 1, 1)
    );
    for joints in [json!(["foot", "head"]), json!(["head", "hip", "foot"])] {
        assert_eq!(
            changed(|value| value["classes"][1]["skeleton"]["joints"] = joints.clone()),
            one(BreakKind::SkeletonChanged, "", "Person", 1, 1),
            "{joints}"
        );
    }
}

#[test]
fn f93_new_requirements_are_reported_where_missing() {
    let require = |at: usize| changed(|value| value["classes"][0]["attributes"][at]["required"] = json!(true));
    assert_eq!(require(0), one(BreakKind::BecameRequired, "make", "Make", 2, 2));
    assert_eq!(
        changed(|value| value["classes"][1]["required"] = json!(true)),
        one(BreakKind::BecameRequired, "", "Person", 0, 2)
    );
    // Required only of moving cars, and the only one has it.
    let speed = "/classes/0/attributes/2/options/1/attributes/0";
    assert_eq!(changed(|value| value.pointer_mut(speed).expect("the attribute")["required"] = json!(true)), []);
    // A new attribute can be required from the start.
    let plate = json!({ "id": "plate", "name": "Plate", "kind": "text", "required": true });
    assert_eq!(
        changed(|value| value["classes"][0]["attributes"].as_array_mut().expect("a list").push(plate)),
        one(BreakKind::BecameRequired, "plate", "Plate", 3, 2)
    );
    // What was required before is not reported.
    let mut value = full();
    value["classes"][0]["attributes"][0]["required"] = json!(true);
    let same = ontology(value);
    assert!(Comparison::new(&same, &same).only_adds());
}

#[test]
fn sentences_include_counts() {
    let (old, new) = (ontology(full()), ontology(json!({ "classes": [full()["classes"][1]] })));
    let mut comparison = Comparison::new(&old, &new);
    for labels in items() {
        comparison.add(&labels);
    }
    assert_eq!(comparison.breaks()[0].sentence, "The class \"Car\" is removed. It is used by 3 labels on 2 items.");
}

//! Tests of the conversion from COCO text to labels and back.

use std::collections::HashSet;

use countersign_shared::geometry::{Geometry, Size};
use countersign_shared::label::{Labels, MediaBounds};
use countersign_shared::ontology::{AttributeKind, Shape};
use serde_json::{Value, json};

use super::convert::{ImageLabels, group};
use super::ontology::{Classes, classes};
use super::read::{CocoFile, ReadError, read};
use super::write::{Image, Writer};
use crate::formats::report::Report;

fn parse(json: &Value) -> (CocoFile, Report) {
    let mut report = Report::new();
    let file = read(json.to_string().as_bytes(), &mut report).expect("reads");
    (file, report)
}

/// Converts a file with one image of 100 × 50 pixels. Returns its labels, the classes and the report.
fn convert(json: &Value) -> (Labels, Classes, Vec<String>) {
    let (file, mut report) = parse(json);
    let classes = classes(&file, &mut report).expect("an ontology");
    let ids: HashSet<_> = file.images.iter().map(|image| &image.id).collect();
    let mut groups = group(file.annotations, &ids, &mut report);
    let mut picture = ImageLabels::new("a.jpg", Size { width: 100, height: 50 }, &classes, &mut report);
    for annotation in groups.remove(&file.images[0].id).unwrap_or_default() {
        picture.add(&annotation);
    }
    let labels = picture.finish();
    let bounds = MediaBounds { size: Size { width: 100, height: 50 }, frames: 1 };
    for (id, label) in &labels {
        countersign_shared::label::check_label_id(id).expect("an id");
        label.check(&classes.ontology, bounds).expect("allowed");
    }
    (labels, classes, report.into_lines().into_iter().map(|line| line.message).collect())
}

fn coco(categories: &Value, annotations: &Value) -> Value {
    json!({
        "annotations": annotations,
        "images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 50}],
        "categories": categories,
    })
}

fn cat() -> Value {
    json!([{"id": 3, "name": "cat", "supercategory": "animal"}])
}

#[test]
fn broken_json_says_where() {
    let error = read(b"{\"images\": [\n {\"id\": 1,, \n".as_slice(), &mut Report::new()).expect_err("broken");
    let ReadError::Json(error) = error else { panic!("{error}") };
    assert_eq!((error.line(), error.column()), (2, 11));
    for (text, wants) in [
        ("", "EOF"),
        ("[]", "expected an object"),
        ("{\"images\": 3}", "expected a list"),
        ("{\"images\": []} x", "trailing"),
        ("\u{1}", "expected value"),
    ] {
        let error = read(text.as_bytes(), &mut Report::new()).expect_err(text).to_string();
        assert!(error.contains(wants), "{text}: {error}");
    }
    assert!(matches!(read(b"{\"a\": 1}".as_slice(), &mut Report::new()), Err(ReadError::NotCoco)));
    assert!(read("\u{feff}{\"images\": []}".as_bytes(), &mut Report::new()).is_ok());
}

#[test]
fn a_malformed_record_is_reported_and_the_others_are_kept() {
    let (file, report) = parse(&json!({
        "images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2}, "x", {"id": "five", "file_name": "b.jpg"}],
        "annotations": [{"id": 9, "image_id": 1, "bbox": "wide"}, {"image_id": 1.0, "category_id": 3, "bbox": [1, 2, 3, 4]}],
    }));
    assert_eq!((file.images.len(), file.annotations.len()), (2, 1));
    let lines: Vec<_> = report.lines().iter().map(|l| (l.annotation.as_deref().unwrap_or(""), &l.message)).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!((lines[0].0, lines[1].0, lines[2].0), ("9", "2", "?"));
    assert!(
        lines[1].1.starts_with("image number 2 is not valid and was left out: missing field `file_name`"),
        "{lines:?}"
    );
}

#[test]
fn each_annotation_form_becomes_its_shape() {
    let categories = json!([
        {"id": 3, "name": "cat", "keypoints": ["nose", "tail"], "skeleton": [[1, 2]]}, {"id": 8, "name": "unused"}]);
    let (labels, classes, lines) = convert(&coco(
        &categories,
        &json!([
            {"id": 1, "image_id": 1, "category_id": 3, "bbox": [10, 10, 20, 20], "segmentation": []},
            {"id": 2, "image_id": 1, "category_id": 3, "bbox": [0, 0, 9, 9], "segmentation": [[0, 0, 9, 0, 9, 9], [20, 20, 30, 20, 30, 30]]},
            {"id": 3, "image_id": 1, "category_id": 3, "segmentation": {"size": [50, 100], "counts": [0, 50, 4950]}, "iscrowd": 1},
            {"id": 4, "image_id": 1, "category_id": 3, "keypoints": [5, 5, 2, 0, 0, 0], "num_keypoints": 1},
            {"id": 5, "image_id": 1, "category_id": 3, "bbox": [50, 10, 20, 20], "keypoints": [55, 15, 2, 60, 20, 1]},
            {"id": 6, "image_id": 1, "category_id": 3},
            {"id": 7, "image_id": 1, "category_id": 0, "caption": "a cat"},
        ]),
    ));
    assert_eq!(lines, Vec::<String>::new());
    let shapes: Vec<_> = labels.iter().map(|(id, label)| (id.as_str(), label.shape)).collect();
    assert_eq!(
        shapes,
        [
            ("coco-1", Shape::Box),
            ("coco-2", Shape::Polygon),
            ("coco-3", Shape::Bitmask),
            ("coco-4-skeleton", Shape::Skeleton),
            ("coco-5", Shape::Box),
            ("coco-5-skeleton", Shape::Skeleton),
            ("coco-6", Shape::Classification),
            ("coco-7", Shape::Classification),
        ]
    );
    let Geometry::Polygon(polygon) = &labels["coco-2"].frames[&0].geometry else { panic!("a polygon") };
    assert_eq!(polygon.rings.len(), 2);
    assert_eq!(labels["coco-7"].attributes["caption.text"], json!("a cat"));
    assert_eq!(labels["coco-3"].attributes["coco-3.iscrowd"], json!("true"));
    // The largest is at the bottom.
    assert!(labels["coco-1"].z < labels["coco-2"].z);
    let names: Vec<_> = classes.ontology.classes.iter().map(|class| class.name.as_str()).collect();
    assert_eq!(names, ["cat", "unused", "caption"]);
    assert_eq!(classes.ontology.classes[1].shapes, [Shape::Box, Shape::Polygon]);
}

#[test]
fn what_does_not_fit_is_reported_and_left_out() {
    for (annotation, wants) in [
        (json!({"category_id": 4, "bbox": [1, 1, 2, 2]}), "there is no category 4"),
        (json!({"bbox": [1, 1, 2, 2]}), "it names no category"),
        (json!({"image_id": 77, "category_id": 3, "bbox": [1, 1, 2, 2]}), "there is no image 77"),
        (json!({"category_id": 3, "bbox": [90, 1, 20, 2]}), "outside the image"),
        (json!({"category_id": 3, "bbox": [-1, 1, 20, 2]}), "outside the image"),
        (json!({"category_id": 3, "bbox": [1, 1, 0, 2]}), "no area"),
        (json!({"category_id": 3, "bbox": [1, 1, 2]}), "3 numbers"),
        (json!({"category_id": 3, "bbox": [1, 1, -2, 3]}), "no area"),
        (json!({"category_id": 3, "segmentation": [[1, 1, 2, 2, 3]]}), "odd number"),
        (json!({"category_id": 3, "segmentation": [[1, 1, 2, 2]]}), "no area"),
        (json!({"category_id": 3, "segmentation": [[1, 1, 20, 1, 20, 70]]}), "outside the image"),
        (
            json!({"category_id": 3, "segmentation": {"size": [100, 50], "counts": [5000]}}),
            "mask is for an image of 50 × 100",
        ),
        (json!({"category_id": 3, "segmentation": {"size": [50, 100], "counts": [5000]}}), "empty"),
        (json!({"category_id": 3, "segmentation": {"size": [50, 100], "counts": [4]}}), "do not cover"),
        (json!({"category_id": 3, "segmentation": {"size": [50, 100], "counts": "~~~"}}), "do not cover"),
        (json!({"category_id": 3, "segmentation": {"size": [50, 100], "counts": "oooooooooooooooo"}}), "do not cover"),
        (json!({"category_id": 3, "segmentation": 5}), "a segmentation is"),
        (json!({"category_id": 3, "keypoints": [1, 2, 2, 4]}), "groups of three"),
        (json!({"category_id": 3, "keypoints": [1, 2, 7]}), "visibility"),
        (json!({"category_id": 3, "keypoints": [1, 200, 2]}), "outside the image"),
        (json!({"category_id": 3, "caption": 5}), "invalid type"),
    ] {
        let mut annotation = annotation;
        annotation["id"] = json!(12);
        if annotation["image_id"].is_null() {
            annotation["image_id"] = json!(1);
        }
        let (labels, _, lines) = convert(&coco(&cat(), &json!([annotation])));
        assert!(labels.is_empty(), "{annotation}");
        assert!(lines.len() == 1 && lines[0].contains(wants), "{annotation}: {lines:?}");
    }
}

#[test]
fn duplicate_ids_keep_the_first() {
    let twice = json!([
        {"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 1, 2, 2]},
        {"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 1, 9, 9]}]);
    let (labels, _, lines) = convert(&coco(&cat(), &twice));
    assert_eq!((labels.len(), lines.len()), (1, 1));
    let (_, classes, lines) = convert(&coco(&json!([{"id": 3, "name": "cat"}, {"id": 3, "name": "dog"}]), &json!([])));
    assert_eq!((classes.ontology.classes.len(), lines.len()), (1, 1));
}

#[test]
fn half_a_pixel_beyond_the_edge_is_clamped() {
    let (labels, _, lines) = convert(&coco(
        &cat(),
        &json!([
            {"id": 1, "image_id": 1, "category_id": 3, "bbox": [-0.4, 0, 100.8, 50.3]},
            {"id": 2, "image_id": 1, "category_id": 3, "segmentation": [[-0.5, 0, 100.5, 0, 50, 50.5]]},
        ]),
    ));
    assert_eq!((labels.len(), lines), (2, vec![]));
}

#[test]
fn attributes_get_the_narrowest_type() {
    let (labels, classes, lines) = convert(&coco(
        &cat(),
        &json!([
            {"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 1, 2, 2],
             "attributes": {"n": 1, "flag": true, "text": "x", "mixed": 3, "list": ["a", "b"], "nothing": null}},
            {"id": 2, "image_id": 1, "category_id": 3, "bbox": [1, 1, 2, 2],
             "attributes": {"n": 2.5, "flag": false, "mixed": "y", "list": []}},
        ]),
    ));
    assert_eq!(lines, Vec::<String>::new());
    let class = &classes.ontology.classes[0];
    let kind = |name: &str| &class.attributes.iter().find(|a| a.name == name).expect("an attribute").kind;
    assert!(matches!(kind("n"), AttributeKind::Number { .. }));
    assert!(matches!(kind("flag"), AttributeKind::Radio { .. }));
    assert!(matches!(kind("list"), AttributeKind::Checklist { options } if options.len() == 2));
    assert!(matches!((kind("text"), kind("mixed")), (AttributeKind::Text, AttributeKind::Text)));
    assert_eq!(labels["coco-1"].attributes["coco-3.mixed"], json!("3"));
    assert_eq!(labels["coco-2"].attributes["coco-3.flag"], json!("false"));
}

#[test]
fn edges_count_from_one_or_from_zero() {
    for edges in [json!([[1, 2], [2, 3]]), json!([[0, 1], [1, 2]])] {
        let categories = json!([{"id": 3, "name": "cat", "keypoints": [], "skeleton": edges}]);
        let annotations = json!([{"id": 1, "image_id": 1, "category_id": 3, "keypoints": [0, 0, 0, 0, 2, 1, 4, 1, 2]}]);
        let (labels, classes, lines) = convert(&coco(&categories, &annotations));
        assert_eq!((labels.len(), lines), (1, vec![]));
        assert_eq!(classes.ontology.classes[0].skeleton.as_ref().expect("a skeleton").edges, [(0, 1), (1, 2)]);
    }
    let categories = json!([{"id": 3, "name": "cat", "keypoints": ["a", "b"], "skeleton": [[1, 2], [2, 9]]}]);
    let (_, classes, lines) = convert(&coco(&categories, &json!([])));
    assert_eq!((classes.ontology.classes[0].skeleton.as_ref().expect("a skeleton").edges.len(), lines.len()), (1, 1));
}

fn export(labels: &Labels, classes: &Classes) -> (Value, Vec<String>) {
    let mut writer = Writer::begin(Vec::new(), &classes.ontology, "test").expect("writes");
    let image = Image { id: 1, file_name: "a.jpg", size: Size { width: 100, height: 50 } };
    writer.image(&image).expect("writes");
    writer.annotations(&image, labels, &classes.ontology).expect("writes");
    let (bytes, report) = writer.end().expect("writes");
    let json = serde_json::from_slice(&bytes).expect("JSON");
    (json, report.into_lines().into_iter().map(|line| line.message).collect())
}

#[test]
fn n8_an_export_reproduces_the_import() {
    let ours = json!({"color": "#123456", "shapes": ["box", "point"], "attributes": [
        {"id": "size", "name": "size", "kind": "radio", "options": [{"id": "s", "name": "small"}, {"id": "l", "name": "large"}]},
        {"id": "seen", "name": "seen", "kind": "checklist", "options": [{"id": "o", "name": "occluded"}]}]});
    let categories = json!([
        {"id": 3, "name": "cat", "supercategory": "animal", "keypoints": ["nose", "tail"], "skeleton": [[1, 2]]},
        {"id": 9, "name": "buoy", "keypoints": ["point"], "skeleton": [], "countersign": ours},
        {"id": 70, "name": "unused"}]);
    let original = coco(
        &categories,
        &json!([
            {"id": 1, "image_id": 1, "category_id": 3, "bbox": [10.25, 10, 20, 20.5], "attributes": {"tame": true, "age": 3}},
            {"id": 2, "image_id": 1, "category_id": 3, "segmentation": [[0, 0, 9, 0, 9, 9], [20, 20, 30, 20, 30, 30]]},
            {"id": 3, "image_id": 1, "category_id": 3, "segmentation": {"size": [50, 100], "counts": [7, 50, 4943]}, "iscrowd": 1},
            {"id": 4, "image_id": 1, "category_id": 3, "keypoints": [5, 5, 2, 0, 0, 0]},
            {"id": 5, "image_id": 1, "category_id": 3, "bbox": [50, 10, 20, 20], "keypoints": [55.5, 15, 2, 60, 20, 1]},
            {"id": 6, "image_id": 1, "category_id": 3},
            {"id": 7, "image_id": 1, "category_id": 0, "caption": "a cat"},
            {"id": 8, "image_id": 1, "category_id": 9, "keypoints": [70, 7, 2], "bbox": [70, 7, 0, 0],
             "attributes": {"size": "large", "seen": ["occluded"]}},
        ]),
    );
    let (labels, classes, lines) = convert(&original);
    assert_eq!((labels.len(), lines), (9, vec![]));
    assert_eq!(labels["coco-8-skeleton"].shape, Shape::Point);
    assert_eq!(labels["coco-8-skeleton"].attributes["size"], json!("l"));
    let (written, not_carried) = export(&labels, &classes);
    assert_eq!(not_carried, Vec::<String>::new());
    let (again, classes_again, lines) = convert(&written);
    assert_eq!(lines, Vec::<String>::new());
    assert_eq!(classes_again.ontology, classes.ontology);
    // Ids are assigned again; everything else is equal.
    let sorted = |labels: &Labels| {
        let mut all: Vec<_> = labels.values().map(|label| serde_json::to_string(label).expect("JSON")).collect();
        all.sort();
        all
    };
    assert_eq!(sorted(&again), sorted(&labels));
    let find =
        |key: &str| written["annotations"].as_array().expect("a list").iter().find(|a| a[key].is_string()).cloned();
    assert_eq!(find("caption").expect("a caption")["caption"], json!("a cat"));
    let crowd = written["annotations"].as_array().expect("a list").iter().find(|a| a["iscrowd"] == 1).expect("a crowd");
    assert_eq!((&crowd["area"], &crowd["bbox"]), (&json!(50.0), &json!([0.0, 0.0, 2.0, 50.0])));
}

#[test]
fn n8_what_coco_cannot_represent_is_reported() {
    let (_, classes, _) = convert(&coco(
        &json!([{"id": 3, "name": "road", "countersign": {"shapes":
        ["box", "rotated_box", "polygon", "polyline"]}}]),
        &json!([]),
    ));
    let label = |shape: &str, geometry: Value| json!({"class": "coco-3", "shape": shape, "frames": {"0": {"geometry": geometry}}});
    let labels: Labels = serde_json::from_value(json!({
        "a": label("polyline", json!({"points": [1, 1, 5, 5]})),
        "b": label("rotated_box", json!({"cx": 20, "cy": 20, "w": 10, "h": 4, "angle": 30})),
        "c": label("polygon", json!({"rings": [[10, 10, 40, 10, 40, 40, 10, 40], [20, 20, 30, 20, 30, 30, 20, 30]]})),
    }))
    .expect("labels");
    let (written, not_carried) = export(&labels, &classes);
    assert_eq!(not_carried.len(), 3, "{not_carried:?}");
    assert_eq!(written["annotations"].as_array().expect("a list").len(), 2);
    assert_eq!(written["annotations"][1]["area"], json!(800.0));
    assert!(written["annotations"][1]["segmentation"]["counts"].is_string());
    assert_eq!(written["countersign"]["not_carried"].as_array().map(Vec::len), Some(3));
}

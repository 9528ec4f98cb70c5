//! Reads the document into typed values.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_shared::geometry::Geometry;
use countersign_shared::issue::Issue;
use countersign_shared::label::{Keyframe, Label, LabelError, Labels};
use countersign_shared::ontology::Shape;
use countersign_shared::review::Verdict;
use countersign_shared::wire::RefusalCode;
use countersign_shared::workflow::Stage;
use serde_json::{Map as Object, Value};
use yrs::{Any, Array, Map, MapRef, Out, ReadTxn};

use super::schema::{self, Roots};
use super::{DocumentError, Provenance, json};

/// A label, with all or some of its keyframes.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadLabel {
    pub label: Label,
    /// The number of all its keyframes, read or not.
    pub keyframes: usize,
}

fn schema_error(reason: impl Into<String>) -> DocumentError {
    DocumentError::Schema { code: RefusalCode::Schema, reason: reason.into() }
}

pub fn labels<T: ReadTxn>(txn: &T, roots: &Roots) -> Result<Labels, DocumentError> {
    roots.labels.iter(txn).map(|(id, value)| Ok((id.to_owned(), label(txn, &value, None)?.label))).collect()
}

/// Reads one label. With `frames`, reads only those of these keyframes that still exist, or any one if none does.
pub fn label<T: ReadTxn>(txn: &T, value: &Out, frames: Option<&[Arc<str>]>) -> Result<ReadLabel, DocumentError> {
    let Out::YMap(map) = value else { return Err(schema_error("a label is not a map")) };
    let (mut class, mut shape, mut z, mut keyframes, mut attributes) = (None, None, None, None, None);
    for (key, value) in map.iter(txn) {
        match (key, value) {
            (schema::label::CLASS, Out::Any(Any::String(value))) => class = Some(value.to_string()),
            (schema::label::SHAPE, Out::Any(value)) => shape = Some(read_shape(&value)?),
            (schema::label::Z, Out::Any(Any::Number(value))) => {
                let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
                z = Some(number.ok_or_else(|| schema_error("a label's z is not a 32-bit integer"))?);
            }
            (schema::label::FRAMES, Out::YMap(value)) => keyframes = Some(value),
            (schema::label::ATTRIBUTES, Out::YMap(value)) => attributes = Some(value),
            (schema::label::CLASS | schema::label::Z | schema::label::FRAMES | schema::label::ATTRIBUTES, _) => {
                return Err(schema_error(format!("a label's {key} has the wrong type")));
            }
            _ => return Err(schema_error(format!("a label cannot have a field {key:?}"))),
        }
    }
    let missing = |field: &str| schema_error(format!("a label is missing its {field}"));
    let shape = shape.ok_or_else(|| missing(schema::label::SHAPE))?;
    let all = keyframes.ok_or_else(|| missing(schema::label::FRAMES))?;
    let label = Label {
        class: class.ok_or_else(|| missing(schema::label::CLASS))?,
        shape,
        frames: read_frames(txn, &all, shape, frames)?,
        attributes: plain_entries(txn, &attributes.ok_or_else(|| missing(schema::label::ATTRIBUTES))?)?,
        z: z.ok_or_else(|| missing(schema::label::Z))?,
    };
    let keyframes = if frames.is_some() { all.len(txn) as usize } else { label.frames.len() };
    Ok(ReadLabel { label, keyframes })
}

/// Returns the shape of a label that was checked before; `None` if it cannot be read.
pub fn shape<T: ReadTxn>(txn: &T, value: &Out) -> Option<Shape> {
    let Out::YMap(map) = value else { return None };
    match map.get(txn, schema::label::SHAPE) {
        Some(Out::Any(value)) => read_shape(&value).ok(),
        _ => None,
    }
}

fn read_shape(value: &Any) -> Result<Shape, DocumentError> {
    json::from_any(value)
        .and_then(|value| serde_json::from_value(value).ok())
        .ok_or_else(|| schema_error("a label has an unknown shape"))
}

fn read_frames<T: ReadTxn>(
    txn: &T,
    map: &MapRef,
    shape: Shape,
    only: Option<&[Arc<str>]>,
) -> Result<BTreeMap<u32, Keyframe>, DocumentError> {
    let read = |(key, value): (&str, Out)| {
        let frame = schema::frame(key).ok_or_else(|| schema_error(format!("{key:?} is not a frame number")))?;
        Ok((frame, keyframe(&value, shape)?))
    };
    let Some(only) = only else { return map.iter(txn).map(read).collect() };
    let touched: BTreeMap<u32, Keyframe> = only
        .iter()
        .filter_map(|key| map.get(txn, key).map(|value| read((key, value))))
        .collect::<Result<_, DocumentError>>()?;
    if touched.is_empty() { map.iter(txn).take(1).map(read).collect() } else { Ok(touched) }
}

fn keyframe(value: &Out, shape: Shape) -> Result<Keyframe, DocumentError> {
    let Out::Any(Any::Map(fields)) = value else { return Err(schema_error("a keyframe is not a plain value")) };
    let (Some(geometry), Some(Any::Bool(outside)), 2) = (fields.get("geometry"), fields.get("outside"), fields.len())
    else {
        return Err(schema_error("a keyframe must have a geometry, an outside flag, and nothing else"));
    };
    let geometry = json::from_any(geometry).ok_or_else(|| schema_error("a geometry is not plain JSON"))?;
    let geometry = Geometry::parse(shape, geometry)
        .map_err(LabelError::Geometry)
        .map_err(|error| DocumentError::Schema { code: error.code(), reason: error.to_string() })?;
    Ok(Keyframe { geometry, outside: *outside })
}

fn plain_entries<T: ReadTxn>(txn: &T, map: &MapRef) -> Result<BTreeMap<String, Value>, DocumentError> {
    map.iter(txn)
        .map(|(key, value)| {
            let Out::Any(value) = value else { return Err(schema_error(format!("{key:?} is not a plain value"))) };
            let value = json::from_any(&value).ok_or_else(|| schema_error(format!("{key:?} is not plain JSON")))?;
            Ok((key.to_owned(), value))
        })
        .collect()
}

pub fn issues<T: ReadTxn>(txn: &T, roots: &Roots) -> Result<BTreeMap<String, Issue>, DocumentError> {
    roots.issues.iter(txn).map(|(id, value)| Ok((id.to_owned(), issue(txn, &value)?))).collect()
}

fn issue<T: ReadTxn>(txn: &T, value: &Out) -> Result<Issue, DocumentError> {
    let Out::YMap(map) = value else { return Err(schema_error("an issue is not a map")) };
    let mut fields = Object::new();
    for (key, value) in map.iter(txn) {
        let value = match value {
            Out::Any(value) => json::from_any(&value),
            Out::YArray(values) => values
                .iter(txn)
                .map(|value| match value {
                    Out::Any(value) => json::from_any(&value),
                    _ => None,
                })
                .collect::<Option<Vec<_>>>()
                .map(Value::Array),
            _ => None,
        };
        fields
            .insert(key.to_owned(), value.ok_or_else(|| schema_error(format!("an issue's {key} is not plain JSON")))?);
    }
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| schema_error(format!("an issue cannot be read: {error}")))
}

pub fn verdicts<T: ReadTxn>(txn: &T, roots: &Roots) -> Result<BTreeMap<String, Verdict>, DocumentError> {
    let read = |(id, value): (&str, Out)| {
        let Out::Any(value) = value else { return Err(schema_error("a verdict is not a plain value")) };
        let verdict = json::from_any(&value).and_then(|value| serde_json::from_value(value).ok());
        Ok((id.to_owned(), verdict.ok_or_else(|| schema_error(format!("the verdict on {id:?} cannot be read")))?))
    };
    roots.verdicts.iter(txn).map(read).collect()
}

pub fn stage<T: ReadTxn>(txn: &T, roots: &Roots) -> Option<Stage> {
    match roots.item.get(txn, schema::item::STAGE) {
        Some(Out::Any(Any::String(name))) => Stage::parse(&name),
        _ => None,
    }
}

/// Reads who created and last edited each label. Entries that cannot be read are skipped.
pub fn provenance<T: ReadTxn>(txn: &T, roots: &Roots) -> BTreeMap<String, Provenance> {
    roots
        .provenance
        .iter(txn)
        .filter_map(|(id, value)| {
            let Out::Any(value) = value else { return None };
            Some((id.to_owned(), serde_json::from_value(json::from_any(&value)?).ok()?))
        })
        .collect()
}

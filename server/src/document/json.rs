//! Converts plain values of the document to JSON and back.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use yrs::{Any, Number};

/// Converts a value to JSON; `None` for what JSON cannot represent: undefined, byte arrays and non-finite numbers.
pub fn from_any(any: &Any) -> Option<Value> {
    Some(match any {
        Any::Null => Value::Null,
        Any::Undefined | Any::Buffer(_) => return None,
        Any::Bool(value) => Value::Bool(*value),
        Any::Number(Number::Int(value)) => Value::from(*value),
        Any::Number(Number::Float(value)) => Value::Number(serde_json::Number::from_f64(*value)?),
        Any::String(value) => Value::String(value.to_string()),
        Any::Array(values) => Value::Array(values.iter().map(from_any).collect::<Option<_>>()?),
        Any::Map(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| Some((key.clone(), from_any(value)?)))
                .collect::<Option<Map<String, Value>>>()?,
        ),
    })
}

pub fn to_any(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(value) => Any::Bool(*value),
        Value::Number(number) => Any::Number(to_number(number)),
        Value::String(value) => Any::String(Arc::from(value.as_str())),
        Value::Array(values) => Any::Array(values.iter().map(to_any).collect()),
        Value::Object(entries) => Any::Map(Arc::new(
            entries.iter().map(|(key, value)| (key.clone(), to_any(value))).collect::<HashMap<_, _>>(),
        )),
    }
}

/// Converts whole numbers to integers, as Yjs does: they take one to five bytes instead of five or nine.
fn to_number(number: &serde_json::Number) -> Number {
    let float = number.as_f64().unwrap_or_default();
    match number.as_i64() {
        Some(int) => Number::Int(int),
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 31 bits")]
        None if float.fract() == 0.0 && float.abs() < f64::from(i32::MAX) => Number::Int(float as i64),
        None => Number::Float(float),
    }
}

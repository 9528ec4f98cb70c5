//! Formats audit rows as CSV (RFC 4180) that is safe to open in a spreadsheet.

use countersign_shared::lock::Person;
use time::format_description::well_known::Rfc3339;

use crate::db::audit::AuditRow;

pub const HEADER: &str = "id,at,by,by_id,action,task,task_id,file_name,item_id,subject,subject_id,details\r\n";

/// Formats each row as a line that ends with CRLF.
#[must_use]
pub fn lines(rows: &[AuditRow]) -> String {
    rows.iter().map(line).collect()
}

fn line(row: &AuditRow) -> String {
    let (by, by_id) = person(row.actor.as_ref());
    let (subject, subject_id) = person(row.subject.as_ref());
    let (task, task_id) = row.task.as_ref().map(|task| (task.name.clone(), task.id.to_string())).unwrap_or_default();
    let cells = [
        row.id.to_string(),
        row.at.to_utc().format(&Rfc3339).unwrap_or_default(),
        by,
        by_id,
        row.action.clone(),
        task,
        task_id,
        row.file_name.clone().unwrap_or_default(),
        row.item.map(|id| id.to_string()).unwrap_or_default(),
        subject,
        subject_id,
        row.detail.to_string(),
    ];
    format!("{}\r\n", cells.map(|text| cell(&text)).join(","))
}

fn person(person: Option<&Person>) -> (String, String) {
    person.map(|person| (person.name.clone(), person.id.to_string())).unwrap_or_default()
}

/// Formats a cell. A spreadsheet runs text that begins with one of these characters as a formula, even if it is quoted; a
/// leading apostrophe makes it plain text (OWASP, "CSV injection").
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use countersign_shared::ids::{TaskId, UserId};
    use countersign_shared::task::TaskName;
    use serde_json::json;
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn n11_cells_keep_their_text_and_run_nothing() {
        for (text, expected) in [
            ("plain", "plain"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            ("+49", "'+49"),
            ("\t=1", "'\t=1"),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
            ("a=1", "a=1"),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }

    #[test]
    fn n11_a_line_has_a_cell_for_each_column() {
        let id = Uuid::from_u128(7);
        let row = AuditRow {
            id: 3,
            at: datetime!(2026-03-04 12:05:06 +2),
            actor: Some(Person { id: UserId(id), name: "=Ana".into(), color: "#112233".into() }),
            action: "item.accept".into(),
            task: Some(TaskName { id: TaskId(id), name: "Cars, 2026".into() }),
            item: None,
            file_name: None,
            subject: None,
            detail: json!({ "from": "acceptance" }),
        };
        let expected = format!(
            "3,2026-03-04T10:05:06Z,'=Ana,{id},item.accept,\"Cars, 2026\",{id},,,,,\"{{\"\"from\"\":\"\"acceptance\"\"}}\"\r\n"
        );
        assert_eq!(lines(&[row]), expected);
        assert_eq!(HEADER.trim_end().split(',').count(), 12);
    }
}

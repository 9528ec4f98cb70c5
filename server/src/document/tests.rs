//! Tests of the document: the server's writes are read back from every form that a document takes.

use std::collections::BTreeMap;

use countersign_shared::ids::{ClientId, UserId};
use countersign_shared::issue::{Anchor, Comment, Issue, IssueKind, IssueState, Mention, Resolved};
use countersign_shared::label::{Label, Labels};
use countersign_shared::review::{Verdict, VerdictKind};
use countersign_shared::workflow::Stage;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{DocumentError, ItemDocument, ServerChange};

const SERVER: ClientId = ClientId(1);

fn labels() -> Labels {
    let label = |value| serde_json::from_value::<Label>(value).expect("a label");
    let frame = |geometry| json!({ "0": { "geometry": geometry, "outside": false } });
    [
        ("box", "box", json!({ "x": 1, "y": 2.5, "w": 3, "h": 4.125 })),
        ("turned", "rotated_box", json!({ "cx": 1, "cy": 2, "w": 3, "h": 4, "angle": -12.5 })),
        ("polygon", "polygon", json!({ "rings": [[0, 0, 10, 0, 10, 10.5], [1, 1, 2, 1, 2, 2]] })),
        ("line", "polyline", json!({ "points": [0, 0, 10, 1e-7] })),
        ("point", "point", json!({ "x": 4_000_000_000u32, "y": 0.1 })),
        ("skeleton", "skeleton", json!({ "points": [1, 2, 2, 3, 4, 0] })),
        ("mask", "bitmask", json!({ "size": [100, 200], "counts": "d?\\9Phb0" })),
        ("scene", "classification", json!({})),
    ]
    .into_iter()
    .map(|(id, shape, geometry)| {
        let attributes =
            json!({ "text": "ünï \u{1f600}", "list": ["a", "b"], "number": -0.5, "frames": { "3": true, "10": null } });
        let label = label(
            json!({ "class": "c", "shape": shape, "frames": frame(geometry), "attributes": attributes, "z": -7 }),
        );
        (id.to_owned(), label)
    })
    .collect()
}

fn issue() -> Issue {
    Issue {
        anchor: Some(Anchor { x: 10.5, y: 20.0, frame: 3 }),
        tags: vec!["blurred".into()],
        ..Issue::open(IssueKind::Pinned, OffsetDateTime::UNIX_EPOCH, vec![comment("1")])
    }
}

fn comment(id: &str) -> Comment {
    Comment {
        id: id.into(),
        text: "too <b>wide</b>, @Bo".into(),
        mentions: vec![Mention { id: UserId(Uuid::from_u128(6)), name: "Bo".into() }],
        by: UserId(Uuid::from_u128(5)),
        by_name: "Ada".into(),
        at: OffsetDateTime::UNIX_EPOCH,
    }
}

fn resolved() -> Resolved {
    Resolved { by: Some(UserId(Uuid::from_u128(6))), by_name: "Bo".into(), at: OffsetDateTime::UNIX_EPOCH }
}

fn verdict(verdict: VerdictKind) -> Verdict {
    let (by, at) = (UserId(Uuid::from_u128(6)), OffsetDateTime::UNIX_EPOCH);
    Verdict { verdict, by, by_name: "Bo".into(), at, round: 2, frame: 0, label_hash: "h".into() }
}

fn create() -> ServerChange {
    ServerChange::Create { labels: labels(), stage: Stage::Annotate, round: 1, generation: 1 }
}

#[test]
fn labels_of_every_shape_are_read_back_as_written() {
    let mut document = ItemDocument::new(SERVER);
    assert_eq!((document.label_count(), document.stage()), (0, None));
    let update = document.write(&create()).expect("written");
    assert_eq!(document.labels().expect("typed"), labels());
    assert_eq!((document.label_count(), document.stage()), (labels().len(), Some(Stage::Annotate)));
    let follower = ItemDocument::load(ClientId(2), &update).expect("the update is the document");
    assert_eq!(follower.labels().expect("typed"), labels());
    let loaded = ItemDocument::load(ClientId(3), &document.encode()).expect("loads");
    assert_eq!(loaded.labels().expect("typed"), labels());
    assert_eq!(loaded.clocks(), document.clocks());
}

#[test]
fn issues_are_read_back_as_written() {
    let mut document = ItemDocument::new(SERVER);
    let mut follower = ItemDocument::new(ClientId(2));
    let mut expected = BTreeMap::new();
    let mut write = |document: &mut ItemDocument, change: ServerChange| {
        let update = document.write(&change).expect("written");
        follower.apply(&update).expect("follows");
        assert_eq!(document.issues().expect("typed"), follower.issues().expect("typed"));
    };
    write(&mut document, ServerChange::AddIssue { id: "a".into(), issue: issue() });
    let file = Issue { kind: IssueKind::File, anchor: None, comments: vec![], ..issue() };
    write(&mut document, ServerChange::AddIssue { id: "b".into(), issue: file.clone() });
    expected.insert("a".to_owned(), issue());
    expected.insert("b".to_owned(), file);
    assert_eq!(document.issues().expect("typed"), expected);
    write(&mut document, ServerChange::AddComment { issue_id: "a".into(), comment: comment("2") });
    write(&mut document, ServerChange::SetIssueState { issue_id: "a".into(), resolved: Some(resolved()) });
    write(&mut document, ServerChange::DeleteIssue { issue_id: "b".into() });
    expected.remove("b");
    let a = expected.get_mut("a").expect("is there");
    a.comments.push(comment("2"));
    a.state = IssueState::Resolved;
    a.resolved = Some(resolved());
    assert_eq!(document.issues().expect("typed"), expected);
    document.write(&ServerChange::SetIssueState { issue_id: "a".into(), resolved: None }).expect("written");
    let opened = document.issues().expect("typed").remove("a").expect("is there");
    assert_eq!((opened.state, opened.resolved), (IssueState::Open, None));
}

#[test]
fn f47_verdicts_and_their_issues_are_one_update() {
    let mut document = ItemDocument::new(SERVER);
    document.write(&create()).expect("written");
    let mut follower = ItemDocument::load(ClientId(2), &document.encode()).expect("loads");
    let all = |verdict: Option<Verdict>| -> BTreeMap<_, _> {
        ["box", "polygon", "gone"].into_iter().map(|id| (id.to_owned(), verdict.clone())).collect()
    };
    let verdicts = all(Some(verdict(VerdictKind::Rejected)));
    let rejection = Issue { kind: IssueKind::LabelRejection, label: Some("box".into()), anchor: None, ..issue() };
    let changes = vec![
        ServerChange::SetVerdicts { verdicts: verdicts.clone() },
        ServerChange::AddIssue { id: "r".into(), issue: rejection.clone() },
    ];
    follower.apply(&document.write(&ServerChange::Batch(changes)).expect("written")).expect("follows");
    let expected: BTreeMap<_, _> = verdicts.into_iter().map(|(id, verdict)| (id, verdict.expect("given"))).collect();
    assert_eq!(follower.verdicts().expect("typed"), expected);
    assert_eq!(follower.issues().expect("typed")["r"], rejection);
    let counts = document.counts().expect("typed");
    assert_eq!((counts.approved, counts.rejected, counts.open_issues), (0, 2, 1), "deleted labels do not count");
    document.write(&ServerChange::SetVerdicts { verdicts: all(None) }).expect("written");
    assert!(document.verdicts().expect("typed").is_empty());
    // If one of several changes cannot be written, none is.
    let before = document.encode();
    let changes = vec![
        ServerChange::SetVerdicts { verdicts: all(Some(verdict(VerdictKind::Approved))) },
        ServerChange::SetIssueState { issue_id: "x".into(), resolved: None },
    ];
    assert_eq!(document.write(&ServerChange::Batch(changes)), Err(DocumentError::UnknownIssue("x".into())));
    assert_eq!(document.encode(), before);
}

#[test]
fn a_failed_write_changes_nothing() {
    let mut document = ItemDocument::new(SERVER);
    document.write(&create()).expect("written");
    let before = document.encode();
    for change in [
        ServerChange::AddComment { issue_id: "x".into(), comment: comment("1") },
        ServerChange::SetIssueState { issue_id: "x".into(), resolved: None },
        ServerChange::DeleteIssue { issue_id: "x".into() },
    ] {
        assert_eq!(document.write(&change), Err(DocumentError::UnknownIssue("x".into())));
    }
    assert_eq!(document.encode(), before);
    // Writing a value that exists already produces no update.
    let nothing =
        document.write(&ServerChange::SetStage { stage: Stage::Annotate, pass: 0, round: 1 }).expect("written");
    assert!(nothing.is_empty());
    assert_eq!(document.encode(), before);
}

#[test]
fn a_diff_contains_what_the_other_replica_lacks() {
    let mut document = ItemDocument::new(SERVER);
    document.write(&create()).expect("written");
    let mut other = ItemDocument::load(ClientId(2), &document.encode()).expect("loads");
    let update = document.write(&ServerChange::AddIssue { id: "a".into(), issue: issue() }).expect("written");
    let missing = document.diff(&other.state_vector()).expect("a state vector");
    assert!(missing.len() <= update.len() + 8 && missing.len() < document.encode().len() / 2);
    other.apply(&missing).expect("applies");
    assert_eq!(other.issues().expect("typed"), document.issues().expect("typed"));
    assert_eq!(other.next_clock(SERVER), document.next_clock(SERVER));
    assert_eq!(document.diff(&[0]).expect("an empty one"), document.encode());
}

#[test]
fn fault_22_a_hostile_state_vector_is_refused() {
    let document = ItemDocument::new(SERVER);
    let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
    for bad in [&[][..], &huge, &[1], &[1, 5], &[1, 5, 1, 0], &[0x80], &[1, 5, 0x80, 0x80, 0x80, 0x80, 0x08]] {
        assert!(document.diff(bad).is_err(), "{bad:?}");
    }
    assert!(document.diff(&[1, 5, 0xff, 0xff, 0xff, 0xff, 0x07]).is_ok());
}

#[test]
fn malformed_documents_do_not_load() {
    let whole = {
        let mut document = ItemDocument::new(SERVER);
        document.write(&create()).expect("written");
        document.encode()
    };
    for end in (0..whole.len()).step_by(7) {
        assert!(ItemDocument::load(SERVER, &whole[..end]).is_err(), "cut at {end}");
    }
    // A later update without the earlier ones.
    let mut document = ItemDocument::new(SERVER);
    document.write(&create()).expect("written");
    let later = document.write(&ServerChange::SetStage { stage: Stage::Review, pass: 1, round: 2 }).expect("written");
    assert_eq!(ItemDocument::load(SERVER, &later).err(), Some(DocumentError::Gap));
}

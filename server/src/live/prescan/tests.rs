//! Tests of the prescan alone: input that no client may send is refused before yrs can see it.

use countersign_shared::ids::ClientId;
use countersign_shared::limits;
use countersign_shared::wire::RefusalCode::{self, Gap, Limit, Malformed, Schema, ServerOnly, TooLarge};

use super::raw::{ANY, DELETED, GC, MAP, NULL, Raw, SKIP, TYPE};
use super::{ClockRange, prescan};

fn refused(name: &str, update: &[u8], code: RefusalCode) {
    match prescan(update) {
        Err(error) => assert_eq!(error.code, code, "{name}: {error}"),
        Ok(found) => panic!("{name} passed: {found:?}"),
    }
}

fn raw() -> Raw {
    Raw::default()
}

/// One Any item under `labels`.
fn any(value: &[u8]) -> Vec<u8> {
    raw().section(1, 7, 0).in_root(ANY, "labels", "k").one_any(value).end()
}

#[test]
fn the_prescan_lists_inserted_and_deleted_ranges() {
    let update = raw()
        .uint(2)
        .uint(2)
        .id((9, 4))
        .in_root(TYPE, "labels", "a")
        .uint(MAP)
        .after(ANY, (9, 1))
        .uint(3)
        .bytes(&[NULL, NULL, NULL])
        .uint(1)
        .id((7, 0))
        .byte(GC)
        .uint(1000)
        .uint(2)
        .uint(9)
        .uint(2)
        .uint(0)
        .uint(2)
        .uint(6)
        .uint(1)
        .uint(3)
        .uint(1)
        .uint(5)
        .uint(5)
        .0;
    let found = prescan(&update).expect("well formed");
    let range = |client, start, end| ClockRange { client: ClientId(client), start, end };
    assert_eq!(found.inserted.as_slice(), [range(9, 4, 8), range(7, 0, 1000)]);
    assert_eq!(found.deleted.as_slice(), [range(3, 5, 10), range(9, 0, 7)]);
    assert!(!found.is_empty());
    assert!(prescan(&[0, 0]).expect("empty").is_empty());
    let only_deletes = prescan(&raw().uint(0).deletes(5, 0, 1)).expect("well formed");
    assert!(only_deletes.inserted.is_empty() && !only_deletes.is_empty());
}

#[test]
fn fault_22_length_bombs() {
    let huge = (1 << 53) - 1;
    refused("sections", &raw().uint(huge).0, Malformed);
    refused("blocks", &raw().uint(1).uint(huge).uint(1).uint(0).end(), Malformed);
    refused("text", &any(&raw().byte(119).uint(huge).0), Malformed);
    refused("array", &any(&raw().byte(117).uint(huge).0), Malformed);
    refused("object", &any(&raw().byte(118).uint(huge).0), Malformed);
    refused("values", &raw().section(1, 7, 0).in_root(ANY, "labels", "k").uint(huge).end(), Malformed);
    refused("key", &raw().section(1, 7, 0).byte(ANY | 0x20).uint(1).text("labels").uint(huge).end(), Malformed);
    refused("root", &raw().section(1, 7, 0).byte(ANY | 0x20).uint(1).uint(huge).end(), Malformed);
    refused("deleting clients", &raw().uint(0).uint(huge).0, Malformed);
    refused("deleted ranges", &raw().uint(0).uint(1).uint(7).uint(huge).0, Malformed);
    refused("collected", &raw().section(1, 7, 0).byte(GC).uint(huge).end(), Malformed);
    refused("tombstone", &raw().section(1, 7, 0).in_root(DELETED, "labels", "k").uint(huge).end(), Malformed);
    refused("the whole", &vec![0; limits::MAX_UPDATE_BYTES + 1], TooLarge);
    // Counts that are correct, but would take far more memory than the update has bytes.
    let nulls = |count: usize| raw().byte(117).uint(count as u64).bytes(&vec![NULL; count]).0;
    refused("nulls", &any(&nulls(900_000)), TooLarge);
    let arrays: Vec<u8> = [117, 0].repeat(400_000);
    refused("empty arrays", &any(&raw().byte(117).uint(400_000).bytes(&arrays).0), TooLarge);
    let entries: Vec<u8> = [0, NULL].repeat(400_000);
    refused("empty keys", &any(&raw().byte(118).uint(400_000).bytes(&entries).0), TooLarge);
}

#[test]
fn fault_22_nesting() {
    for depth in [limits::MAX_NESTING + 1, 100, 14_000, 500_000] {
        refused("arrays", &any(&raw().bytes(&[117, 1].repeat(depth)).byte(NULL).0), Schema);
        refused("objects", &any(&raw().bytes(&[118, 1, 0].repeat(depth.min(300_000))).byte(NULL).0), Schema);
        refused("unfinished", &any(&[117, 1].repeat(depth)), Schema);
        // An empty container adds no level; the levels around it still exceed the limit.
        refused("empty ends", &any(&raw().bytes(&[117, 1].repeat(depth)).bytes(&[117, 0]).0), Schema);
    }
    let deepest = raw().bytes(&[117, 1].repeat(limits::MAX_NESTING)).byte(NULL).0;
    prescan(&any(&deepest)).expect("just deep enough");
    // Maps in maps: each is the parent of the next.
    for depth in [10u64, 1_000, 10_000] {
        let mut update = raw().section(depth, 7, 0).in_root(TYPE, "labels", "k").uint(MAP);
        for clock in 1..depth {
            update = update.inside(TYPE, (7, clock - 1), "k").uint(MAP);
        }
        refused("maps", &update.clone().end(), Schema);
        refused("maps, deleted in the same update", &update.deletes(7, 0, depth), Schema);
        // Each map follows an item that lies within the map before it.
        let mut update = raw().section(2 * depth, 7, 0).in_root(TYPE, "labels", "k").uint(MAP);
        for clock in 1..depth {
            update =
                update.inside(ANY, (7, 2 * clock - 2), "k").one_any(&[NULL]).after(TYPE, (7, 2 * clock - 1)).uint(MAP);
        }
        refused("maps by origin", &update.byte(GC).uint(1).end(), Schema);
    }
}

#[test]
fn fault_22_cyclic_dependencies_are_refused() {
    let mut update = raw().uint(2).uint(300).id((8, 0)).after(ANY, (7, 0)).one_any(&[NULL]);
    for clock in 1..300 {
        update = update.after(ANY, (8, clock - 1)).one_any(&[NULL]);
    }
    let update = update.uint(1).id((7, 0)).after(ANY, (8, 299)).one_any(&[NULL]).end();
    refused("circle", &update, Gap);
}

#[test]
fn fault_22_claiming_one_place_repeatedly_is_refused() {
    let mut same_origin = raw().section(1_000, 7, 0);
    let mut same_key = raw().section(1_000, 7, 0);
    for _ in 0..1_000 {
        same_origin = same_origin.after(ANY, (3, 5)).one_any(&[NULL]);
        same_key = same_key.in_root(ANY, "labels", "k").one_any(&[NULL]);
    }
    refused("same origin", &same_origin.end(), Schema);
    refused("same key", &same_key.end(), Schema);
}

#[test]
fn fault_22_clocks() {
    for clock in [limits::MAX_CLOCK, limits::MAX_CLOCK - 1, 1 << 32, (1 << 53) - 1] {
        refused("start", &raw().section(1, 7, clock).in_root(ANY, "labels", "k").one_any(&[NULL]).end(), Malformed);
        refused("length", &raw().section(1, 7, 1).byte(GC).uint(clock).end(), Malformed);
        refused("deleted", &raw().uint(0).deletes(7, clock, 1), Malformed);
        refused("deleted length", &raw().uint(0).deletes(7, 1, clock), Malformed);
    }
    for clock in [limits::MAX_CLOCK, 1 << 32, (1 << 53) - 1] {
        refused("origin", &raw().section(1, 7, 0).after(ANY, (1, clock)).one_any(&[NULL]).end(), Malformed);
    }
    let half = limits::MAX_CLOCK / 2;
    let sum = raw().section(2, 7, 0).byte(GC).uint(half).byte(GC).uint(half).end();
    refused("sum", &sum, Malformed);
    // Ids of 2^53 and above, which JavaScript cannot represent exactly.
    for client in [1 << 53, u64::MAX] {
        refused("client", &raw().section(1, client, 0).byte(GC).uint(1).end(), Malformed);
        refused("deleted client", &raw().uint(0).deletes(client, 0, 1), Malformed);
    }
    let overlong = raw().uint(1).uint(1).uint(7).bytes(&[0x80, 0x00]).byte(GC).uint(1).end();
    refused("overlong", &overlong, Malformed);
    let endless = raw().uint(1).bytes(&[0xff; 40]).end();
    refused("endless", &endless, Malformed);
    refused("endless integer", &any(&[&[125u8][..], &[0xff; 40]].concat()), Malformed);
}

#[test]
fn fault_22_contents_that_labels_do_not_have() {
    // JSON, binary, string, embed, format, document, move and kinds that do not exist yet.
    for kind in (0..32).filter(|kind| ![DELETED, TYPE, ANY, GC, SKIP].contains(kind)) {
        let update = raw().section(1, 7, 0).in_root(kind, "labels", "k").text("x").text("y").end();
        refused(&format!("kind {kind}"), &update, Schema);
    }
    // Array, text, XML element, fragment, hook, text, weak links, subdocument, undefined.
    for kind in (0..32).filter(|kind| *kind != MAP) {
        refused("type", &raw().section(1, 7, 0).in_root(TYPE, "labels", "k").uint(kind).text("p").end(), Schema);
    }
    refused("skip", &raw().section(1, 7, 0).byte(SKIP).uint(5).end(), Gap);
    refused("flagged garbage", &raw().section(1, 7, 0).byte(GC | 0x20).uint(5).end(), Schema);
    refused("bytes", &any(&[116, 1, 0]), Schema);
    refused("big integer", &any(&[122, 0, 0, 0, 0, 0, 0, 0, 1]), Schema);
    for tag in (0..=115).chain(128..=255) {
        refused("value", &any(&[tag]), Malformed);
    }
}

#[test]
fn fault_22_places_that_labels_do_not_have() {
    for root in ["verdicts", "issues", "item", "provenance", "", "Labels", "labels\0", "other"] {
        refused(root, &raw().section(1, 7, 0).in_root(ANY, root, "k").one_any(&[NULL]).end(), ServerOnly);
    }
    let no_key = raw().section(1, 7, 0).byte(ANY).uint(1).text("labels").one_any(&[NULL]).end();
    refused("no key", &no_key, Schema);
    let right = raw().section(1, 7, 0).byte(ANY | 0x60).id((1, 0)).one_any(&[NULL]).end();
    refused("right origin", &right, Schema);
    let both = raw().section(1, 7, 0).byte(ANY | 0xe0).id((1, 0)).id((1, 1)).one_any(&[NULL]).end();
    refused("both origins", &both, Schema);
    let odd_parent = raw().section(1, 7, 0).byte(ANY | 0x20).uint(2).text("labels").text("k").one_any(&[NULL]).end();
    refused("odd parent", &odd_parent, Malformed);
    let long = "k".repeat(5_000);
    refused("long key", &raw().section(1, 7, 0).in_root(ANY, "labels", &long).one_any(&[NULL]).end(), Limit);
}

#[test]
fn fault_22_texts_that_are_not_utf8() {
    for bad in [&[0xff][..], &[0xc0, 0x80], &[0xed, 0xa0, 0x80], &[0xf4, 0x90, 0x80, 0x80], &[0xe2, 0x82]] {
        let text = raw().uint(bad.len() as u64).bytes(bad).0;
        refused("value", &any(&raw().byte(119).bytes(&text).0), Malformed);
        refused("object key", &any(&raw().byte(118).uint(1).bytes(&text).byte(NULL).0), Malformed);
        let key = raw().section(1, 7, 0).byte(ANY | 0x20).uint(1).text("labels").bytes(&text).one_any(&[NULL]).end();
        refused("key", &key, Malformed);
        let root = raw().section(1, 7, 0).byte(ANY | 0x20).uint(1).bytes(&text).text("k").one_any(&[NULL]).end();
        refused("root", &root, Malformed);
    }
}

#[test]
fn fault_22_sections_and_deletions() {
    let block = |raw: Raw| raw.byte(GC).uint(1);
    let twice = block(block(raw().uint(2).uint(1).id((7, 0))).uint(1).id((7, 1))).end();
    refused("client twice", &twice, Malformed);
    refused("no blocks", &raw().uint(1).uint(0).id((7, 0)).bytes(&[0; 8]).end(), Malformed);
    refused("no length", &raw().section(1, 7, 0).byte(GC).uint(0).end(), Malformed);
    refused("no values", &raw().section(1, 7, 0).in_root(ANY, "labels", "k").uint(0).end(), Malformed);
    refused("no bytes", &[], Malformed);
    refused("trailing", &[0, 0, 0], Malformed);
    // The empty V2 update, and one from a V2 encoder.
    refused("empty V2", &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], Malformed);
    let doc = yrs::Doc::with_client_id(5);
    let map = doc.get_or_insert_map("labels");
    let v2 = {
        use yrs::{Map, Transact};
        let mut txn = doc.transact_mut();
        map.insert(&mut txn, "a", 1);
        map.insert(&mut txn, "b", "text");
        txn.encode_update_v2()
    };
    assert!(prescan(&v2).is_err());
    refused("range of nothing", &raw().uint(0).deletes(7, 3, 0), Malformed);
    refused("ranges of nothing", &raw().uint(0).uint(1).uint(7).uint(0).bytes(&[0, 0]).0, Malformed);
    let overlap = raw().uint(0).uint(1).uint(7).uint(2).bytes(&[0, 5, 4, 1]).0;
    refused("overlapping", &overlap, Malformed);
    let again = |client| raw().uint(0).uint(3).bytes(&[7, 1, 0, 1]).bytes(&[client, 1, 2, 1]).bytes(&[7, 1, 4, 1]).0;
    refused("deleting client again", &again(8), Malformed);
    refused("deleting client again, adjacent", &again(7), Malformed);
    let many = u64::try_from(limits::MAX_CLIENTS_PER_UPDATE).expect("small") + 1;
    let clients = (0..many).fold(raw().uint(many), |raw, client| block(raw.uint(1).id((client, 0))));
    refused("many clients", &clients.end(), Limit);
    let blocks = limits::MAX_BLOCKS_PER_UPDATE + 1;
    let update = raw().section(blocks as u64, 7, 0).bytes(&[GC, 1].repeat(blocks)).end();
    refused("many blocks", &update, Limit);
}

#[test]
fn fault_22_cut_off_at_every_byte() {
    let update = raw()
        .section(3, 7, 0)
        .in_root(TYPE, "labels", "one")
        .uint(MAP)
        .inside(ANY, (7, 0), "frames")
        .one_any(&raw().byte(118).uint(1).text("x").byte(123).bytes(&[0; 8]).0)
        .after(ANY, (7, 1))
        .uint(2)
        .bytes(&[125, 0xc1, 0x01, 119, 2, 0xc3, 0xa9])
        .deletes(7, 1, 1);
    prescan(&update).expect("well formed");
    for end in 0..update.len() {
        refused(&format!("cut at {end}"), &update[..end], Malformed);
    }
}

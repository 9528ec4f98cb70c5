//! A user who keeps working through server failures, and records which edits were acknowledged.

use std::collections::VecDeque;
use std::net::SocketAddr;

use countersign_shared::ids::ItemId;
use yrs::updates::decoder::Decode;
use yrs::{Doc, ReadTxn, Transact, Update};

use super::live::{ConnectOptions, LiveClient};

/// Maximum edits sent and not yet acknowledged.
const MAX_UNACKED: usize = 8;
/// The distance of one move of the box, so that its x identifies the move.
const X_STEP: f64 = 1.0 / 64.0;

pub struct Worker {
    pub name: String,
    pub item: ItemId,
    pub dial: ConnectOptions,
    /// The replica, kept between connections.
    doc: Option<Doc>,
    made: u64,
    moved: u64,
    /// Labels whose creation was acknowledged.
    pub acked_labels: Vec<String>,
    /// The number of the last acknowledged move.
    acked_move: u64,
    /// Unacknowledged edits, with the numbers of their update frames.
    waiting: VecDeque<(u64, Edit)>,
}

#[derive(Clone)]
enum Edit {
    Made(String),
    Moved(u64),
    /// All edits that were not acknowledged on an earlier connection.
    Resent {
        labels: Vec<String>,
        moved: u64,
    },
}

impl Worker {
    pub fn new(name: &str, item: ItemId, dial: ConnectOptions) -> Self {
        Self {
            name: name.to_owned(),
            item,
            dial,
            doc: None,
            made: 0,
            moved: 0,
            acked_labels: Vec::new(),
            acked_move: 0,
            waiting: VecDeque::new(),
        }
    }

    /// Returns the ids of the labels created so far, acknowledged or not.
    pub fn label_ids(&self) -> impl Iterator<Item = String> + use<'_> {
        (0..self.made).map(|number| self.label_id(number))
    }

    fn label_id(&self, number: u64) -> String {
        format!("{}-{number:06}", self.name)
    }

    /// Connects, takes the lock, and resends what was not acknowledged.
    pub async fn connect(&mut self, address: SocketAddr) -> LiveClient {
        let mut client = LiveClient::connect(address, self.item, &self.dial).await.expect("the upgrade is accepted");
        client.until("sync", |client| client.synced && client.lock.is_some()).await;
        client.acquire().await;
        if let Some(doc) = self.doc.take() {
            let theirs = client.doc.transact().state_vector();
            let lacking = doc.transact().encode_diff_v1(&theirs);
            let state = client.doc.transact().encode_state_as_update_v1(&doc.transact().state_vector());
            doc.transact_mut().apply_update(Update::decode_v1(&state).expect("an update")).expect("it fits");
            client.doc = doc;
            client.send_update(&lacking).await;
            let mut labels = Vec::new();
            let mut moved = self.acked_move;
            for (_, edit) in self.waiting.drain(..) {
                match edit {
                    Edit::Made(label) => labels.push(label),
                    Edit::Moved(number) => moved = number,
                    Edit::Resent { labels: more, moved: number } => {
                        labels.extend(more);
                        moved = moved.max(number);
                    }
                }
            }
            self.waiting.push_back((client.sent, Edit::Resent { labels, moved }));
        }
        client
    }

    /// Makes edits until the connection is closed or `edits` are made.
    pub async fn work(&mut self, client: &mut LiveClient, edits: u64) {
        for _ in 0..edits {
            let edit = if self.made == 0 || (self.made < 2_000 && self.moved > 4 * self.made) {
                let label = self.label_id(self.made);
                self.made += 1;
                client.add_box(&label, [0.0, 0.0, 20.0, 20.0]).await;
                Edit::Made(label)
            } else {
                self.moved += 1;
                let first = self.label_id(0);
                client.move_box(&first, [self.moved as f64 * X_STEP, 0.0, 20.0, 20.0]).await;
                Edit::Moved(self.moved)
            };
            self.waiting.push_back((client.sent, edit));
            while self.waiting.len() > MAX_UNACKED {
                if !client.step().await {
                    return;
                }
                assert_eq!(client.refused, None);
                self.record_acks(client);
            }
        }
    }

    /// Waits until all edits so far are acknowledged.
    pub async fn wait_until_acked(&mut self, client: &mut LiveClient) {
        client.until_acked().await;
        self.record_acks(client);
        assert!(self.waiting.is_empty());
    }

    /// Records what the server has acknowledged.
    pub fn record_acks(&mut self, client: &LiveClient) {
        while let Some((number, _)) = self.waiting.front()
            && *number <= client.acked
        {
            match self.waiting.pop_front().expect("it is there").1 {
                Edit::Made(label) => self.acked_labels.push(label),
                Edit::Moved(number) => self.acked_move = number,
                Edit::Resent { labels, moved } => {
                    self.acked_labels.extend(labels);
                    self.acked_move = moved;
                }
            }
        }
    }

    /// Drops the connection and keeps the replica.
    pub fn disconnect(&mut self, client: LiveClient) {
        self.record_acks(&client);
        self.doc = Some(client.doc.clone());
        client.cut();
    }

    /// Asserts that everything acknowledged is in the document of a client that has just joined.
    pub fn assert_acked_present(&self, other: &LiveClient) {
        let labels = other.labels();
        let missing: Vec<_> = self.acked_labels.iter().filter(|id| labels.get(id.as_str()).is_none()).collect();
        assert!(missing.is_empty(), "acknowledged but lost: {missing:?}");
        if self.acked_move > 0 {
            let x = labels[self.label_id(0)]["frames"]["0"]["geometry"]["x"].as_f64().expect("a number");
            let seen = (x / X_STEP).round() as u64;
            assert!(seen >= self.acked_move, "move {} was acknowledged, the server has {seen}", self.acked_move);
        }
    }
}

//! All connections of one scenario run against one server.

use std::time::Duration;

use anyhow::{Result, bail};

use crate::client::{Client, ClientEvent};
use crate::engine::Engine;
use crate::target::Target;

pub struct Swarm {
    pub engine: Engine,
    pub clients: Vec<Client>,
}

impl Swarm {
    pub fn new() -> Result<Self> {
        Ok(Self { engine: Engine::new()?, clients: Vec::new() })
    }

    /// Starts a connection to the item with index `item` and returns the connection's index. `tab` identifies it to the server.
    pub fn join(&mut self, target: &Target, item: usize, tab: &str, writes: bool) -> Result<usize> {
        let path = target.path(item, tab);
        let index = self.engine.connect(target.address, &path, &target.headers)?;
        self.clients.push(Client { v1: target.v1, writes, ..Client::default() });
        Ok(index)
    }

    /// Waits until the time `until` (µs) or the first events, whichever comes first, and handles the events.
    pub fn poll(&mut self, until: u64, mut on: impl FnMut(usize, u64, ClientEvent<'_>)) -> Result<()> {
        let clients = &mut self.clients;
        self.engine.poll(until, |out, index, now, event| on(index, now, clients[index].on(out, now, event)))
    }

    /// Polls until `done` returns `true`.
    ///
    /// # Errors
    /// Returns an error if that takes longer than `limit`, or if a connection fails first.
    pub fn until(
        &mut self,
        what: &str,
        limit: Duration,
        mut done: impl FnMut(&[Client]) -> bool,
        mut on: impl FnMut(usize, u64, &ClientEvent<'_>),
    ) -> Result<()> {
        let end = self.engine.clock.micros() + limit.as_micros() as u64;
        let mut failed = None;
        while !done(&self.clients) {
            let now = self.engine.clock.micros();
            if now >= end {
                bail!("not {what} within {limit:?}");
            }
            self.poll(end.min(now + 10_000), |index, now, seen| {
                on(index, now, &seen);
                if let ClientEvent::Failed(reason) = seen {
                    failed.get_or_insert(format!("connection {index}: {reason}"));
                }
            })?;
            if let Some(reason) = failed {
                bail!("not {what}: {reason}");
            }
        }
        Ok(())
    }

    pub fn until_synced(&mut self) -> Result<()> {
        let ready = |client: &Client| client.synced_at.is_some() && (client.may_write || !client.writes);
        self.until("synced", Duration::from_secs(60), |clients| clients.iter().all(ready), |_, _, _| {})
    }
}

//! A bare relay: forwards every update frame to the other connections of its path, without knowing about documents. It is
//! the upper bound of what this machine and this generator can deliver.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

type Frame = Arc<[u8]>;
type Connections = HashMap<u64, mpsc::Sender<Frame>>;
type Rooms = Arc<Mutex<HashMap<String, Connections>>>;

const QUEUE: usize = 65_536;

pub async fn serve(listener: TcpListener) -> Result<()> {
    let rooms = Rooms::default();
    let mut connections = JoinSet::new();
    for id in 0.. {
        let (stream, _) = listener.accept().await?;
        let rooms = Arc::clone(&rooms);
        connections.spawn(async move {
            // A failing connection ends alone; the generator notices.
            let _ = connection(stream, id, rooms).await;
        });
        while connections.try_join_next().is_some() {}
    }
    Ok(())
}

async fn connection(mut stream: TcpStream, id: u64, rooms: Rooms) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut bytes = Vec::with_capacity(4_096);
    let end = loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
        if let Some(end) = memchr::memmem::find(&bytes, b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes);
    let path = head.split_whitespace().nth(1).and_then(|path| path.split('?').next()).context("no path")?.to_owned();
    bytes.drain(..end);
    // Registered before the response, so that a client misses nothing once it knows that it is connected.
    let (sender, mut queue) = mpsc::channel::<Frame>(QUEUE);
    rooms.lock().expect("no panics under this lock").entry(path.clone()).or_default().insert(id, sender);
    // After the head, a step 1 and an empty step 2, as a Yjs server would send them.
    stream
        .write_all(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x82\x04\0\0\x01\0\x82\x05\0\x01\x02\0\0")
        .await?;

    let (mut reader, mut writer) = stream.into_split();
    let write = async {
        let mut frames = Vec::new();
        let mut batch = Vec::new();
        while queue.recv_many(&mut frames, 256).await > 0 {
            batch.clear();
            for frame in frames.drain(..) {
                batch.extend_from_slice(&frame);
            }
            writer.write_all(&batch).await?;
        }
        anyhow::Ok(())
    };
    let read = async {
        loop {
            let mut taken = 0;
            while let Some((frame, length)) = update_frame(&bytes[taken..]) {
                taken += length;
                let Some(frame) = frame else { continue };
                let frame: Frame = frame.into();
                let rooms = rooms.lock().expect("no panics under this lock");
                for (_, other) in rooms.get(&path).into_iter().flatten().filter(|(other, _)| **other != id) {
                    // A full queue drops the frame: beyond the knee, the relay's figures mean nothing.
                    let _ = other.try_send(Arc::clone(&frame));
                }
            }
            bytes.drain(..taken);
            if reader.read_buf(&mut bytes).await? == 0 {
                return anyhow::Ok(());
            }
        }
    };
    let result = tokio::select! { result = write => result, result = read => result };
    rooms.lock().expect("no panics under this lock").entry(path).or_default().remove(&id);
    result
}

/// Parses the first complete client frame of up to 64 kB. Returns its length in bytes and, for an update, the frame as a
/// server sends it.
fn update_frame(bytes: &[u8]) -> Option<(Option<Vec<u8>>, usize)> {
    let short = usize::from(bytes.get(1)? & 0x7f);
    let (head, length) =
        if short < 126 { (2, short) } else { (4, usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]))) };
    // The generator's mask is zero.
    let payload = bytes.get(head + 4..head + 4 + length)?;
    let frame = payload.starts_with(&[0, 2]).then(|| {
        let mut frame = bytes[..head].to_vec();
        frame[1] &= 0x7f;
        frame.extend_from_slice(payload);
        frame
    });
    Some((frame, head + 4 + length))
}

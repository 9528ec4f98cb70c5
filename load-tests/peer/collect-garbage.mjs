// Loaded before the peer: collects garbage on SIGUSR2, so that measurements show only memory in use.
process.on('SIGUSR2', () => globalThis.gc());

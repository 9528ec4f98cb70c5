// Loaded before the peer: on SIGUSR2 it collects garbage, so that what is measured is memory in use.
process.on('SIGUSR2', () => globalThis.gc());

// Loaded first (`--import`) in every process that `start` spawns: when the supervisor is gone, even by kill -9, the
// channel to it closes, and the process asks itself to stop as the supervisor would have.

/** A stop that has not ended by then never will. */
const STOP_TIMEOUT_MS = 27_000

function end(): void {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref()
}

process.once('disconnect', end)
// Listening must not keep the process alive by itself.
process.channel?.unref()
if (process.channel && !process.connected) end()

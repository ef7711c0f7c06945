// Tells on which of the two hosts a request came in, when archived pages have an origin of their own.

/**
 * Is this the `Host` of the replay origin? Without such an origin there is one host for both, and the answer is null.
 *
 * @param host  the `Host` header as sent
 */
export function isReplayHost(
  config: { baseUrl: string; replayUrl: string | null },
  host: string | null,
): boolean | null {
  if (config.replayUrl === null || config.replayUrl === config.baseUrl) return null
  return host?.toLowerCase() === new URL(config.replayUrl).host
}

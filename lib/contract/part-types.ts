// The types under which parts are kept: a short list of ours, chosen from what the server claimed, never its words.

const PART_TYPES = new Set([
  'text/css',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/apng',
  'image/bmp',
  'image/x-icon',
  'image/svg+xml',
  'font/woff2',
  'font/woff',
  'font/ttf',
  'font/otf',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'audio/aac',
  'audio/flac',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
])

const OTHER_NAMES: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/vnd.microsoft.icon': 'image/x-icon',
  'image/ico': 'image/x-icon',
  'image/x-ms-bmp': 'image/bmp',
  'image/svg': 'image/svg+xml',
  'application/font-woff': 'font/woff',
  'application/x-font-woff': 'font/woff',
  'application/font-woff2': 'font/woff2',
  'application/x-font-ttf': 'font/ttf',
  'application/x-font-truetype': 'font/ttf',
  'application/x-font-opentype': 'font/otf',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
}

/**
 * The type of a part. Unknown types become `application/octet-stream`, which browsers still draw as a picture or use as a
 * font after a look at the bytes, but never as a document.
 *
 * @param claimed  `Content-Type` of the recorded answer
 */
export function partType(claimed: string | null): string {
  const essence = claimed?.split(';')[0]?.trim().toLowerCase() ?? ''
  const name = OTHER_NAMES[essence] ?? essence
  return PART_TYPES.has(name) ? name : 'application/octet-stream'
}

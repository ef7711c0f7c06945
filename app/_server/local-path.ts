// Where to go on after signing in: never to another site.

/** The path when it is one of ours, else home. `//host` and `/\host` are other sites to a browser. */
export function localPath(path: string): string {
  return /^\/(?![/\\])[^\u0000-\u001f\u007f]*$/.test(path) ? path : '/'
}

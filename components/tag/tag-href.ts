// The address of a tag's page.

/** `前端/React` lies at `/t/%E5%89%8D%E7%AB%AF/React`. */
export function tagHref(path: string): string {
  return `/t/${path.split('/').map(encodeURIComponent).join('/')}`
}

// The one gate that article HTML passes: an allow-list of tags, attributes and addresses.
import sanitizeHtml from 'sanitize-html'

const TAGS = [
  'h1 h2 h3 h4 h5 h6 p blockquote ul ol li dl dt dd pre hr br div span section details summary',
  'table thead tbody tfoot tr th td caption figure figcaption img',
  'a abbr b bdi bdo cite code del em i ins kbd mark q rp rt ruby s samp small strong sub sup time u var wbr',
].flatMap((names) => names.split(' '))

/** A part of the snapshot, named by its digest, or a picture within the page itself. SVG can hold scripts and links. */
const IMAGE_SOURCE = /^(?:[0-9a-f]{64}|data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]+)$/
/** Of a page that nobody kept: where the pictures are, for whoever reads the result elsewhere. */
const WEB_SOURCE = /^https?:\/\//i

/** Elements nested deeper are flattened: nobody reads them, and every later step would climb down to them. */
const MAX_NESTING = 200

/**
 * Makes article HTML safe to show in our own pages: no scripts, styles, forms or frames; links only to the web and to
 * mail, opened apart and without credit; pictures only those that were kept, unless the page is a `file`.
 */
export function sanitizeArticle(html: string, origin: 'frozen' | 'file' = 'frozen'): string {
  const isPicture = (source: string) =>
    IMAGE_SOURCE.test(source) || (origin === 'file' && WEB_SOURCE.test(source))
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ['href', 'title', 'rel', 'target'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      ol: ['start', 'reversed', 'type'],
      li: ['value'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
      time: ['datetime'],
      details: ['open'],
      '*': ['lang', 'dir'],
    },
    allowedClasses: { code: ['language-*'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: origin === 'file' ? ['data', 'http', 'https'] : ['data'] },
    allowProtocolRelative: false,
    nestingLimit: MAX_NESTING,
    transformTags: {
      a: (tagName, attributes) => ({
        tagName,
        attribs: { ...attributes, rel: 'noopener noreferrer nofollow ugc', target: '_blank' },
      }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !isPicture(attribs['src'] ?? ''),
  })
}

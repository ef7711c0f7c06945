// Budgets and limits, each with its reason. Those that an operator may change are defaults of lib/config.

const KiB = 1024
const MiB = 1024 * KiB

/** Longest URL taken: common servers refuse request lines above 8 KiB. */
export const MAX_URL_CHARACTERS = 8_192
/** Free bytes below which no capture begins: the database on the same disk must always be able to write. */
export const DISK_RESERVE_BYTES = 512 * MiB
/** Redirects followed for one navigation; Chromium itself stops at 20 (net::ERR_TOO_MANY_REDIRECTS). */
export const MAX_REDIRECTS = 20

/** Time for the first document of a page to answer. */
export const NAVIGATION_TIMEOUT_MS = 30_000
/** Time for one whole capture; what is there by then is kept as `partial`. */
export const CAPTURE_TIMEOUT_MS = 90_000
/** After the capture's own deadline the browser is killed from outside. */
export const CAPTURE_KILL_GRACE_MS = 30_000
/** Bytes that one capture may pull through the egress proxy. */
export const MAX_CAPTURE_BYTES = 100 * MiB
/** One resource: a single video must not fill a disk. */
export const MAX_RESOURCE_BYTES = 50 * MiB
/** Requests of one capture: a request storm ends here. */
export const MAX_CAPTURE_REQUESTS = 2_000
/** Frozen HTML of one capture; larger documents are cut off as `too_large`. */
export const MAX_DOCUMENT_BYTES = 20 * MiB
/**
 * Captures by one browser before it is replaced: each leaves 0.15 MiB behind, nearly all in the network service. With 20
 * captures took a twentieth longer (docs/decisions/012).
 */
export const CAPTURES_PER_BROWSER = 100
/**
 * Memory of its own that a browser may hold: three captures at once take 300 to 450 MiB, and what stays after them is
 * never given back.
 */
export const BROWSER_MEMORY_MARK_BYTES = 700 * MiB
/**
 * What a worker and its browser hold of their own, and each page besides: where more is held than all pages usually take,
 * the next one waits for another to close (docs/decisions/012).
 */
export const WORKER_MEMORY_BYTES = 320 * MiB
export const PAGE_MEMORY_BYTES = 32 * MiB
/** Captures of one site at the same time: an import of hundreds of links of one site must not look like an attack. */
export const SITE_CONCURRENCY = 2
/** Captures beyond those whose pages are open: closed ones, which are packed and stored while the next ones load. */
export const STORING_AT_ONCE = 1
/** A browser without work is closed after this long. */
export const BROWSER_IDLE_MS = 30_000
/** Tallest screenshot in CSS pixels: the GPU-less raster of Chromium stops near 16,384. */
export const MAX_SCREENSHOT_HEIGHT_PX = 16_384
/** Width of the page while it is captured. */
export const VIEWPORT = { widthPx: 1_280, heightPx: 900 } as const
/** Width of thumbnails: half as much again as cards draw them; with twice the size they took 1.6 times the bytes. */
export const THUMBNAIL_WIDTH_PX = 480

/** Elements that the extractor accepts and how deep they may nest (Chromium's parser stops at 512, scripts do not). */
export const MAX_EXTRACT_NODES = 300_000
export const MAX_EXTRACT_DEPTH = 1_000
/** Time and memory of one extraction. */
export const EXTRACT_TIMEOUT_MS = 15_000
export const EXTRACT_MEMORY_MB = 512
/** Characters of text that are indexed; a novel is found by its first 200,000. */
export const MAX_INDEX_CHARACTERS = 200_000
/** Places of a search that are marked in one text: nobody steps through more. */
export const MAX_MATCHES = 500
/** Of them, those that a list tells of each of its links. */
export const MAX_LISTED_MATCHES = 20

/** One form made on demand: parts that many places of a page show are written as often in a single file. */
export const MAX_MADE_BYTES = 256 * MiB
/** A part inside of a single HTML file: browsers take data: URLs up to 512 MiB, people open files of this size. */
export const MAX_INLINE_BYTES = 50 * MiB
/** Forms that one process makes at once: each holds a page of up to MAX_DOCUMENT_BYTES; the others wait. */
export const MAX_MAKING = 2
/** Those that may wait; more are told to come back. */
export const MAX_WAITING_TO_MAKE = 50
/** Time for one of them to be made. */
export const MAKE_TIMEOUT_MS = 120_000
/** Tries of a form that needs a browser, before who asks for it is told that it cannot be made. */
export const MAX_FORM_TRIES = 2
/** It is tried again for who asks this much later. */
export const FORM_RETRY_MS = 600_000
/** A try that has not ended by then has died with its worker: the queue gives it as long. */
export const FORM_TIMEOUT_MS = 300_000
/** What people without an account may have made, all together: reading what is there costs nothing. */
export const PUBLIC_MAKE_LIMIT = { count: 30, windowMs: 60_000 } as const

/**
 * Bytes without a reference stay this long: far longer than any capture (an hour at most) takes from its first blob to
 * its rows, and long enough for an operator who restored an older database to notice and run `linkhome rebuild`.
 */
export const BLOB_GRACE_MS = 3 * 24 * 3_600_000

/** A snapshot whose picture, words or resources agree with the live page less than this gets a second pass. */
export const SECOND_PASS_BELOW = 0.9
/** A link gets no further one for this long: what was lost twice is lost for a reason. */
export const SECOND_PASS_PAUSE_MS = 30 * 24 * 3_600_000
/** How much longer a second pass waits for the page, in everything. */
export const SECOND_PASS_PATIENCE = 2
/** The same where a person or a rule asks for a long patience. */
export const LONG_PATIENCE = 2
/** Ready snapshots without an assessment are sent to it again when they are younger than this. */
export const ASSESS_WITHIN_MS = 3 * 24 * 3_600_000

/** Attempts of one capture in all; the delays between them are a setting. */
export const MAX_ATTEMPTS = 3

/** Text fields of users and of pages. */
export const MAX_TITLE_CHARACTERS = 300
export const MAX_EXCERPT_CHARACTERS = 1_000
export const MAX_NOTE_CHARACTERS = 10_000
export const MAX_TAG_CHARACTERS = 64
export const MAX_TAGS_PER_LINK = 50
export const MAX_TAG_DEPTH = 8
export const MAX_QUERY_CHARACTERS = 512
/** Tags suggested for one link. */
export const MAX_TAG_SUGGESTIONS = 5
/** Rules of one library: each is asked for every link that is saved. */
export const MAX_RULES = 100
export const MAX_URL_PATTERN_CHARACTERS = 200
/** Searches that one library keeps: the column beside the library shows them all. */
export const MAX_SAVED_SEARCHES = 100
/** Of their names: one stands in a row of the column, and in a row of an index. */
export const MAX_SAVED_SEARCH_NAME_CHARACTERS = 64
/** Feeds of one library: each address is a key to be looked after. */
export const MAX_FEEDS = 100
/** The newest links of a feed: readers ask several times a day. */
export const FEED_ENTRIES = 50
/** How often one feed is read: readers come every few minutes at most, and several may share an address. */
export const FEED_READ_LIMIT = { count: 60, windowMs: 10 * 60_000 } as const
/** Addresses of feeds that are none, tried from one place, before it is told to wait. */
export const FEED_GUESS_LIMIT = { count: 30, windowMs: 15 * 60_000 } as const
/** "Last used" of a feed is for people: they ask which one nobody reads any more. */
export const FEED_TOUCH_MS = 60 * 60_000
/** Links that a preview of a rule looks at, and those that it shows. */
export const MAX_LINKS_PREVIEWED = 1_000
export const LINKS_SHOWN_IN_PREVIEW = 5
/** Links that one request may name to be changed together; more are named by a query. */
export const MAX_LINKS_PER_EDIT = 10_000
/** An operation on more links than this goes to a worker: within it, one transaction takes a second or two. */
export const MAX_LINKS_AT_ONCE = 10_000
/** Links that an operation of a worker changes in one transaction: while it lasts nobody else tags links of the library. */
export const LINKS_PER_STEP = 5_000
/** The same where links are deleted or captured again: each takes hundreds of rows along, or a job. */
export const MAX_HEAVY_LINKS_AT_ONCE = 100
export const HEAVY_LINKS_PER_STEP = 200
/** Links whose search documents are written anew together with what changed them; of more, a chore does it. */
export const MAX_LINKS_INDEXED_AT_ONCE = 20
/** How long an operation can be undone. */
export const UNDO_KEEP_MS = 30 * 24 * 3_600_000

/** How long the audit log remembers: a year, and a month to look. */
export const AUDIT_KEEP_MS = 396 * 24 * 3_600_000

/** JSON bodies of the API. */
export const MAX_BODY_BYTES = 1 * MiB
/** Links in one submission of the form. */
export const MAX_LINKS_PER_SUBMIT = 100
/** Rows of a list page: asked by default, at most. */
export const PAGE_SIZE = 24
export const MAX_PAGE_SIZE = 100
/** Counts beyond this are shown as "1000+": counting further costs more than it tells. */
export const COUNT_CAP = 1_000

/** One statement of a search: a million links are searched in milliseconds, and whoever waits longer has left. */
export const SEARCH_STATEMENT_MS = 5_000
/** Searches of one process at once, half of its connections to the database: the others wait for their turn. */
export const SEARCHES_AT_ONCE = 4

// Small texts beside the blobs that change: what people say about what was captured. Each has a name and is replaced whole.

export interface RecordStore {
  /** Whole or not at all, also after a crash. Of two at once one wins. */
  write(name: string, text: string): Promise<void>
  /** Null when there is none. */
  read(name: string): Promise<string | null>
  /** Nothing happens when there is none. */
  remove(name: string): Promise<void>
  /** Names that begin with a folder, e.g. `links`; streamed. */
  list(folder: string): AsyncIterable<string>
}

const NAME = /^[a-z]+(\/[0-9a-f]{2})?(\/[0-9a-f-]{36})?\.json$/

/** @throws Error for a name that is none of ours: it would become a path */
export function checkRecordName(name: string): string {
  if (!NAME.test(name)) throw new Error(`no record is called ${name}`)
  return name
}

/** Is this the name of a record? */
export const isRecordName = (name: string) => NAME.test(name)

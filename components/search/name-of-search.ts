// What a search is called before somebody gives it a name.

/** A beginning of it that fits a name, without half a character at its end. */
export const nameOfSearch = (query: string) => [...query.replace(/\s+/g, ' ')].slice(0, 32).join('')

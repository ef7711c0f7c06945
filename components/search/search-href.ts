// The address of a search.

export const searchHref = (query: string, sort: string): string =>
  `/search?${new URLSearchParams({ q: query, sort })}`

'use client'
// The last searches of this browser: they stay here, nobody else is told.

const KEY = 'linkhome.searches'
const MAX_KEPT = 20
const MAX_OFFERED = 8

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((query) => typeof query === 'string') : []
  } catch {
    return [] // no storage, or not ours
  }
}

/** Those that begin with the text, the last one first; what it is already is not offered. */
export function listRecent(typed: string): string[] {
  const begun = typed.trimStart().toLowerCase()
  return read()
    .filter((query) => query.toLowerCase().startsWith(begun) && query !== typed.trim())
    .slice(0, MAX_OFFERED)
}

export function rememberSearch(query: string): void {
  const text = query.trim()
  if (text === '') return
  try {
    const others = read().filter((other) => other !== text)
    localStorage.setItem(KEY, JSON.stringify([text, ...others].slice(0, MAX_KEPT)))
  } catch {
    // private windows may have no room: then nothing is remembered
  }
}

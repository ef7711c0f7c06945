// Tags out of a text in which they stand side by side.

export const TAG_SEPARATORS = /[,，、;；\n]/

export function splitTags(text: string): string[] {
  return text
    .split(TAG_SEPARATORS)
    .map((tag) => tag.trim())
    .filter(Boolean)
}

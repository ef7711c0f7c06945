// Parameters of an address as pages get them.

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** One parameter, or undefined when it is missing or given several times. */
export async function paramOf(params: SearchParams, name: string): Promise<string | undefined> {
  const value = (await params)[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

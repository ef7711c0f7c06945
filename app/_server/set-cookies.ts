// Puts the cookies of a sign-in or sign-out into the answer.
import { cookies } from 'next/headers'
import type { SessionCookie } from '#lib/auth/session-cookie.ts'

export async function setCookies(sent: SessionCookie[]): Promise<void> {
  const jar = await cookies()
  for (const { name, value, options } of sent) jar.set(name, value, options)
}

// Hands sign-in and sign-out over HTTP to lib/auth.
import { handleAuth } from '#lib/auth/handle-auth.ts'
import { getRuntime } from '#app/_server/context.ts'

export const dynamic = 'force-dynamic'

const handle = async (request: Request) => handleAuth(await getRuntime(), request)
export { handle as GET, handle as POST }

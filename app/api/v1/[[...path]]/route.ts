// Hands every REST call to lib/api.
import { openApi } from '#lib/api/open-api.ts'
import { getRuntime } from '#app/_server/context.ts'

export const dynamic = 'force-dynamic'

const handle = openApi(getRuntime)
export { handle as DELETE, handle as GET, handle as HEAD, handle as PATCH, handle as POST, handle as PUT }

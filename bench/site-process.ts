// The made-up sites in a process of their own, so that what they hold is not taken for ours: sends its address, ends with its parent.
import { startSite } from '#test/site.ts'

const site = await startSite()
process.send?.({ origin: site.origin, allowHosts: site.allowHosts })
process.once('disconnect', () => void site.stop())

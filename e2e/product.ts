// The fixture of every spec: one product for all tests of a file, and `page` already at home in it.
import { test as base } from '@playwright/test'
import { removeFolder, startProduct, type Product } from '#test/product.ts'

/** What specs start it with, by `test.use({ settings: { ... } })` at the top of the file. */
type Settings = Record<string, string>

export const test = base.extend<object, { settings: Settings; product: Product }>({
  settings: [{}, { option: true, scope: 'worker' }],
  product: [
    async ({ settings }, use) => {
      const product = await startProduct({ env: settings })
      await use(product)
      await product.stop()
      await removeFolder(product.folder)
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
})

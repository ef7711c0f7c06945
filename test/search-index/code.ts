// What stands in blocks of code, as a field of its own.
import { beforeAll, expect, test } from 'vitest'
import { CODE_BORDER } from '#lib/extract/html-pieces.ts'
import type { IndexKit } from './index-kit.ts'

/** Of three links, two of which hold code. */
export function testCode(kit: IndexKit): void {
  const { addLink, idsOf, search, makeLibrary } = kit
  const HOOK = 'useEffect(() => fetchUser(id))\nconst [state] = use_state(C++)'
  const SHELL = ['npm install node.js --save  # 安裝依賴', 'docker run -v $HOME:/data']
  let libraryId: string
  let hook: string
  let shell: string
  let prose: string

  beforeAll(async () => {
    libraryId = await makeLibrary()
    hook = await addLink(libraryId, {
      title: 'React 笔记',
      text: `useEffect 的说明，container 以外\n\n${HOOK}`,
      code: HOOK,
    })
    shell = await addLink(libraryId, {
      title: '安装',
      text: `先写代码\n\n${SHELL[0]}\n\n再写\n\n${SHELL[1]}`,
      code: SHELL.join(CODE_BORDER),
    })
    prose = await addLink(libraryId, {
      title: 'useEffect 与安装依赖',
      text: 'npm install，然后 use_state 和 docker run',
    })
    await addLink(await makeLibrary(), { text: HOOK, code: HOOK })
  })

  test.each<[string, () => string[]]>([
    ['useEffect', () => [hook, prose]],
    ['code:useEffect', () => [hook]],
    ['代码：ＵＳＥＥＦＦＥＣＴ', () => [hook]],
    ['code:effect', () => [hook]],
    ['code:user', () => [hook]],
    ['code:use_state', () => [hook]],
    ['code:state', () => [hook]],
    ['code:states', () => []],
    ['code:container', () => []],
    ['code:c++', () => [hook]],
    ['code:node.js', () => [shell]],
    ['code:js.node', () => []],
    ['code:"npm install"', () => [shell]],
    ['code:"install npm"', () => []],
    ['code:$HOME', () => [shell]],
    ['code:依赖', () => [shell]],
    ['code:安', () => [shell]],
    ['code:写代码', () => []],
    ['安装 -code:依赖', () => [prose]],
    ['-code:npm', () => [hook, prose]],
    ['code:npm OR code:fetchUser', () => [hook, shell]],
    ['code:npm 代码', () => [shell]],
    ['title:安装 code:docker', () => [shell]],
  ])('%s finds what stands in code', async (typed, expected) => {
    const ids = expected().toSorted()
    expect((await idsOf(typed, { libraryId })).toSorted()).toEqual(ids)
    expect(await idsOf(typed, { libraryId, order: 'oldest' })).toEqual(ids)
  })

  test('a hit shows the code, and marks in the article what stands in code alone', async () => {
    const [hit] = (await search('code:effect', { libraryId })).hits
    expect(hit!.reasons!.highlights).toEqual([
      { field: 'code', text: HOOK.replace('\n', ' '), marks: [[3, 9]] },
    ])
    const start = `useEffect 的说明，container 以外\n\n`.length
    expect(hit!.reasons!.matches).toEqual({ count: 1, exact: true, marks: [[start + 3, start + 9]] })
    const [other] = (await search('code:docker code:npm', { libraryId })).hits
    expect(other!.reasons!.matches.count).toBe(2)
  })
}

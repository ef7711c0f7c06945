import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSavedSearch } from '#lib/usecases/search/create-saved-search.ts'
import { newFolder, removeFolder } from '#test/product.ts'
import { makePerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { linkhome } from '#test/terminal.ts'

describe('on the database of a running installation', () => {
  let opened: TestRuntime
  const run = (args: string[], stdin = '') =>
    linkhome(args, {
      cwd: opened.folder,
      env: { DATABASE_URL: opened.databaseUrl, LINKHOME_DATA_DIR: opened.folder },
      stdin,
    })

  beforeAll(async () => {
    opened = await openTestRuntime()
  })
  afterAll(() => opened.close())

  test('the first account is the owner; it adds, lists, searches and shows', async () => {
    const nobody = await run(['list'])
    expect(nobody).toMatchObject({ code: 1, out: '' })
    expect(nobody.err).toContain('There is no owner yet')
    const create = ['user', 'create', '--password-stdin', '--email']
    const first = await run([...create, 'boss@example.test'], 'correct horse battery\n')
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/^\S+\towner\tboss@example\.test\n$/)
    expect((await run([...create, 'two@example.test'], 'correct horse battery')).out).toContain('\tmember\t')
    const weak = await run([...create, 'three@example.test'], 'short')
    expect(weak.code).toBe(1)
    expect(weak.err).toContain('password: too_short')

    const added = await run([
      'add',
      'https://example.com/数据库',
      'http://127.0.0.1/',
      '--tag',
      '技术/数据库',
      '--patience',
      'long',
    ])
    expect(added.code).toBe(1)
    expect(added.out).toMatch(/^\S+\tqueued\thttps:\/\/example\.com\/数据库\n$/)
    expect(added.err).toMatch(
      /^http:\/\/127\.0\.0\.1\/: Private and reserved addresses .+: 127\.0\.0\.1\. Admin.+\n$/,
    )
    const [snapshotId = ''] = added.out.split('\t')

    expect((await run(['list', '--tag', '技术'])).out).toContain('example.com')
    expect((await run(['search', '数据库'])).out).toContain('queued')
    expect((await run(['list', '--user', 'two@example.test'])).out).toBe('')
    const shown = JSON.parse((await run(['show', snapshotId, '--json'])).out)
    expect(shown).toMatchObject({ id: snapshotId, status: 'queued', capture: { patience: 'long' } })
    const remove = ['user', 'remove', '--email', 'two@example.test']
    const asked = await run(remove)
    expect(asked).toMatchObject({ code: 1, out: '' })
    expect(asked.err).toContain('Their library holds no links')
    expect((await run([...remove, '--yes'])).out).toContain('\ttwo@example.test\n')
    expect((await run([...remove, '--yes'])).err).toContain('two@example.test')
    const unknown = await run(['show', 'nothing'])
    expect(unknown).toMatchObject({ code: 1, err: 'linkhome: Not found\n' })
  })

  test('a saved search is listed and asked by its name', async () => {
    const { ctx, email } = await makePerson(opened)
    await makeReadySnapshot(ctx, 'https://example.com/kept', { note: '容器网络' })
    await createSavedSearch(ctx, { name: 'Docker 笔记', q: '容器  -is:failed', sort: 'newest' })
    const searches = await run(['searches', '--user', email])
    expect(searches.out).toBe('Docker 笔记\tnewest\t容器  -is:failed\n')
    const found = await run(['search', '--saved', 'ｄｏｃｋｅｒ 笔记', '--user', email])
    expect(found.out).toContain('https://example.com/kept')
    const unknown = await run(['search', '--saved', '别的', '--user', email])
    expect(unknown).toMatchObject({ code: 1, out: '', err: 'linkhome: Not found\n' })
    const both = await run(['search', '容器', '--saved', 'Docker 笔记'])
    expect(both).toMatchObject({ code: 2, out: '' })
    expect(both.err).toContain('--saved <name>')
  })

  test('token create prints the token and nothing else, and the token works', async () => {
    const { email, actor } = await makePerson(opened)
    const made = await run(['token', 'create', '--user', email, '--name', 'ci', '--scopes', 'links:read'])
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toMatch(/^lh_[\w-]{32}\n$/)
    const row = await opened.db.apiToken.findFirstOrThrow({ where: { userId: actor.userId, name: 'ci' } })
    expect(row.scopes).toEqual(['links:read'])
    const refused = await run(['token', 'create', '--user', email, '--name', 'ci', '--scopes', 'admin'])
    expect(refused).toMatchObject({ code: 1, out: '' })
    const nobody = await run(['token', 'create', '--user', 'nobody@example.test', '--name', 'ci'])
    expect(nobody.err).toContain('nobody@example.test')
  })

  test('a title of a stranger cannot steer the terminal', async () => {
    const { ctx, email } = await makePerson(opened)
    const { linkId } = await makeReadySnapshot(ctx, 'https://example.com/escape')
    await opened.db.link.update({ where: { id: linkId }, data: { title: 'a\u001b[2Jb\nc' } })
    expect((await run(['list', '--user', email])).out).toBe(
      `${linkId}\tgood\ta [2Jb c\thttps://example.com/escape\n`,
    )
  })

  test.each([
    [['user', 'create']],
    [['user', 'destroy', '--password-stdin']],
    [['token', 'forge']],
    [['add']],
    [['show']],
    [['toString']],
  ])('%j is not understood: exit code 2 and the usage', async (args) => {
    const { code, out, err } = await run(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`linkhome`)
  })
})

test('before the first start a user and a token can be made, one after the other and at once', async () => {
  const cwd = await newFolder()
  try {
    const user = await linkhome(['user', 'create', '--email', 'boss@example.test', '--password-stdin'], {
      cwd,
      stdin: 'correct horse battery',
    })
    expect(user).toMatchObject({ code: 0, err: '' })
    const token = ['token', 'create', '--user', 'boss@example.test', '--name', 'ci']
    const made = await Promise.all([linkhome(token, { cwd }), linkhome(token, { cwd })])
    for (const { code, out, err } of made) {
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/^lh_[\w-]{32}\n$/)
    }
  } finally {
    await removeFolder(cwd)
  }
})

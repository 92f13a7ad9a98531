import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { validate } from '../../../collector/cli/config/validate.ts'
import { config } from '../notice-fixture.ts'

const now = Date.parse('2026-11-22T18:00:00Z')

/** A folder with notices, by name, and what `vigie validate` says of it. */
async function runValidate(notices: Readonly<Record<string, string | Uint8Array>> | null, yaml = config) {
  const data = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  await writeFile(join(data, 'status.yaml'), yaml)
  if (notices) await mkdir(join(data, 'notices'))
  for (const [name, text] of Object.entries(notices ?? {})) await writeFile(join(data, 'notices', name), text)
  const run = async (json = false) => {
    const out: string[] = []
    const err: string[] = []
    const local = (line: string): string => line.replaceAll(`${data}/`, '')
    const code = await validate(
      {
        data,
        configFile: join(data, 'status.yaml'),
        env: {},
        out: (line) => void out.push(local(line)),
        err: (line) => void err.push(local(line)),
        interactive: false,
      },
      json,
      now,
    )
    return { code, out, err }
  }
  return { data, run, ...(await run()) }
}

const incident = (more = '', words = 'On regarde.'): string =>
  `---\nkind: incident\ntitle: Lent\ncomponents: [api]\n${more}---\n\n${words}\n`
const maintenance = (more: string): string =>
  `---\nkind: maintenance\ntitle: Base\ncomponents: [api]\n${more}---\n\nOn déménage.\n`
const window = 'from: 2026-12-06 04:00\nuntil: 2026-12-06 06:00\n'

test('notices that are right are ok, and so is no folder of them', async () => {
  expect(await runValidate(null)).toMatchObject({ code: 0, out: ['ok'], err: [] })
  const right = {
    'a.md': incident(),
    'b.md': maintenance(window),
    'c.md': '---\nkind: announcement\ntitle: Bonjour\n---\n\nBienvenue.\n',
    'README.md': '# Not a notice\n',
    '_draft.md': 'not yet\n',
  }
  expect(await runValidate(right)).toMatchObject({ code: 0, out: ['ok'], err: [] })
})

test('every problem of every notice is reported with its file and line, as the collector reports it', async () => {
  const { code, out } = await runValidate({
    'a.md': incident('impact: bad\n'),
    'b.md': maintenance('from: 2026-12-06 06:00\nuntil: 2026-12-06 04:00\n'),
    'c.md': 'Just words.\n',
    'd.md': new Uint8Array([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe]),
    'e.copy.md': incident(),
    'f.md': `${incident()}\n## yesterday at 2026-11-21\n\nHm.\n`,
  })
  expect(code).toBe(2)
  expect(out).not.toContain('ok')
  expect(out).toEqual([
    expect.stringMatching(/^notices\/a\.md:5:\d+ impact: .*minor/),
    expect.stringMatching(/^notices\/b\.md:6:\d+ scheduled_until: is not after the begin/),
    expect.stringMatching(/^notices\/c\.md:1:1 /),
    expect.stringMatching(/^notices\/d\.md:1:1 The file is not UTF-8/),
    expect.stringMatching(/^notices\/e\.copy\.md:1:1 Its name has a dot/),
    expect.stringMatching(/^notices\/f\.md:9:1 The heading "yesterday at 2026-11-21" is not a date/),
  ])
})

test('programs get the same as JSON, in the shape of the problems of the configuration', async () => {
  const { run, data } = await runValidate({ 'a.md': incident('impact: bad\n'), 'b.md': 'Just words.\n' })
  const { code, out } = await run(true)
  expect(code).toBe(2)
  const problems = JSON.parse(out.join(''))
  expect(problems.ok).toBe(false)
  expect(problems.problems).toEqual([
    {
      file: 'notices/a.md',
      line: 5,
      column: expect.any(Number),
      path: 'impact',
      message: expect.any(String),
    },
    { file: 'notices/b.md', line: 1, column: 1, path: '(file)', message: expect.any(String) },
  ])
  expect(await readdir(data)).toEqual(['notices', 'status.yaml'])
})

test('what only the collector knows is no mistake: what it took over long ago stays right', async () => {
  const { code, out, err } = await runValidate({
    // Announced in time, years ago; its component has left since.
    'old-window.md': maintenance('from: 2024-03-03 04:00\nuntil: 2024-03-03 06:00\n').replace(
      '[api]',
      '[fax]',
    ),
    'old-incident.md': `${incident('started: 2024-03-03 09:00\n').replace('[api]', '[fax]')}\n## 2024-03-03 10:00 resolved\n\nFini.\n`,
    // Its id may be that of a notice that is there.
    'mine.md': incident('id: abcdef123456\n'),
  })
  expect({ code, out }).toEqual({ code: 0, out: ['ok'] })
  expect(err).toEqual([
    expect.stringMatching(/^warning: notices\/old-incident\.md:4:\d+ components: "fax" is not a component/),
    expect.stringMatching(/^warning: notices\/old-window\.md:4:\d+ components: "fax" is not a component/),
  ])
})

test('a component that is not there is a mistake in what is still to come or not over', async () => {
  const { code, out } = await runValidate({
    'a.md': incident().replace('[api]', '[apo]'),
    'b.md': maintenance(window).replace('[api]', '[apo]'),
  })
  expect(code).toBe(2)
  expect(out).toEqual([
    expect.stringMatching(/^notices\/a\.md:4:\d+ components: "apo" is not a component\. Did you mean "api"/),
    expect.stringMatching(/^notices\/b\.md:4:\d+ components: "apo" is not a component\. Did you mean "api"/),
  ])
})

test('a window told too late is a warning: it may have been told in time', async () => {
  const soon = 'from: 2026-11-23 04:00\nuntil: 2026-11-23 06:00\n'
  const { code, out, err } = await runValidate({
    'a.md': maintenance(soon),
    'b.md': maintenance(`${soon}force: true\n`),
  })
  expect({ code, out }).toEqual({ code: 0, out: ['ok'] })
  expect(err).toEqual([expect.stringMatching(/^warning: notices\/a\.md:5:\d+ scheduled_for: is too soon/)])
})

test('a postmortem is judged, and of what is open only warned of: it may have been resolved elsewhere', async () => {
  const learnt = '\n## 2026-11-22 18:00 postmortem\n\ndata_loss: lots\n\nVoilà.\n'
  const began = 'started: 2026-11-22 16:00\n'
  const over = '\n## 2026-11-22 17:00 resolved\n\nFini.\n'
  const { code, out, err } = await runValidate({
    'a.md': incident(began) + over + learnt,
    'b.md': incident(began) + learnt,
  })
  expect(code).toBe(2)
  expect(out).toEqual([expect.stringMatching(/^notices\/a\.md:14:\d+ data_loss: is not a share/)])
  expect(err).toEqual([expect.stringMatching(/^warning: notices\/b\.md:\d+:\d+ It is still open/)])
})

test('two files with one id are reported, as only one of them is taken over', async () => {
  const { code, out } = await runValidate({ 'a.md': incident('id: mine\n'), 'b.md': incident('id: mine\n') })
  expect(code).toBe(2)
  expect(out).toEqual([expect.stringMatching(/^notices\/b\.md:5:\d+ id: .*"mine".*a\.md/)])
})

test('a link that leads out of the folder is not followed, and a file instead of the folder is reported', async () => {
  const { data, run } = await runValidate({})
  await symlink('/etc/hosts', join(data, 'notices', 'hosts.md'))
  expect(await run()).toMatchObject({
    code: 2,
    out: [expect.stringMatching(/^notices\/hosts\.md:1:1 .*link/)],
  })
  await rm(join(data, 'notices'), { recursive: true })
  await writeFile(join(data, 'notices'), '')
  expect(await run()).toMatchObject({ code: 2, out: [expect.stringMatching(/^notices:1:1 is a file/)] })
})

test('while the configuration is wrong, only that is reported', async () => {
  const { code, out } = await runValidate({ 'a.md': 'Just words.\n' }, 'page: [')
  expect(code).toBe(2)
  expect(out.join('\n')).not.toContain('notices')
})

test('promises that cannot be kept are warnings: it is ok all the same', async () => {
  const promises =
    'tiers: [{ id: gold, name: Gold, availability: 99.999% }]\nuptime: { exclude_maintenance: none }\n'
  const yaml = `${config.replace('- { id: api,', '- { id: api, tier: gold,')}${promises}`
  const { code, out, err, run } = await runValidate(null, yaml)
  expect([code, out]).toEqual([0, ['ok']])
  expect(err).toEqual([
    expect.stringMatching(/^warning: status\.yaml:\d+:\d+ tiers\[0\]\.availability: /),
    expect.stringMatching(/^warning: status\.yaml:\d+:\d+ tiers\[0\]\.availability: /),
  ])
  expect(err.join('\n')).toContain('the maintenance programme alone breaks it')
  expect(err.join('\n')).toContain('is finer than monitors see')
  expect(JSON.parse((await run(true)).out[0]!)).toMatchObject({
    ok: true,
    warnings: [{ path: 'tiers[0].availability' }, { path: 'tiers[0].availability' }],
  })
})

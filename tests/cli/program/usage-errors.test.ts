import { expect, test } from 'vitest'
import { aNoticeCli } from '../notice-fixture.ts'

const mistakes: readonly (readonly [words: string, says: readonly string[]])[] = [
  ['incident opne', ['Did you mean `vigie incident open`?']],
  ['incident close x', ['Did you mean `vigie incident resolve`?']],
  ['maintenance create', ['Did you mean `vigie maintenance schedule`?']],
  ['incident open --titel x --body y', ["unknown option '--titel'", 'Did you mean --title?']],
  ['incident open --title x --componnet api', ['Did you mean --component?']],
  ['incident open --title --body x', ['--title has no value', '--title "…" --body …']],
  ['incident open --title API down --body x', ['Did you forget quotes', '--title "API down"']],
  ['incident update', ["missing required argument 'id'"]],
  ['incident open --title T --body B --component api:down', ['write it as api=major_outage']],
  ['incident open --title T --body B --component api=dwon', ['Did you mean api=major_outage?']],
  ['incident open --title T --body B --component website=major_outge', ['Did you mean "major_outage"?']],
  ['incident open --title T --body B --component apii=major_outage', ['--component', 'Did you mean "api"?']],
  ['incident open --title T --body B --status resovled', ['--status', 'Did you mean "resolved"?']],
  ['incident open --title T --body B --impact huge', ['--impact', 'critical']],
  ['incident open --title T --body B --at yesteryear', ['--at', 'is not a time']],
  ['incident open --title T --body B --title-de X', ['no locale "de"', 'Write fr or en']],
  ['incident open --title T --title-fr U --body B', ['says again']],
  ['incident open --title T --body-file /nowhere', ['/nowhere: there is no such file']],
  ['incident open --title T --body B --component api --component website=operational', ['api has no status']],
  ['incident resolve x', ['--body is missing', 'vigie incident resolve x --body']],
  ['incident update x --if-version one --body b', ['Write the version you have read']],
  ['maintenance schedule --title T --from +48h --lasts 2 --component api', ['--lasts "2" is not a duration']],
  ['maintenance schedule --title T --from +48h --until +47h --component api', ['--until']],
  ['maintenance schedule --title T --from +48h --until +49h --component api=down', ['without a status']],
  ['maintenance schedule --title T --from +48h --until +49h --component api --class yearly', ['--class']],
  ['maintenance calendar --month 2027-13', ['is not a month']],
]

test.each(mistakes)('`vigie %s` is wrong usage, and says what to write', async (words, says) => {
  const { run } = await aNoticeCli()
  const { code, out, err } = await run(...words.split(' '))
  expect({ code, out }).toEqual({ code: 2, out: '' })
  for (const part of says) expect(err).toContain(part)
})

test('where nobody can be asked every missing flag is named, with an example', async () => {
  const { run } = await aNoticeCli()
  expect(await run('incident', 'open')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--title, --body are missing[^]*vigie incident open --title/),
  })
  expect(await run('maintenance', 'schedule', '--title', 'x')).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /--from, --until, --component ID are missing[^]*vigie maintenance schedule --title/,
    ),
  })
})

test('what is not there fails, with what may be meant', async () => {
  const { run, open } = await aNoticeCli()
  const id = await open()
  const near = await run('incident', 'show', id.slice(0, 6))
  expect(near).toMatchObject({ code: 1, err: expect.stringContaining(`Did you mean ${id}?`) })
  expect((await run('incident', 'show', '\u001b[2Jzz')).err).toContain('there is no incident "zz"')
  expect(await run('maintenance', 'show', id)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is an incident'),
  })
})

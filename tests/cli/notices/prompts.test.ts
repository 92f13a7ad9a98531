import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createTerminalPrompter } from '../../../collector/cli/io/prompts.ts'
import { promptForIncident } from '../../../collector/cli/incident/prompts.ts'
import { promptForMaintenance } from '../../../collector/cli/maintenance/prompts.ts'
import { createCommandContext } from '../../../collector/cli/notices/command-context.ts'
import { CliError } from '../../../collector/app/errors.ts'
import type { Terminal } from '../../../collector/app/terminal.ts'
import { readConfig } from '../../../collector/app/bootstrap.ts'
import { openStore } from '../../../collector/app/store/open-store.ts'
import { aNoticeCli, typedInput } from '../notice-fixture.ts'

/** A desk with somebody at the terminal who answers with these lines. */
async function aPromptSession(...lines: string[]) {
  const { data } = await aNoticeCli()
  let err = ''
  const terminal: Terminal = {
    data,
    configFile: `${data}/status.yaml`,
    env: {},
    out: () => {},
    err: (line) => void (err += `${line}\n`),
    interactive: true,
  }
  const config = await readConfig(terminal)
  const store = await openStore(terminal, config)
  const work = createCommandContext(terminal, config, store)
  await store.close()
  const screen = new Writable({
    write(chunk, _, done) {
      err += String(chunk)
      done()
    },
  })
  return { work, asker: createTerminalPrompter(terminal, typedInput(...lines), screen), err: () => err }
}

test('an incident is asked for: words in every language, components, how bad, and a last yes', async () => {
  const { work, asker, err } = await aPromptSession(
    '', // no title is no answer
    'API lente',
    'Slow API',
    'On regarde.',
    'Bientôt plus.',
    '',
    '', // no text in English
    '1 website 9', // there is no 9
    '1, website',
    '4',
    'degraded_performance',
    '', // the impact of the worst
    'maybe',
    'oui',
  )
  expect(await promptForIncident(work, {}, asker)).toEqual({
    title: { fr: 'API lente', en: 'Slow API' },
    body: 'On regarde.\nBientôt plus.',
    components: { api: 'major_outage', website: 'degraded_performance' },
    impact: 'critical',
  })
  const messages = err()
  expect(messages).toContain('"9" is none of them. Write numbers from 1 to 2.')
  expect(messages).toContain(' 2  website  Site')
  expect(messages).toContain('[critical]')
  expect(messages).toMatch(/Title: {6}\[fr\] API lente\n {14}\[en\] Slow API/)
  expect(messages).toContain('Write yes or no.')
})

test('what flags have said is not asked again, and a no publishes nothing', async () => {
  const { work, asker, err } = await aPromptSession('B', '', '', 'no')
  const answered = { title: 'T', components: ['api'], impact: 'minor' }
  expect(await promptForIncident(work, answered, asker)).toBeNull()
  expect(err()).toContain('Nothing was published.')
  expect(err()).not.toContain('Which components')
})

test('leaving before the last question publishes nothing', async () => {
  const { work, asker } = await aPromptSession('T')
  await expect(promptForIncident(work, {}, asker)).rejects.toThrow(CliError)
})

test('a maintenance is asked for: a time that is none is asked again, a component there must be', async () => {
  const { work, asker, err } = await aPromptSession(
    'Travaux',
    '',
    'Courtes coupures.',
    '',
    '',
    'soon',
    '2027-03-28 02:30', // the clocks go forward
    'tomorrow 04:00',
    'tomorrow 06:00',
    '',
    '2',
    '3',
    'y',
  )
  expect(await promptForMaintenance(work, {}, asker)).toEqual({
    title: 'Travaux',
    body: 'Courtes coupures.',
    scheduled_for: 'tomorrow 04:00',
    scheduled_until: 'tomorrow 06:00',
    components: ['website'],
    impact: 'major',
  })
  expect(err()).toContain('That is no time.')
  expect(err()).toContain(
    'That is not there in Europe/Paris: the clocks go forward then. The first time after it is 2027-03-28 03:00 (Europe/Paris)',
  )
  expect(err()).toContain('Write at least one.')
  expect(err()).toMatch(/From: {7}\d{4}-\d\d-\d\d 04:00 \(Europe\/Paris\)/)
})

import { expect, test } from 'vitest'
import { wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import { revisionReason } from '../../../collector/core/report/revision-reason.ts'

const why =
  'Incident 20261120.a was changed (version 1 → 12): another title, other components, or otherwise affected. ' +
  'Maintenance w was changed (version 1 → 2): called off, or no longer so. Incident b was taken out of this month. ' +
  'Checks of website-tcp were imported. The text of the month was added. And 3 more changes.'

test('the reason of a revision is written in the language of the reader, whatever ids and commas are in it', () => {
  expect(revisionReason(wordsOf('fr'), why)).toBe(
    'L’incident 20261120.a a été modifié (version 1 → 12)\u00a0: autre titre, autres services, ou touchés autrement. ' +
      'La maintenance w a été modifiée (version 1 → 2)\u00a0: annulée, ou ne l’est plus. ' +
      'L’incident b a été retiré de ce mois. Des vérifications de website-tcp ont été importées. ' +
      'Le texte du mois a été ajouté. Et 3 autres modifications.',
  )
  for (const locale of ['de', 'es'])
    expect(revisionReason(wordsOf(locale), why)).not.toMatch(/\b(was|were|another|month)\b/)
})

test('in English it is what the chain holds', () => {
  expect(revisionReason(wordsOf('en'), why)).toBe(why)
})

test('a reason that nobody knows is not guessed', () => {
  for (const other of [
    'Somebody wrote something else.',
    'Incident a was changed (version 1 → 2): another planet.',
    `${why} And then.`,
    `Incident ${'x'.repeat(70_000)}`,
  ])
    expect(revisionReason(wordsOf('fr'), other)).toBeNull()
})

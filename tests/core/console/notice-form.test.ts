import { expect, test } from 'vitest'
import { formCorrection, formValues } from '../../../collector/core/console/notice-form.ts'
import { incidentFields } from '../../../collector/core/incident/fields.ts'
import { anIncident } from '../../src/snapshots.ts'

const language = { locale: 'en', locales: ['en'], timezone: 'UTC' } as const
const row = { ...anIncident(), impact: 'major', priority: 'P2' } as const
const written = formValues(incidentFields, row, language)
const corrected = (changes: Record<string, string>) =>
  formCorrection(incidentFields, { ...written, ...changes }, row, language)

test('a form that is sent as it came corrects nothing', () => {
  expect(corrected({})).toEqual({})
})

test('a choice that is left open keeps what there is', () => {
  expect(corrected({ impact: '', priority: '' })).toEqual({})
})

test('a choice that is made is the correction, no priority included', () => {
  expect(corrected({ impact: 'critical', priority: 'none' })).toEqual({ impact: 'critical', priority: null })
})

import type { Locale } from '../text/localized-text.ts'
import type { en } from './en/index.ts'

/**
 * A sentence that counts: one form per plural category of Unicode CLDR that the language tells apart. French and English
 * have two, Polish four, Arabic six; a category that is left out takes the form of `other`.
 */
export type Plural = { readonly [Category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & {
  readonly other: string
}

type SameShape<T> = {
  readonly [Key in keyof T]: T[Key] extends { readonly one: string; readonly other: string }
    ? Plural
    : T[Key] extends string
      ? string
      : SameShape<T[Key]>
}

/** Every word that readers see: of pages, feeds, mails, reports and automatic incidents. English sets the shape, and says what others leave out; a language that misses a sentence does not compile. */
export type Words = SameShape<typeof en>

/** Words of a report as text and as e-mail. */
export type ReportWords = Words['reportMail']

type Partially<T> = {
  readonly [Key in keyof T]?: T[Key] extends string
    ? string
    : T[Key] extends Plural
      ? Plural
      : Partially<T[Key]>
}

/** The words an operator brings for a language: any part of a dictionary. What is missing is said in English. */
export type OperatorDictionary = Partially<Words>

/** Dictionaries of an operator by the page's locale; plain data, as the snapshot carries it. */
export type OperatorWords = Readonly<Record<Locale, OperatorDictionary>>

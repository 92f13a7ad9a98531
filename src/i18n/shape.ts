import type { fr } from './fr.ts'

/** A sentence that counts: one form per plural category that its languages tell apart. */
export type Plural = { readonly one: string; readonly other: string }

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

/** Every word the page says. French sets the shape; a language that misses one does not compile. */
export type Words = Same<typeof fr>

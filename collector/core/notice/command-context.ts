/** What every command needs: the instant (ms), who acts, and ids for what is new. */
export type CommandContext = { readonly now: number; readonly by: string; readonly id: () => string }

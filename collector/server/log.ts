/** Where the server logs failures. Requests are not logged: their addresses contain tokens. */
export type ServerLog = {
  warn(message: string): void
  error(message: string): void
}

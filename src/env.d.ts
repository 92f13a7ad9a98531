/// <reference types="astro/client" />

/** Fingerprint of the templates' sources, put in by the build. */
declare const TEMPLATES_FINGERPRINT: string

declare namespace App {
  interface Locals {
    /** The one input of every page. */
    snapshot: import('../collector/core/snapshot/snapshot.ts').Snapshot
    /** What is answered to a subscriber; present while that is rendered. */
    answer?: import('../collector/core/subscription/answer.ts').AnswerRequest
    /** What is shown to one of the team; present while that is rendered. */
    console?: import('../collector/core/console/console-page.ts').ConsoleRequest
  }
}

import type { APIRoute } from 'astro'
import { bannerOf } from '../../embed/banner.ts'

/** What `/embed.js` asks for every minute. */
export const GET: APIRoute = ({ locals }) => Response.json(bannerOf(locals.snapshot))

import createClient, { type Client } from "openapi-fetch";

import type { components, paths } from "./schema.js";

export type { components, operations, paths } from "./schema.js";

/** An account, as `/v1/accounts` shows it. */
export type Account = components["schemas"]["Account"];

/** A recovery, as beginning one answers it. */
export type Recovery = components["schemas"]["Recovery"];

/** A client of one server: `GET`, `POST`, `PUT`, `PATCH` and `DELETE`, with the paths and bodies of its document. */
export type Resetd = Client<paths>;

/** What a client may be given besides the address of its server. */
export interface Options {
  /** An API key, for calls of your own back end. Never in a browser: whoever has it is told which accounts exist. */
  apiKey?: string;
  /** Another `fetch` than the one that is there. */
  fetch?: (request: Request) => Promise<Response>;
}

/** A client of the server at this address, such as `https://reset.example.com`. */
export function resetd(baseUrl: string, options: Options = {}): Resetd {
  return createClient<paths>({
    baseUrl,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(options.apiKey === undefined ? {} : { headers: { Authorization: `Bearer ${options.apiKey}` } }),
  });
}

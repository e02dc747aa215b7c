/** The only module that speaks GraphQL over HTTP. */

/** Which version of the graph an answer is from, and whether the store was away when it was given. */
export interface GraphVersion {
  readonly version: number;
  readonly loadedAt: string;
  readonly stale: boolean;
}

export interface Problem {
  /** The service's error code, or OFFLINE where it was not reached and NOT_UNDERSTOOD where something else answered. */
  readonly code: string;
  readonly message: string;
}

export type Result<T> =
  | { readonly ok: true; readonly data: T; readonly graph: GraphVersion; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problem: Problem };

export type Variables = Readonly<Record<string, unknown>>;

interface Response<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } }[];
  extensions?: { graph?: GraphVersion };
}

/** Asks the service. Rejects only where the signal aborts; every other failure is a value. */
export async function ask<T>(query: string, variables: Variables, signal: AbortSignal): Promise<Result<T>> {
  let text: string;
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json;q=0.9' },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    text = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, problem: { code: 'OFFLINE', message: String(error) } };
  }

  let body: Response<T>;
  try {
    body = JSON.parse(text) as Response<T>;
  } catch {
    return { ok: false, problem: { code: 'NOT_UNDERSTOOD', message: text.slice(0, 200) } };
  }

  const problems = (body?.errors ?? []).map((error) => ({ code: error.extensions?.code ?? 'NOT_UNDERSTOOD', message: error.message }));
  const graph = body?.extensions?.graph;
  return body?.data && graph
    ? { ok: true, data: body.data, graph, problems }
    : { ok: false, problem: problems[0] ?? { code: 'NOT_UNDERSTOOD', message: text.slice(0, 200) } };
}

/** The address of GraphiQL with a query and its variables. */
export function graphiqlAddress(query: string, variables: Variables): string {
  return '/graphql?' + new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) }).toString();
}

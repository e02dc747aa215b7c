import { useEffect, useState } from 'preact/hooks';
import { ask, type Result, type Variables } from './ask';

/**
 * The answers to one query with several variables, in their order: asked one after the other, as together they would cost more than a
 * request may. Ends at the first failure. Null while they are awaited.
 */
export function useAnswers<T>(query: string, variables: readonly Variables[]): readonly Result<T>[] | null {
  const key = query + JSON.stringify(variables);
  const [held, setHeld] = useState<{ key: string; results: readonly Result<T>[] } | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const all = async () => {
      const results: Result<T>[] = [];
      for (const one of variables) {
        const result = await ask<T>(query, one, abort.signal);
        results.push(result);
        if (!result.ok) {
          break;
        }
      }

      setHeld({ key, results });
    };
    all().catch(() => undefined);
    return () => abort.abort();
  }, [key]);
  return held?.key === key ? held.results : null;
}

import { useCallback, useEffect, useState } from 'preact/hooks';
import { ask, type Result, type Variables } from './ask';

export type Answer<T> = { readonly state: 'loading' } | ({ readonly state: 'done' } & Result<T>);

/** The answer to a query, asked again whenever the query, its variables or `again` change. */
export function useAnswer<T>(query: string, variables: Variables): { answer: Answer<T>; again: () => void } {
  const key = query + JSON.stringify(variables);
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<{ key: string; answer: Answer<T> }>({ key, answer: { state: 'loading' } });
  useEffect(() => {
    const abort = new AbortController();
    setHeld({ key, answer: { state: 'loading' } });
    ask<T>(query, variables, abort.signal).then(
      (result) => setHeld({ key, answer: { state: 'done', ...result } }),
      () => undefined,
    );
    return () => abort.abort();
  }, [key, round]);
  const again = useCallback(() => setRound((last) => last + 1), []);
  return { answer: held.key === key ? held.answer : { state: 'loading' }, again };
}

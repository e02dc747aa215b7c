import { useCallback, useEffect, useState } from 'preact/hooks';
import { ask, type Result, type Variables } from './ask';

export type Answer<T> = { readonly state: 'loading' } | ({ readonly state: 'done' } & Result<T>);

/**
 * The answer to a query, asked again whenever the query, its variables or `again` change. While another is awaited the last one stays,
 * and `pending` says so: what is read does not jump away, and what is typed below it is not lost.
 */
export function useAnswer<T>(query: string, variables: Variables): { answer: Answer<T>; pending: boolean; again: () => void } {
  const key = query + JSON.stringify(variables);
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<{ key: string; answer: Answer<T> }>({ key, answer: { state: 'loading' } });
  useEffect(() => {
    const abort = new AbortController();
    setHeld((last) => isGood(last.answer) ? last : { key, answer: { state: 'loading' } });
    ask<T>(query, variables, abort.signal).then(
      (result) => setHeld({ key, answer: { state: 'done', ...result } }),
      () => undefined,
    );
    return () => abort.abort();
  }, [key, round]);
  const again = useCallback(() => setRound((last) => last + 1), []);
  const current = held.key === key;
  return { answer: current || isGood(held.answer) ? held.answer : { state: 'loading' }, pending: !current, again };
}

function isGood<T>(answer: Answer<T>): boolean {
  return answer.state === 'done' && answer.ok;
}

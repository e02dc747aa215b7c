import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/ask';
import type { Named } from '../api/types';
import { evidences, linkKinds } from '../text/kinds';
import { useText } from '../text/language';
import { useHere } from './address';
import { EntityPicker } from './EntityPicker';
import query from './names.graphql?raw';

/** What the views' questions are put together of. */

/** The entities of ids, for fields that show what an address chose: those not found show their ids. */
export function useNamed(ids: readonly string[]): ReadonlyMap<string, Named> {
  const { language } = useText();
  const { version } = useHere();
  const [named, setNamed] = useState<ReadonlyMap<string, Named>>(new Map());
  const key = [...new Set(ids)].join('\n');
  useEffect(() => {
    if (key === '') {
      return;
    }

    const abort = new AbortController();
    ask<{ graph: { entitiesById: readonly (Named | null)[] } }>(
      query, { ids: key.split('\n').slice(0, 100), version, language: language.toUpperCase() }, abort.signal,
    ).then((result) => {
      if (result.ok) {
        setNamed(new Map(result.data.graph.entitiesById.flatMap((one) => one ? [[one.id, one] as const] : [])));
      }
    }, () => undefined);
    return () => abort.abort();
  }, [key, version, language]);
  return named;
}

export function nameOf(named: ReadonlyMap<string, Named>, id: string): Named {
  return named.get(id) ?? { id, kind: '', name: id };
}

/** A choice of several entities. */
export function EntityPickers(props: { label: string; kinds?: readonly string[]; chosen: readonly Named[]; most: number; onChange: (ids: readonly string[]) => void }) {
  const { say } = useText();
  const ids = props.chosen.map((one) => one.id);
  return (
    <div class="field">
      {ids.length < props.most && (
        <EntityPicker
          label={props.label}
          {...(props.kinds ? { kinds: props.kinds } : {})}
          onPick={(entity) => props.onChange([...new Set([...ids, entity.id])])}
        />
      )}
      {ids.length > 0 && (
        <ul class="chosen" aria-label={props.label}>
          {props.chosen.map((one) => (
            <li>
              <bdi>{one.name}</bdi>
              <button type="button" aria-label={say('remove', { name: one.name })} onClick={() => props.onChange(ids.filter((id) => id !== one.id))}>×</button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function LinkKindChoice(props: { chosen: readonly string[]; onChange: (kinds: readonly string[]) => void }) {
  const { say, of } = useText();
  return (
    <fieldset>
      <legend>{say('linkKindsOnly')}</legend>
      {Object.keys(linkKinds).map((kind) => (
        <label>
          <input
            type="checkbox"
            checked={props.chosen.includes(kind)}
            onChange={(event) => props.onChange(event.currentTarget.checked ? [...props.chosen, kind] : props.chosen.filter((one) => one !== kind))}
          />
          {of(linkKinds, kind)}
        </label>
      ))}
    </fieldset>
  );
}

export function Choice(props: { label: string; value: string; of: readonly (readonly [string, string])[]; onChange: (value: string) => void }) {
  return (
    <div class="field">
      <label>
        {props.label}{' '}
        <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
          {props.of.map(([value, text]) => <option value={value} selected={value === props.value}>{text}</option>)}
        </select>
      </label>
    </div>
  );
}

export function EvidenceChoice(props: { value: string; onChange: (value: string) => void }) {
  const { say, of } = useText();
  return (
    <Choice
      label={say('weakest')}
      value={props.value}
      of={['CURATED', 'DERIVED', 'STATED'].map((evidence) => [evidence, of(evidences, evidence)] as const)}
      onChange={props.onChange}
    />
  );
}

export function evidenceIn(parameters: URLSearchParams): 'STATED' | 'DERIVED' | 'CURATED' {
  const value = parameters.get('evidence');
  return value === 'STATED' || value === 'DERIVED' ? value : 'CURATED';
}

/** The link kinds of the address; null for all. */
export function kindsIn(parameters: URLSearchParams): readonly string[] | null {
  const kinds = parameters.getAll('kinds').filter((kind) => Object.hasOwn(linkKinds, kind));
  return kinds.length > 0 ? kinds : null;
}

export function NumberChoice(props: { label: string; value: number; least: number; most: number; onChange: (value: string) => void }) {
  return (
    <div class="field">
      <label>
        {props.label}{' '}
        <input type="number" min={props.least} max={props.most} value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)} />
      </label>
    </div>
  );
}

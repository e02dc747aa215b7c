import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ask } from '../api/ask';
import type { Hit, Named } from '../api/types';
import { entityKinds, nameOrigins } from '../text/kinds';
import { useText } from '../text/language';
import { useHere } from './address';
import query from './suggest.graphql?raw';

const pause = 120;

/**
 * A box that suggests entities while one types, in Chinese and English, and shows which name matched. By the pattern "editable combobox
 * with list autocomplete" of the ARIA authoring guide.
 */
export function EntityPicker(props: {
  label: string;
  placeholder?: string;
  kinds?: readonly string[];
  chosen?: Named | null;
  onPick: (entity: Named) => void;
  /** What Enter does where no suggestion is marked; where left out it picks the first. */
  onText?: (text: string) => void;
  hideLabel?: boolean;
}) {
  const { say, of, language } = useText();
  const { version } = useHere();
  const [text, setText] = useState<string | null>(null);
  const [hits, setHits] = useState<readonly Hit[]>([]);
  const [marked, setMarked] = useState(-1);
  const [open, setOpen] = useState(false);
  const id = useId();
  const composing = useRef(false);
  useEffect(() => {
    const typed = text?.trim() ?? '';
    if (typed === '') {
      setHits([]);
      return;
    }

    const abort = new AbortController();
    const timer = setTimeout(() => {
      ask<{ graph: { suggest: { hits: readonly Hit[] } } }>(
        query, { prefix: typed.slice(0, 200), kinds: props.kinds ?? null, version, language: language.toUpperCase() }, abort.signal,
      ).then((result) => {
        setHits(result.ok ? result.data.graph.suggest.hits : []);
        setMarked(-1);
      }, () => undefined);
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, version, language]);

  const pick = (entity: Named) => {
    setText(null);
    setOpen(false);
    setHits([]);
    props.onPick(entity);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter and the arrows belong to the input method while it composes Chinese.
    if (composing.current || event.isComposing) {
      return;
    }

    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && hits.length > 0) {
      event.preventDefault();
      setOpen(true);
      setMarked((last) => event.key === 'ArrowDown' ? (last + 1) % hits.length : (last <= 0 ? hits.length : last) - 1);
    } else if (event.key === 'Escape') {
      setOpen(false);
      setMarked(-1);
    } else if (event.key === 'Enter') {
      const hit = open ? hits[marked] ?? (props.onText ? undefined : hits[0]) : undefined;
      if (hit) {
        event.preventDefault();
        pick(hit.entity);
      } else if (props.onText && text?.trim()) {
        event.preventDefault();
        setOpen(false);
        props.onText(text.trim());
      }
    }
  };
  const shown = open && hits.length > 0;
  return (
    <div class="picker">
      <label for={id} class={props.hideLabel ? 'unseen' : ''}>{props.label}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        placeholder={props.placeholder ?? ''}
        value={text ?? props.chosen?.name ?? ''}
        aria-expanded={shown}
        aria-controls={id + '-list'}
        aria-autocomplete="list"
        {...(shown && marked >= 0 ? { 'aria-activedescendant': `${id}-${marked}` } : {})}
        onInput={(event) => { setText(event.currentTarget.value); setOpen(true); }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
        onFocus={(event) => event.currentTarget.select()}
        onCompositionStart={() => { composing.current = true; }}
        onCompositionEnd={() => { composing.current = false; }}
      />
      <ul id={id + '-list'} role="listbox" aria-label={props.label} hidden={!shown}>
        {hits.map((hit, at) => (
          <li
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === marked}
            onMouseDown={(event) => { event.preventDefault(); pick(hit.entity); }}
          >
            <MatchedName hit={hit} />
            <small>
              {hit.name !== hit.entity.name && <><bdi>{hit.entity.name}</bdi> · </>}
              {of(entityKinds, hit.entity.kind)} · {say('matched', { origin: of(nameOrigins, hit.origin) })}
            </small>
          </li>
        ))}
      </ul>
      <span class="unseen" role="status">{shown ? say('suggestions', { n: hits.length }) : ''}</span>
    </div>
  );
}

/** The name that matched, with the parts that did marked. */
export function MatchedName(props: { hit: Hit }) {
  const { name, spans } = props.hit;
  const parts = [];
  let end = 0;
  for (const span of spans) {
    parts.push(name.slice(end, span.start), <mark>{name.slice(span.start, span.start + span.length)}</mark>);
    end = span.start + span.length;
  }

  return <bdi>{parts}{name.slice(end)}</bdi>;
}

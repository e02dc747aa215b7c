import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';

/** Where the reader is: `/view/id?parameters`. Everything that a view shows follows from it, so that it can be shared and cited. */
export interface Address {
  readonly view: string;
  readonly id: string | null;
  readonly parameters: URLSearchParams;
}

export function parseAddress(location: { readonly pathname: string; readonly search: string }): Address {
  const [, view = '', ...rest] = location.pathname.split('/');
  return { view, id: rest.length > 0 && rest[0] !== '' ? decode(rest.join('/')) : null, parameters: new URLSearchParams(location.search) };
}

export type Parameters = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** The text of an address; empty parameters are left out. */
export function addressText(view: string, id: string | null, parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) {
      if (one !== '') {
        search.append(name, one);
      }
    }
  }

  const path = '/' + view + (id === null ? '' : '/' + encodeURIComponent(id).replaceAll('%3A', ':'));
  return search.size > 0 ? path + '?' + search.toString() : path;
}

export function entityAddress(entity: { id: string; kind: string }, parameters: Parameters): string {
  return addressText(entity.kind === 'INDUSTRY' ? 'industry' : 'entity', entity.id, parameters);
}

export interface Here {
  readonly address: Address;
  /** The version that the address names; null for the newest. */
  readonly version: number | null;
  readonly go: (to: string, replace?: boolean) => void;
}

export const HereContext = createContext<Here>({ address: { view: '', id: null, parameters: new URLSearchParams() }, version: null, go: () => undefined });

export function useHere(): Here & {
  /** The same view with other parameters; those not given stay. */
  readonly change: (parameters: Parameters) => string;
  /** Another view as of the same version. */
  readonly at: (view: string, id?: string | null, parameters?: Parameters) => string;
} {
  const here = useContext(HereContext);
  const { view, id, parameters } = here.address;
  const version = parameters.get('version');
  return {
    ...here,
    change: (changed) => {
      const kept = Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
      return addressText(view, id, { ...kept, ...changed });
    },
    at: (other, otherId = null, others = {}) => addressText(other, otherId, { ...others, version }),
  };
}

/** A link within the page. */
export function PageLink(props: { to: string; class?: string; current?: boolean; children: ComponentChildren }) {
  const { go } = useContext(HereContext);
  return (
    <a
      href={props.to}
      {...(props.class ? { class: props.class } : {})}
      {...(props.current ? { 'aria-current': 'page' as const } : {})}
      onClick={(event) => {
        if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
          event.preventDefault();
          go(props.to);
        }
      }}
    >
      {props.children}
    </a>
  );
}

/** A number in a range from the address; the default where it is none. */
export function numberIn(parameters: URLSearchParams, name: string, least: number, most: number, standard: number): number {
  const value = Number(parameters.get(name) ?? standard);
  return Number.isInteger(value) && value >= least && value <= most ? value : standard;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import type { Evidence, Named, Stage } from '../api/types';
import type { EntityLinkRow } from './sections';

/** What a part of the chain supplies, gets and is applied in. */
export interface ChainPart extends Named {
  readonly links: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: Named; readonly link: { readonly id: string; readonly kind: string; readonly evidence: Evidence; readonly from: { readonly id: string } } }[];
  };
}

/** How what stands beside the parts of a chain flows: it supplies one of them, uses it, or applies it. */
export type Flow = 'supplies' | 'uses' | 'applies';

export interface ChainItem {
  readonly node: Named;
  /** The strongest evidence of the links that put it there. */
  readonly evidence: Evidence;
  /** The entity's own link to it, whose sources are at hand; null for what flows to or from parts alone. */
  readonly row: EntityLinkRow | null;
  readonly flow: Flow | null;
  /** To or from what it flows; empty for what is there as a part of the chain alone. */
  readonly with: readonly Named[];
}

export interface ChainColumn {
  /** Parts of the chain whose stage is given. */
  readonly given: readonly ChainItem[];
  /** What stands there by the flows of the graph alone. */
  readonly derived: readonly ChainItem[];
}

export interface Chain {
  /** The entity's stages in their order. */
  readonly stages: readonly EntityLinkRow[];
  readonly columns: Readonly<Record<Stage, ChainColumn>>;
}

/**
 * The chain of an entity. A part stands in the stage that is given of it. All else follows from flows (INPUT_TO, APPLIED_IN):
 * upstream, what supplies the entity or a part of it, and among its parts those that supply others and get from none; midstream, its
 * other parts; downstream, who uses or applies the entity or a part that is not upstream, and is not upstream itself by way of parts.
 */
export function chainOf(entity: Named, rows: readonly EntityLinkRow[], parts: readonly ChainPart[]): Chain {
  const stages = rows.filter(({ link }) => link.kind === 'HAS_STAGE' && link.from.id === entity.id)
    .sort((one, other) => (one.link.order ?? Infinity) - (other.link.order ?? Infinity));
  const members = rows.filter((row) => isPart(row, entity.id));
  const memberIds = new Set(members.map((row) => row.node.id));
  const flows = parts.flatMap((part) => part.links.edges.map(({ node, link }) => {
    const out = link.from.id === part.id;
    return { from: out ? part : node, to: out ? node : part, kind: link.kind, evidence: link.evidence };
  }));
  const inner = flows.filter(({ kind, from, to }) => kind === 'INPUT_TO' && from.id !== to.id && memberIds.has(from.id) && memberIds.has(to.id));
  const fed = new Set(inner.map(({ to }) => to.id));

  const column = () => ({ given: new Map<string, ChainItem>(), derived: new Map<string, ChainItem>() });
  const columns = { UPSTREAM: column(), MIDSTREAM: column(), DOWNSTREAM: column() };
  for (const row of members) {
    const item = { node: row.node, evidence: row.link.evidence, row, flow: null, with: [] };
    if (row.link.stage) {
      columns[row.link.stage].given.set(row.node.id, item);
    } else if (!inner.some(({ from }) => from.id === row.node.id) || fed.has(row.node.id)) {
      columns.MIDSTREAM.derived.set(row.node.id, item);
    }
  }

  const placed = (id: string) => Object.values(columns).some(({ given }) => given.has(id)) || columns.MIDSTREAM.derived.has(id);
  const { derived: upstream } = columns.UPSTREAM;
  const { derived: downstream } = columns.DOWNSTREAM;
  for (const row of rows.filter(({ link }) => link.kind === 'INPUT_TO' || link.kind === 'APPLIED_IN')) {
    const out = row.link.from.id === entity.id;
    if (row.link.kind === 'INPUT_TO' && !out) {
      add(upstream, row.node, 'supplies', entity, row.link.evidence, row);
    } else if (out) {
      add(downstream, row.node, row.link.kind === 'INPUT_TO' ? 'uses' : 'applies', entity, row.link.evidence, row);
    }
  }

  for (const { from, to, evidence } of flows.filter(({ kind, from, to }) => kind === 'INPUT_TO' && memberIds.has(to.id) && from.id !== entity.id)) {
    if (!placed(from.id) && !columns.DOWNSTREAM.given.has(to.id)) {
      add(upstream, from, 'supplies', to, evidence, null);
    }
  }

  for (const { from, to, kind, evidence } of flows.filter(({ from, to }) => memberIds.has(from.id) && !memberIds.has(to.id) && to.id !== entity.id)) {
    if (![from, to].some(({ id }) => upstream.has(`supplies ${id}`) || columns.UPSTREAM.given.has(id))) {
      add(downstream, to, kind === 'INPUT_TO' ? 'uses' : 'applies', from, evidence, null);
    }
  }

  const own = ({ row, node }: ChainItem) => row ? 2 : Number(memberIds.has(node.id));
  const listed = ({ given, derived }: ReturnType<typeof column>): ChainColumn => ({
    given: [...given.values()],
    // What the entity has links of its own to, then its parts, then what flows to or from most of its parts.
    derived: [...derived.values()].sort((one, other) => own(other) - own(one) || other.with.length - one.with.length),
  });
  return { stages, columns: { UPSTREAM: listed(columns.UPSTREAM), MIDSTREAM: listed(columns.MIDSTREAM), DOWNSTREAM: listed(columns.DOWNSTREAM) } };
}

/** Whether a link says that its other end is a part of the entity's chain. */
export function isPart({ link }: EntityLinkRow, id: string): boolean {
  return link.kind === 'PART_OF' && link.from.id !== id;
}

const strength: Readonly<Record<Evidence, number>> = { STATED: 2, DERIVED: 1, CURATED: 0 };

function add(items: Map<string, ChainItem>, node: Named, flow: Flow, other: Named, evidence: Evidence, row: EntityLinkRow | null): void {
  const key = `${flow} ${node.id}`;
  const last = items.get(key);
  items.set(key, {
    node,
    flow,
    row: last?.row ?? row,
    evidence: last && strength[last.evidence] >= strength[evidence] ? last.evidence : evidence,
    with: [...(last?.with ?? []), ...(last?.with.some((one) => one.id === other.id) ? [] : [other])],
  });
}

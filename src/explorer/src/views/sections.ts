import type { Citation, Evidence, Match, Named, Stage } from '../api/types';
import type { words } from '../text/words';

export interface EntityLinkRow {
  readonly node: Named & { readonly code?: string | null };
  readonly link: {
    readonly id: string;
    readonly kind: string;
    readonly evidence: Evidence;
    readonly stage: Stage | null;
    readonly order: number | null;
    readonly match: Match | null;
    readonly note: string | null;
    readonly practice: string | null;
    readonly relation: string | null;
    readonly coefficient: number | null;
    readonly year: number | null;
    readonly from: { readonly id: string };
    readonly citations: readonly Citation[];
  };
}

export type SectionName = keyof typeof words;

/** The sections of an entity's page, in their order. `in` is a link that enters the entity. A technology is listed as such. */
const order: readonly (readonly [SectionName, (row: EntityLinkRow, out: boolean) => boolean])[] = [
  ['groups', (row, out) => row.link.kind === 'MEMBER_OF' && out],
  ['members', (row, out) => row.link.kind === 'MEMBER_OF' && !out],
  ['stages', (row) => row.link.kind === 'HAS_STAGE'],
  ['parts', (row, out) => row.link.kind === 'PART_OF' && !out],
  ['technologies', (row, out) => row.link.kind === 'ENABLES' && !out && row.node.kind === 'TECHNOLOGY'],
  ['enabledBy', (row, out) => row.link.kind === 'ENABLES' && !out],
  ['enables', (row) => row.link.kind === 'ENABLES'],
  ['suppliers', (row, out) => row.link.kind === 'INPUT_TO' && !out],
  ['users', (row) => row.link.kind === 'INPUT_TO'],
  ['transformedBy', (row, out) => row.link.kind === 'TRANSFORMS' && !out],
  ['transforms', (row) => row.link.kind === 'TRANSFORMS'],
  ['appliedIn', (row, out) => row.link.kind === 'APPLIED_IN' && out],
  ['adopts', (row) => row.link.kind === 'APPLIED_IN'],
  ['policies', (row, out) => row.link.kind === 'PROMOTES' && !out],
  ['promotes', (row) => row.link.kind === 'PROMOTES'],
  ['classifications', (row) => row.link.kind === 'CORRESPONDS_TO'],
  ['convergesWith', (row) => row.link.kind === 'CONVERGES_WITH'],
  ['partOf', (row, out) => row.link.kind === 'PART_OF' && out],
  ['broader', (row, out) => row.link.kind === 'BROADER' && out],
  ['narrower', (row) => row.link.kind === 'BROADER'],
  ['related', (row) => row.link.kind === 'RELATED_TO'],
  ['otherLinks', () => true],
];

/** Puts each link of an entity into one section; a technology that is part of its chain stands among its technologies too, as the schema has it. */
export function sectionsOf(id: string, rows: readonly EntityLinkRow[]): readonly (readonly [SectionName, readonly EntityLinkRow[]])[] {
  const sections = new Map<SectionName, EntityLinkRow[]>(order.map(([name]) => [name, []]));
  for (const row of rows) {
    const out = row.link.from.id === id;
    const section = order.find(([, holds]) => holds(row, out))?.[0] ?? 'otherLinks';
    sections.get(section)?.push(row);
    if (section === 'parts' && row.node.kind === 'TECHNOLOGY') {
      sections.get('technologies')?.push(row);
    }
  }

  return [...sections].filter(([, inIt]) => inIt.length > 0);
}

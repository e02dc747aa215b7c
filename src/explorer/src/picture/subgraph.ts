import type { Evidence, Named } from '../api/types';

/** What a picture shows: entities and links, each once. */
export interface PictureNode extends Named {
  /** Marked as what the picture is about. */
  readonly centre?: boolean;
  /** From 0 to 1: how hard it is hit, for a picture of an impact. */
  readonly hit?: number;
}

export interface PictureEdge {
  readonly id: string;
  readonly kind: string;
  readonly evidence: Evidence;
  readonly from: string;
  readonly to: string;
  /** Part of what is highlighted. */
  readonly strong?: boolean;
}

export interface Subgraph {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** How many nodes there would be without the limit. */
  readonly total: number;
}

/** A picture of more nodes is neither smooth nor readable. */
export const mostNodes = 2000;

/** Each node and edge once, in the order given, and no more nodes than the limit; edges without both ends are left out. */
export function subgraph(nodes: Iterable<PictureNode>, edges: Iterable<PictureEdge>): Subgraph {
  const all = new Map<string, PictureNode>();
  for (const node of nodes) {
    if (!all.has(node.id)) {
      all.set(node.id, node);
    }
  }

  const kept = new Map([...all].slice(0, mostNodes));
  const links = new Map<string, PictureEdge>();
  for (const edge of edges) {
    if (kept.has(edge.from) && kept.has(edge.to) && !links.has(edge.id)) {
      links.set(edge.id, edge);
    }
  }

  return { nodes: [...kept.values()], edges: [...links.values()], total: all.size };
}

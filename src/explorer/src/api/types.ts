/** The parts of answers that several views share, as their queries select them. */

export type Evidence = 'STATED' | 'DERIVED' | 'CURATED';
export type Stage = 'UPSTREAM' | 'MIDSTREAM' | 'DOWNSTREAM';
export type CutReason = 'NONE' | 'HOPS' | 'RESULTS' | 'EXPANSIONS' | 'TIME' | 'HUB';
export type Match = 'EXACT' | 'CLOSE' | 'BROAD' | 'NARROW' | 'PARTIAL';

export interface Named {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
}

export interface Citation {
  readonly evidence: Evidence;
  readonly locator: string | null;
  readonly quote: string | null;
  readonly source: { readonly id: string; readonly name: string; readonly address: string | null };
}

export interface PathStep {
  readonly along: boolean;
  readonly from: Named;
  readonly to: Named;
  readonly link: { readonly id: string; readonly kind: string; readonly evidence: Evidence; readonly citations?: readonly Citation[] };
}

/** What every view's query asks beside its own: which version answered. */
export interface Dated {
  readonly graph: { readonly version: number; readonly loadedAt: string };
}

/** Whether a search found all, and what cut it where not. */
export interface Cut {
  readonly complete: boolean;
  readonly reason: CutReason;
}

export interface Hit {
  readonly name: string;
  readonly origin: 'CHINESE' | 'ENGLISH' | 'ALTERNATIVE';
  readonly match: string;
  readonly spans: readonly { readonly start: number; readonly length: number }[];
  readonly entity: Named;
}

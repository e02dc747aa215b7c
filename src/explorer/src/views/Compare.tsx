import type { Cut, Dated, Named, PathStep } from '../api/types';
import { useHere } from '../page/address';
import { Answer, CutNote } from '../page/Answer';
import { EntityPickers, EvidenceChoice, evidenceIn, nameOf, useNamed } from '../page/choices';
import { EntityName } from '../page/facts';
import { useStepsText } from '../page/Steps';
import { Table } from '../page/Table';
import { entityKinds } from '../text/kinds';
import { useText } from '../text/language';
import query from './compare.graphql?raw';
import { Similarity } from './Similarity';

const lists = ['technologies', 'products', 'materials', 'scenarios', 'fields', 'policies'] as const;

interface List { readonly totalCount: number; readonly nodes: readonly Named[] }

type Card = Named & { readonly definition: string | null } & { readonly [list in (typeof lists)[number]]?: List };

interface CompareAnswer extends Dated {
  readonly graph: Dated['graph'] & {
    readonly commonEnablers: Cut & { readonly enablers: readonly { readonly entity: Named; readonly ways: readonly { readonly length: number; readonly steps: readonly PathStep[] }[] }[] };
    readonly entitiesById: readonly (Card | null)[];
  };
}

export function CompareView() {
  const { say } = useText();
  const { address: { parameters }, change, go } = useHere();
  const ids = [...new Set(parameters.getAll('of'))].slice(0, 6);
  const weakest = evidenceIn(parameters);
  const named = useNamed(ids);
  return (
    <>
      <h1>{say('compare')}</h1>
      <form class="question" onSubmit={(event) => event.preventDefault()}>
        <EntityPickers label={say('addIndustry')} kinds={['INDUSTRY']} most={6} chosen={ids.map((id) => nameOf(named, id))} onChange={(chosen) => go(change({ of: chosen }), true)} />
        <EvidenceChoice value={weakest} onChange={(value) => go(change({ evidence: value === 'CURATED' ? null : value }), true)} />
      </form>
      {ids.length < 2 ? <p class="nothing">{say('chooseTwo')}</p> : (
        <Answer<CompareAnswer>
          query={query}
          variables={{ ids, weakest }}
          title={({ graph }) => `${say('compare')} · ${graph.entitiesById.map((one) => one?.name).filter(Boolean).join(' · ')}`}
        >
          {({ graph }) => <Compared graph={graph} weakest={weakest} />}
        </Answer>
      )}
    </>
  );
}

function Compared(props: { graph: CompareAnswer['graph']; weakest: string }) {
  const { say, of } = useText();
  const text = useStepsText();
  const { graph } = props;
  const cards = graph.entitiesById.filter((card) => card !== null);
  return (
    <>
      <section>
        <h2>{say('sharedEnablers')} <span class="count">{graph.commonEnablers.enablers.length}</span></h2>
        <CutNote cut={graph.commonEnablers} />
        <Table
          title={say('sharedEnablers')}
          rows={graph.commonEnablers.enablers}
          columns={[
            { head: say('name'), value: (one) => one.entity.name, show: (one) => <EntityName entity={one.entity} /> },
            { head: say('kind'), value: (one) => of(entityKinds, one.entity.kind) },
            {
              head: say('ways'),
              value: (one) => one.ways.map((way) => text(way.steps)).join(' | '),
              show: (one) => <ul>{one.ways.map((way) => <li><bdi>{text(way.steps)}</bdi></li>)}</ul>,
            },
          ]}
        />
      </section>
      <section>
        <h2>{say('similarity')}</h2>
        <Similarity industries={cards} weakest={props.weakest} />
      </section>
      <section>
        <h2>{say('sideBySide')}</h2>
        <Table
          title={say('sideBySide')}
          rows={['definition' as const, ...lists]}
          columns={[
            { head: say('aspect'), value: (row) => say(row), show: (row) => <strong>{say(row)}</strong> },
            ...cards.map((card) => ({
              head: card.name,
              value: (row: 'definition' | (typeof lists)[number]) => row === 'definition' ? card.definition : (card[row]?.nodes ?? []).map((one) => one.name).join('; '),
              show: (row: 'definition' | (typeof lists)[number]) => row === 'definition' ? <bdi>{card.definition}</bdi> : <Names list={card[row]} common={commonIds(cards, row)} />,
            })),
          ]}
        />
      </section>
    </>
  );
}

/** The ids that stand in the lists of all. */
function commonIds(cards: readonly Card[], list: (typeof lists)[number]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const node of cards.flatMap((card) => card[list]?.nodes ?? [])) {
    counts.set(node.id, (counts.get(node.id) ?? 0) + 1);
  }

  return new Set([...counts].filter(([, count]) => count === cards.length).map(([id]) => id));
}

function Names(props: { list: List | undefined; common: ReadonlySet<string> }) {
  const { say } = useText();
  const { list } = props;
  if (!list || list.totalCount === 0) {
    return <span class="count">–</span>;
  }

  return (
    <>
      <ul>{list.nodes.map((one) => <li>{props.common.has(one.id) ? <mark><EntityName entity={one} /></mark> : <EntityName entity={one} />}</li>)}</ul>
      {list.totalCount > list.nodes.length && <small>{say('andMore', { n: list.totalCount })}</small>}
    </>
  );
}

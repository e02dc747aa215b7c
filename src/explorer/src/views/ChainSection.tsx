import type { Named, Stage } from '../api/types';
import { CutNote } from '../page/Answer';
import { EntityName, EvidenceMark, Sources } from '../page/facts';
import { Table } from '../page/Table';
import { entityKinds, evidences, stages } from '../text/kinds';
import { useText } from '../text/language';
import { chainOf, type Chain, type ChainItem, type ChainPart } from './chain';
import type { EntityLinkRow } from './sections';

const order = ['UPSTREAM', 'MIDSTREAM', 'DOWNSTREAM'] as const;
const derivedHeads = { UPSTREAM: 'suppliersByFlow', MIDSTREAM: 'partsNoStage', DOWNSTREAM: 'usersByFlow' } as const;

/** So many items of a group are shown at once; the others open. */
const most = 10;

/** The chain of an entity, from what supplies it to who uses it; nothing where the graph knows of none. */
export function ChainSection(props: { entity: Named; rows: readonly EntityLinkRow[]; parts: { readonly totalCount: number; readonly nodes: readonly ChainPart[] } }) {
  const { say } = useText();
  const { entity, parts } = props;
  const chain = chainOf(entity, props.rows, parts.nodes);
  const filled = order.some((stage) => chain.columns[stage].given.length + chain.columns[stage].derived.length > 0);
  // The parts of a classification are its codes, and flows alone make a chain of an industry only.
  if (entity.kind === 'CLASSIFICATION' || !(parts.totalCount > 0 || chain.stages.length > 0 || (entity.kind === 'INDUSTRY' && filled))) {
    return null;
  }

  const complete = parts.totalCount <= parts.nodes.length && parts.nodes.every(({ links }) => links.totalCount <= links.edges.length);
  return (
    <section>
      <h2>{say('chain')}</h2>
      {chain.stages.length > 0 && <Stages rows={chain.stages} />}
      {filled && (
        <>
          <p class="lead">{say('chainHelp')}</p>
          <CutNote cut={{ complete, reason: complete ? 'NONE' : 'RESULTS' }} quiet />
          <div class="chain">
            {order.map((stage) => <Column stage={stage} chain={chain} entity={entity} />)}
          </div>
          <ChainTable entity={entity} chain={chain} />
        </>
      )}
    </section>
  );
}

/** The stages that a source names, in their order. */
function Stages(props: { rows: readonly EntityLinkRow[] }) {
  const { say, of } = useText();
  return (
    <ol class="stages" aria-label={say('stages')}>
      {props.rows.map(({ node, link }) => (
        <li>
          <EntityName entity={node} />{link.stage && <small> {of(stages, link.stage)}</small>}
          <Sources of={node.name} evidence={link.evidence} citations={link.citations} />
        </li>
      ))}
    </ol>
  );
}

function Column(props: { stage: Stage; chain: Chain; entity: Named }) {
  const { say, of } = useText();
  const { stage, entity } = props;
  const { given, derived } = props.chain.columns[stage];
  const itself = stage === 'MIDSTREAM';
  return (
    <section class={'stage ' + stage.toLowerCase()}>
      <h3>{of(stages, stage)} <span class="count">{given.length + derived.length}</span></h3>
      {itself && <p class="itself"><bdi>{entity.name}</bdi> <small>{say('thisOne')}</small></p>}
      {given.length > 0 && <Group head={say('stageGiven')} items={given} />}
      {derived.length > 0 && <Group head={say(derivedHeads[stage])} items={derived} />}
      {!itself && given.length + derived.length === 0 && <p class="count">{say('noneKnown')}</p>}
    </section>
  );
}

function Group(props: { head: string; items: readonly ChainItem[] }) {
  const { say } = useText();
  const { items } = props;
  // One more to open is no gain.
  const shown = items.length > most + 1 ? most : items.length;
  return (
    <>
      <h4>{props.head} <span class="count">{items.length}</span></h4>
      <ul>{items.slice(0, shown).map((item) => <Item item={item} />)}</ul>
      {items.length > shown && (
        <details>
          <summary>{say('otherItems', { n: items.length - shown })}</summary>
          <ul>{items.slice(shown).map((item) => <Item item={item} />)}</ul>
        </details>
      )}
    </>
  );
}

function Item(props: { item: ChainItem }) {
  const { say } = useText();
  const { node, flow, evidence, row } = props.item;
  const others = props.item.with;
  return (
    <li>
      <EntityName entity={node} kind />
      {flow && (
        <small class="flow">
          {say(flow)}{' '}
          {others.slice(0, 2).map((one, n) => <>{n > 0 && ' · '}<bdi>{one.name}</bdi></>)}
          {others.length > 2 && <> {say('andMore', { n: others.length })}</>}
        </small>
      )}
      {row ? <Sources of={node.name} evidence={row.link.evidence} citations={row.link.citations} /> : <EvidenceMark evidence={evidence} />}
    </li>
  );
}

function ChainTable(props: { entity: Named; chain: Chain }) {
  const { say, of } = useText();
  const rows = order.flatMap((stage) => {
    const { given, derived } = props.chain.columns[stage];
    return [
      ...given.map((item) => ({ stage, item, basis: say('stageGiven') })),
      ...derived.map((item) => ({ stage, item, basis: say(derivedHeads[stage]) })),
    ];
  });
  return (
    <details>
      <summary>{say('csv')}</summary>
      <Table
        title={`${props.entity.name} ${say('chain')}`}
        rows={rows}
        most={50}
        columns={[
          { head: say('stage'), value: ({ stage }) => of(stages, stage) },
          { head: say('basis'), value: ({ basis }) => basis },
          { head: say('name'), value: ({ item }) => item.node.name, show: ({ item }) => <EntityName entity={item.node} /> },
          { head: say('kind'), value: ({ item }) => of(entityKinds, item.node.kind) },
          { head: say('flow'), value: ({ item }) => item.flow ? `${say(item.flow)} ${item.with.map((one) => one.name).join('; ')}` : null },
          { head: say('evidence'), value: ({ item }) => of(evidences, item.evidence), show: ({ item }) => <EvidenceMark evidence={item.evidence} /> },
          { head: say('id'), value: ({ item }) => item.node.id, hidden: true },
        ]}
      />
    </details>
  );
}

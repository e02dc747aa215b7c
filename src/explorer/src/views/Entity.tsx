import type { Citation, Dated, Named } from '../api/types';
import { PageLink, useHere } from '../page/address';
import { Answer } from '../page/Answer';
import { citationsText, EntityName, OutsideLink, Sources } from '../page/facts';
import { Table } from '../page/Table';
import { entityKinds, evidences, matches, stages } from '../text/kinds';
import { useText } from '../text/language';
import type { ChainPart } from './chain';
import { ChainSection } from './ChainSection';
import query from './entity.graphql?raw';
import { sectionsOf, type EntityLinkRow } from './sections';

interface EntityAnswer extends Dated {
  readonly graph: Dated['graph'] & {
    readonly entity: (Named & {
      readonly names: { readonly zh: string | null; readonly en: string | null; readonly alternatives: readonly string[] };
      readonly definition: string | null;
      readonly validity: { readonly from: string | null; readonly to: string | null };
      readonly citations: readonly Citation[];
      readonly address?: string | null;
      readonly links: {
        readonly totalCount: number;
        readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
        readonly edges: readonly EntityLinkRow[];
      };
      readonly parts?: { readonly totalCount: number; readonly nodes: readonly ChainPart[] };
    }) | null;
  };
}

type Shown = NonNullable<EntityAnswer['graph']['entity']>;

export function EntityView() {
  const { say } = useText();
  const { address, change, go } = useHere();
  const hide = address.parameters.get('curated') === 'hidden';
  const after = address.parameters.get('after');
  const variables = { id: address.id ?? '', weakest: hide ? 'DERIVED' : 'CURATED', after, chain: after === null };
  return (
    <Answer<EntityAnswer> query={query} variables={variables} title={({ graph }) => graph.entity?.name ?? address.id ?? ''}>
      {({ graph: { entity } }) => entity === null ? (
        <section class="nothing">
          <h1><bdi>{address.id}</bdi></h1>
          <p>{say('notFound')}</p>
        </section>
      ) : (
        <>
          <Identity entity={entity} />
          <label class="switch">
            <input type="checkbox" role="switch" checked={hide} onChange={() => go(change({ curated: hide ? null : 'hidden', after: null }), true)} />
            {say('hideCurated')}
          </label>
          {entity.parts && <ChainSection entity={entity} rows={entity.links.edges} parts={entity.parts} />}
          <Links entity={entity} />
          {(entity.links.pageInfo.hasNextPage || after !== null) && (
            <p class="cut">
              {say('shownOf', { shown: entity.links.edges.length, total: entity.links.totalCount })}{' '}
              {after !== null && <><PageLink to={change({ after: null })}>{say('first')}</PageLink>{' '}</>}
              {entity.links.pageInfo.hasNextPage && <PageLink to={change({ after: entity.links.pageInfo.endCursor })}>{say('more')}</PageLink>}
            </p>
          )}
        </>
      )}
    </Answer>
  );
}

function Identity(props: { entity: Shown }) {
  const { say, of, language } = useText();
  const { at } = useHere();
  const { entity } = props;
  const other = language === 'zh' ? entity.names.en : entity.names.zh;
  return (
    <>
      <h1><bdi>{entity.name}</bdi> <small class="kind">{of(entityKinds, entity.kind)}</small></h1>
      {other && other !== entity.name && <p class="other-name" lang={language === 'zh' ? 'en' : 'zh-CN'}><bdi>{other}</bdi></p>}
      {entity.definition && <p class="lead"><bdi>{entity.definition}</bdi></p>}
      <dl class="identity">
        <dt>{say('id')}</dt>
        <dd><code>{entity.id}</code><OutsideLink address={entity.address ?? null} /></dd>
        {entity.names.alternatives.length > 0 && (
          <>
            <dt>{say('otherNames')}</dt>
            <dd>{entity.names.alternatives.map((name, n) => <>{n > 0 && ' · '}<bdi>{name}</bdi></>)}</dd>
          </>
        )}
        {(entity.validity.from ?? entity.validity.to) && (
          <>
            <dt>{say('validity')}</dt>
            <dd>{entity.validity.from ?? '…'} – {entity.validity.to ?? '…'}</dd>
          </>
        )}
        <dt>{say('sources')}</dt>
        <dd><Sources of={entity.name} evidence={strongest(entity.citations)} citations={entity.citations} /></dd>
      </dl>
      <p class="actions">
        <PageLink to={at('picture', entity.id)}>{say('picture')}</PageLink>
        <PageLink to={at('paths', null, { from: entity.id })}>{say('paths')}</PageLink>
        <PageLink to={at('supply', entity.id)}>{say('supply')}</PageLink>
        {entity.kind === 'INDUSTRY' && <PageLink to={at('compare', null, { of: entity.id })}>{say('compare')}</PageLink>}
        <PageLink to={at('crosswalk', null, { of: entity.id })}>{say('crosswalk')}</PageLink>
      </p>
    </>
  );
}

function strongest(citations: readonly Citation[]) {
  return (['STATED', 'DERIVED', 'CURATED'] as const).find((evidence) => citations.some((one) => one.evidence === evidence)) ?? 'CURATED';
}

function Links(props: { entity: Shown }) {
  const { say } = useText();
  const sections = sectionsOf(props.entity.id, props.entity.links.edges);
  return sections.length === 0 ? <p class="nothing">{say('nothing')}</p> : (
    <>
      {sections.map(([name, rows]) => (
        <section>
          <h2>{say(name)} <span class="count">{rows.length}</span></h2>
          <LinkTable title={`${props.entity.name} ${say(name)}`} rows={rows} />
        </section>
      ))}
    </>
  );
}

function LinkTable(props: { title: string; rows: readonly EntityLinkRow[] }) {
  const { say, of } = useText();
  const remark = ({ link, node }: EntityLinkRow) => [
    node.code, link.match && of(matches, link.match), link.stage && of(stages, link.stage), link.relation, link.practice, link.note,
    link.coefficient !== null && link.coefficient.toPrecision(3) + (link.year ? ` (${link.year})` : ''),
  ].filter(Boolean).join(' · ');
  return (
    <Table
      title={props.title}
      rows={props.rows}
      columns={[
        { head: say('name'), value: (row) => row.node.name, show: (row) => <EntityName entity={row.node} /> },
        { head: say('kind'), value: (row) => of(entityKinds, row.node.kind) },
        { head: say('note'), value: remark, show: (row) => <bdi>{remark(row)}</bdi> },
        {
          head: say('evidence'),
          value: (row) => of(evidences, row.link.evidence),
          show: (row) => <Sources of={row.node.name} evidence={row.link.evidence} citations={row.link.citations} />,
        },
        ...(['id', 'sources'] as const).map((word) => ({
          head: say(word),
          value: (row: EntityLinkRow) => word === 'id' ? row.link.id : citationsText(row.link.citations),
          hidden: true,
        })),
      ]}
    />
  );
}

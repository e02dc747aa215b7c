import type { Dated, Named } from '../api/types';
import { addressText, numberIn, PageLink, useHere } from '../page/address';
import { Answer, CutNote, moment } from '../page/Answer';
import { EntityName } from '../page/facts';
import { Table } from '../page/Table';
import { changeTypes, entityKinds, fields, kindKey, linkKinds, origins } from '../text/kinds';
import { useText } from '../text/language';
import query from './versions.graphql?raw';

interface Version {
  readonly number: number;
  readonly loadedAt: string;
  readonly who: string;
  readonly message: string;
  readonly origin: string;
  readonly contentHash: string | null;
  readonly counts: { readonly entitiesPut: number; readonly entitiesRemoved: number; readonly linksPut: number; readonly linksRemoved: number };
}

interface Page<T> {
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly nodes: readonly T[];
}

interface Change {
  readonly id: string;
  readonly kind: string;
  readonly type: string;
  readonly fields: readonly { readonly field: string; readonly old: string | null; readonly new: string | null }[];
  readonly entity: Named | null;
  readonly link: { readonly kind: string; readonly from: Named; readonly to: Named } | null;
}

interface Diff {
  readonly complete: boolean;
  readonly kinds: readonly { readonly kind: string; readonly added: number; readonly changed: number; readonly removed: number }[];
  readonly changes: Page<Change>;
}

interface VersionsAnswer extends Dated {
  readonly versions: Page<Version>;
  readonly diff?: Diff;
}

export function VersionsView() {
  const { say } = useText();
  const { address: { parameters }, change } = useHere();
  const most = 2 ** 31 - 1;
  const from = numberIn(parameters, 'from', 0, most, -1);
  const to = numberIn(parameters, 'to', 0, most, -1);
  const compare = from >= 0 && to >= 0;
  const after = parameters.get('after');
  return (
    <>
      <h1>{say('versions')}</h1>
      <Answer<VersionsAnswer>
        query={query}
        variables={{ after, from: Math.max(from, 0), to: Math.max(to, 0), compare, changesAfter: parameters.get('changesAfter') }}
        title={() => compare ? say('difference', { from, to }) : say('versions')}
      >
        {({ versions, diff }) => (
          <>
            <VersionTable versions={versions.nodes} />
            {(after !== null || versions.pageInfo.hasNextPage) && (
              <p class="actions">
                {after !== null && <PageLink to={change({ after: null })}>{say('first')}</PageLink>}
                {versions.pageInfo.hasNextPage && <PageLink to={change({ after: versions.pageInfo.endCursor })}>{say('more')}</PageLink>}
              </p>
            )}
            {diff && <Difference diff={diff} from={from} to={to} />}
          </>
        )}
      </Answer>
    </>
  );
}

function VersionTable(props: { versions: readonly Version[] }) {
  const { say, of } = useText();
  const { change } = useHere();
  return (
    <Table
      title={say('versions')}
      rows={props.versions}
      columns={[
        { head: say('number'), value: (one) => one.number },
        { head: say('when'), value: (one) => one.loadedAt, show: (one) => moment(one.loadedAt) },
        { head: say('who'), value: (one) => one.who, show: (one) => <bdi>{one.who}</bdi> },
        { head: say('why'), value: (one) => one.message, show: (one) => <bdi>{one.message}</bdi> },
        { head: say('origin'), value: (one) => one.origin, show: (one) => <bdi>{of(origins, one.origin)}</bdi> },
        ...(['entitiesPut', 'entitiesRemoved', 'linksPut', 'linksRemoved'] as const).map((count) => ({ head: say(count), value: (one: Version) => one.counts[count] })),
        { head: 'SHA-256', value: (one) => one.contentHash, hidden: true },
        {
          head: say('actions'),
          value: null,
          show: (one) => (
            <span class="actions">
              <PageLink to={change({ from: String(one.number - 1), to: String(one.number), changesAfter: null })}>{say('whatChanged')}</PageLink>
              <PageLink to={addressText('', null, { version: String(one.number) })}>{say('asOfThis')}</PageLink>
            </span>
          ),
        },
      ]}
    />
  );
}

function Difference(props: { diff: Diff; from: number; to: number }) {
  const { say, of } = useText();
  const { change, address: { parameters } } = useHere();
  const { diff, from, to } = props;
  const { changes } = diff;
  const title = say('difference', { from, to });
  const sentence = (one: Change) => one.entity?.name ?? (one.link ? `${one.link.from.name} ${of(linkKinds, one.link.kind)} ${one.link.to.name}` : one.id);
  const kind = (one: { readonly kind: string }) => of({ ...entityKinds, ...linkKinds }, kindKey(one.kind));
  const changed = (one: Change) => one.fields.map((field) => `${of(fields, field.field)}: ${field.old ?? say('empty')} → ${field.new ?? say('empty')}`);
  return (
    <section>
      <h2>{title}</h2>
      <CutNote cut={{ complete: diff.complete, reason: 'RESULTS' }} />
      <h3>{say('byKind')}</h3>
      <Table
        title={`${title} ${say('byKind')}`}
        rows={diff.kinds}
        columns={[
          { head: say('kind'), value: kind },
          { head: say('added'), value: (one) => one.added },
          { head: say('changed'), value: (one) => one.changed },
          { head: say('removed'), value: (one) => one.removed },
          { head: say('id'), value: (one) => one.kind, hidden: true },
        ]}
      />
      <h3>{say('changes')} <span class="count">{changes.totalCount}</span></h3>
      <Table
        title={`${title} ${say('changes')}`}
        rows={changes.nodes}
        columns={[
          { head: say('change'), value: (one) => of(changeTypes, one.type) },
          { head: say('kind'), value: kind },
          {
            head: say('name'),
            value: sentence,
            show: (one) => one.entity ? <EntityName entity={one.entity} />
              : one.link ? <><EntityName entity={one.link.from} /> <span class="verb">{of(linkKinds, one.link.kind)}</span> <EntityName entity={one.link.to} /></>
                : <bdi>{one.id}</bdi>,
          },
          { head: say('fieldsChanged'), value: (one) => changed(one).join('; '), show: (one) => <ul>{changed(one).map((field) => <li><bdi>{field}</bdi></li>)}</ul> },
          { head: say('id'), value: (one) => one.id, hidden: true },
        ]}
      />
      {(changes.pageInfo.hasNextPage || parameters.has('changesAfter')) && (
        <p class="cut">
          {say('changesShown', { shown: changes.nodes.length, total: changes.totalCount })}{' '}
          {parameters.has('changesAfter') && <><PageLink to={change({ changesAfter: null })}>{say('first')}</PageLink>{' '}</>}
          {changes.pageInfo.hasNextPage && <PageLink to={change({ changesAfter: changes.pageInfo.endCursor })}>{say('more')}</PageLink>}
        </p>
      )}
    </section>
  );
}

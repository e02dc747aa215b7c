import type { Dated, Named } from '../api/types';
import { entityAddress, PageLink, useHere } from '../page/address';
import { Answer } from '../page/Answer';
import { EntityPicker } from '../page/EntityPicker';
import { Table } from '../page/Table';
import { entityKinds, linkKinds } from '../text/kinds';
import { useText } from '../text/language';
import query from './home.graphql?raw';

interface Count { readonly totalCount: number }

interface HomeIndustry extends Named {
  readonly names: { readonly zh: string | null; readonly en: string | null };
  readonly links: Count;
  readonly technologies?: Count;
  readonly policies?: Count;
}

/** A group of the page; null where the graph has none of its id. */
type Group = { readonly members?: Count & { readonly nodes: readonly HomeIndustry[] } } | null;

interface Home extends Dated {
  readonly graph: Dated['graph'] & {
    readonly entities: readonly { kind: string; count: number }[];
    readonly links: readonly { kind: string; count: number }[];
    readonly eight: Group;
    readonly nine: Group;
    readonly traditional: Group;
  };
}

const groups = ['eight', 'nine', 'traditional'] as const;

export function HomeView() {
  const { say, of, language } = useText();
  const { address, go, at } = useHere();
  const sum = (counts: readonly { count: number }[]) => counts.reduce((all, one) => all + one.count, 0).toLocaleString(language);
  return (
    <>
      <h1>{say('title')}</h1>
      <p class="lead">{say('homeLead')}</p>
      <EntityPicker
        label={say('search')}
        placeholder={say('searchFor')}
        onPick={(entity) => go(entityAddress(entity, { version: address.parameters.get('version') }))}
        onText={(text) => go(at('search', null, { text }))}
      />
      <Answer<Home> query={query} variables={{}} title={() => say('title')}>
        {({ graph }) => (
          <>
            {groups.map((group) => (
              <section class="group">
                <h2>{say(group)} <span class="count">{graph[group]?.members?.totalCount ?? 0}</span></h2>
                {!graph[group]?.members?.totalCount && <p class="nothing">{say('nothing')}</p>}
                <ul class="cards">
                  {graph[group]?.members?.nodes.map((industry) => (
                    <li>
                      <PageLink to={entityAddress(industry, { version: address.parameters.get('version') })}><bdi>{industry.name}</bdi></PageLink>
                      <small><bdi>{language === 'zh' ? industry.names.en : industry.names.zh}</bdi></small>
                      <small>
                        {say('links')} {industry.links.totalCount} · {say('technologies')} {industry.technologies?.totalCount ?? 0} · {say('policies')} {industry.policies?.totalCount ?? 0}
                      </small>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
            <details class="holds">
              <summary>{say('holds', { entities: sum(graph.entities), links: sum(graph.links) })}</summary>
              <Table
                title={say('nodes')}
                rows={[
                  ...graph.entities.map((one) => ({ name: of(entityKinds, one.kind), ...one })),
                  ...graph.links.map((one) => ({ name: of(linkKinds, one.kind), ...one })),
                ]}
                columns={[
                  { head: say('kind'), value: (row) => row.name },
                  { head: say('id'), value: (row) => row.kind },
                  { head: say('howMany'), value: (row) => row.count },
                ]}
              />
            </details>
          </>
        )}
      </Answer>
    </>
  );
}

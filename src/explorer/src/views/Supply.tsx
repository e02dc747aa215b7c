import type { Cut, Dated, Evidence, Named } from '../api/types';
import { numberIn, useHere } from '../page/address';
import { Answer, CutNote } from '../page/Answer';
import { EvidenceChoice, evidenceIn, nameOf, NumberChoice, useNamed } from '../page/choices';
import { EntityPicker } from '../page/EntityPicker';
import { EntityName, EvidenceMark } from '../page/facts';
import { Table } from '../page/Table';
import { Picture } from '../picture/Picture';
import { subgraph } from '../picture/subgraph';
import { entityKinds, evidences, linkKinds } from '../text/kinds';
import { useText } from '../text/language';
import query from './supply.graphql?raw';

interface Reached {
  readonly level: number;
  readonly entity: Named;
  readonly step: {
    readonly along: boolean;
    readonly from: { readonly id: string };
    readonly to: { readonly id: string };
    readonly link: { readonly id: string; readonly kind: string; readonly evidence: Evidence };
  };
}

interface Reach extends Cut {
  readonly levels: readonly { readonly level: number; readonly count: number }[];
  readonly entities: readonly Reached[];
}

interface Hit {
  readonly hops: number;
  readonly strength: number;
  readonly suppliers: number;
  readonly suppliersHit: number;
  readonly entity: Named;
}

interface SupplyAnswer extends Dated {
  readonly graph: Dated['graph'] & {
    readonly entity: Named | null;
    readonly lost: Named | null;
    readonly upstream: Reach;
    readonly downstream: Reach;
    readonly chokepoints: Cut & {
      readonly considered: number;
      readonly chokepoints: readonly { readonly lostCount: number; readonly entity: Named; readonly lost: readonly Named[] }[];
    };
    readonly impactByHops: Cut & { readonly affectedCount: number; readonly affected: readonly Hit[] };
  };
}

export function SupplyView() {
  const { say } = useText();
  const { address: { id, parameters }, at, change, go } = useHere();
  const hops = numberIn(parameters, 'hops', 1, 6, 3);
  const weakest = evidenceIn(parameters);
  const lost = parameters.get('lost') ?? id;
  const named = useNamed([id, lost].filter((one) => one !== null));
  const put = (changed: Record<string, string | null>) => go(change(changed), true);
  return (
    <>
      <h1>{say('supply')}{id !== null && <> · <bdi>{nameOf(named, id).name}</bdi></>}</h1>
      <form class="question" onSubmit={(event) => event.preventDefault()}>
        <EntityPicker label={say('entity')} chosen={id === null ? null : nameOf(named, id)} onPick={(entity) => go(at('supply', entity.id))} />
        <NumberChoice label={say('hops')} value={hops} least={1} most={6} onChange={(value) => put({ hops: value })} />
        <EvidenceChoice value={weakest} onChange={(value) => put({ evidence: value === 'CURATED' ? null : value })} />
      </form>
      {id === null || lost === null ? <p class="nothing">{say('choose')}</p> : (
        <Answer<SupplyAnswer> query={query} variables={{ of: id, lost, hops, weakest }} title={({ graph }) => `${say('supply')} · ${graph.entity?.name ?? id}`}>
          {({ graph }) => graph.entity && graph.lost ? <Chain graph={graph} of={graph.entity} lost={graph.lost} /> : <p class="nothing">{say('notFound')}</p>}
        </Answer>
      )}
    </>
  );
}

function Chain(props: { graph: SupplyAnswer['graph']; of: Named; lost: Named }) {
  const { say, of } = useText();
  const { change, go } = useHere();
  const { graph, lost } = props;
  const { upstream, downstream, chokepoints, impactByHops: impact } = graph;
  const choke = new Set(chokepoints.chokepoints.map((one) => one.entity.id));
  const strengths = new Map(impact.affected.map((one) => [one.entity.id, one.strength]));
  const lose = (entity: Named) => (
    <button type="button" class="quiet" aria-label={say('lose', { name: entity.name })} onClick={() => go(change({ lost: entity.id }), true)}>{say('loseIt')}</button>
  );
  const shade = (id: string) => id === lost.id ? 'hit3' : hitClass(strengths.get(id));
  const reached = [...upstream.entities, ...downstream.entities];
  return (
    <>
      {([['upstreamOf', upstream], ['downstreamOf', downstream]] as const).map(([word, reach]) => (
        <section>
          <h2>{say(word)} <span class="count">{reach.levels.reduce((sum, level) => sum + level.count, 0)}</span></h2>
          <CutNote cut={reach} quiet />
          {reach.entities.length === 0 ? <p class="nothing">{say('nothing')}</p> : (
            <div class="levels" role="region" aria-label={say(word)} tabIndex={0}>
              {reach.levels.map(({ level, count }) => (
                <section tabIndex={0} aria-label={`${say(word)} ${say('level', { n: level })}`}>
                  <h3>{say('level', { n: level })} <span class="count">{count}</span></h3>
                  <ul>
                    {reach.entities.filter((one) => one.level === level).map((one) => (
                      <li class={shade(one.entity.id)}>
                        <EntityName entity={one.entity} kind />{' '}
                        {word === 'upstreamOf' && choke.has(one.entity.id) && <span class="mark-chokepoint">{say('chokepoint')}</span>}
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </div>
          )}
          <details>
            <summary>{say('csv')}</summary>
            <Table
              title={`${props.of.name} ${say(word)}`}
              rows={reach.entities}
              most={100}
              columns={[
                { head: say('levelColumn'), value: (one) => one.level },
                { head: say('name'), value: (one) => one.entity.name, show: (one) => <EntityName entity={one.entity} /> },
                { head: say('kind'), value: (one) => of(entityKinds, one.entity.kind) },
                { head: say('broughtInBy'), value: (one) => of(linkKinds, one.step.link.kind) },
                { head: say('evidence'), value: (one) => of(evidences, one.step.link.evidence), show: (one) => <EvidenceMark evidence={one.step.link.evidence} /> },
                { head: say('chokepoint'), value: (one) => choke.has(one.entity.id) ? say('yes') : '' },
                { head: say('id'), value: (one) => one.step.link.id, hidden: true },
              ]}
            />
          </details>
        </section>
      ))}

      <section>
        <h2>{say('chokepoints')} <span class="count">{chokepoints.chokepoints.length}</span></h2>
        <p class="lead">{say('chokepointsHelp')}</p>
        <CutNote cut={chokepoints} />
        <Table
          title={`${props.of.name} ${say('chokepoints')}`}
          rows={chokepoints.chokepoints}
          columns={[
            { head: say('name'), value: (one) => one.entity.name, show: (one) => <EntityName entity={one.entity} kind /> },
            { head: say('lostCount'), value: (one) => one.lostCount },
            { head: say('lost'), value: (one) => one.lost.map((entity) => entity.name).join('; '), show: (one) => <bdi>{one.lost.map((entity) => entity.name).join(' · ')}{one.lostCount > one.lost.length ? ' …' : ''}</bdi> },
            { head: say('actions'), value: null, show: (one) => lose(one.entity) },
          ]}
        />
      </section>

      <section>
        <h2>{say('impact', { name: lost.name })}</h2>
        <p class="actions">
          <span role="status">{say('affectedCount', { n: impact.affectedCount })}</span>
          {lost.id !== props.of.id && lose(props.of)}
        </p>
        <CutNote cut={impact} />
        <Table
          title={say('impact', { name: lost.name })}
          rows={impact.affected}
          rowClass={(one) => hitClass(one.strength)}
          columns={[
            { head: say('name'), value: (one) => one.entity.name, show: (one) => <EntityName entity={one.entity} kind /> },
            { head: say('length'), value: (one) => one.hops },
            { head: say('strength'), value: (one) => one.strength, show: (one) => one.strength.toFixed(2) },
            { head: say('suppliersHit'), value: (one) => `${one.suppliersHit} / ${one.suppliers}` },
          ]}
        />
      </section>

      <Picture
        title={`${say('supply')} ${props.of.name}`}
        layout="layered"
        graph={subgraph(
          [props.of, lost, ...reached.map((one) => one.entity)].map((one) => ({
            id: one.id, kind: one.kind, name: one.name, centre: one.id === props.of.id, hit: one.id === lost.id ? 1 : strengths.get(one.id) ?? 0,
          })),
          reached.map(({ step: { link, along, from, to } }) => ({
            id: link.id, kind: link.kind, evidence: link.evidence, from: along ? from.id : to.id, to: along ? to.id : from.id,
          })),
        )}
      />
    </>
  );
}

/** Three shades, darkest for what is hit hardest. */
function hitClass(strength: number | undefined): string {
  if (strength === undefined || strength <= 0) {
    return '';
  }

  return strength >= 0.4 ? 'hit3' : strength >= 0.1 ? 'hit2' : 'hit1';
}

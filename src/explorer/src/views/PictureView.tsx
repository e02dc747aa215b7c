import type { Dated, Evidence, Named } from '../api/types';
import { PageLink, useHere } from '../page/address';
import { Answer } from '../page/Answer';
import { Choice, EvidenceChoice, evidenceIn, kindsIn, LinkKindChoice, nameOf, useNamed } from '../page/choices';
import { EntityPicker } from '../page/EntityPicker';
import { EntityName, EvidenceMark } from '../page/facts';
import { Table } from '../page/Table';
import { Picture } from '../picture/Picture';
import { subgraph } from '../picture/subgraph';
import { entityKinds, evidences, linkKinds } from '../text/kinds';
import { useText } from '../text/language';
import query from './picture.graphql?raw';

interface Expanded extends Named {
  readonly links: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly node: Named;
      readonly link: { readonly id: string; readonly kind: string; readonly evidence: Evidence; readonly from: { readonly id: string }; readonly to: { readonly id: string } };
    }[];
  };
}

interface PictureAnswer extends Dated {
  readonly graph: Dated['graph'] & { readonly entitiesById: readonly (Expanded | null)[] };
}

/** What fits into the cost of one request, 100 links each. */
const mostExpanded = 30;

export function PictureView() {
  const { say } = useText();
  const { address, at, change, go } = useHere();
  const { id, parameters } = address;
  const named = useNamed(id === null ? [] : [id]);
  const layout = parameters.get('layout') === 'layered' ? 'layered' : 'force';
  const expanded = [...new Set(parameters.getAll('expand'))].filter((one) => one !== id);
  const chosenKinds = kindsIn(parameters);
  const weakest = evidenceIn(parameters);
  const put = (parameters: Record<string, string | readonly string[] | null>) => go(change(parameters), true);
  return (
    <>
      <h1>{say('picture')}{id !== null && <> · <bdi>{nameOf(named, id).name}</bdi></>}</h1>
      <form class="question" onSubmit={(event) => event.preventDefault()}>
        <EntityPicker label={say('entity')} chosen={id === null ? null : nameOf(named, id)} onPick={(entity) => go(at('picture', entity.id))} />
        <Choice
          label={say('layout')}
          value={layout}
          of={[['force', say('force')], ['layered', say('layered')]]}
          onChange={(value) => put({ layout: value === 'layered' ? value : null })}
        />
        <EvidenceChoice value={weakest} onChange={(value) => put({ evidence: value === 'CURATED' ? null : value })} />
        <LinkKindChoice chosen={chosenKinds ?? []} onChange={(kinds) => put({ kinds })} />
      </form>
      {id === null ? <p class="nothing">{say('choose')}</p> : (
        <Answer<PictureAnswer>
          query={query}
          variables={{ ids: [id, ...expanded].slice(0, mostExpanded), first: 100, kinds: chosenKinds, weakest }}
          title={({ graph }) => `${say('picture')} · ${graph.entitiesById[0]?.name ?? id}`}
        >
          {({ graph }) => (
            <>
              {expanded.length >= mostExpanded && <p class="cut">{say('tooManyExpanded', { n: mostExpanded })}</p>}
              {graph.entitiesById[0]
                ? <Neighbourhood centre={graph.entitiesById[0]} all={graph.entitiesById.filter((one) => one !== null)} layout={layout} expanded={expanded} />
                : <p class="nothing">{say('notFound')}</p>}
            </>
          )}
        </Answer>
      )}
    </>
  );
}

function Neighbourhood(props: { centre: Expanded; all: readonly Expanded[]; layout: 'force' | 'layered'; expanded: readonly string[] }) {
  const { say, of } = useText();
  const { at, change, go } = useHere();
  const { centre, all, expanded } = props;
  const drawn = subgraph(
    [{ id: centre.id, kind: centre.kind, name: centre.name, centre: true }, ...all, ...all.flatMap((one) => one.links.edges.map((edge) => edge.node))]
      .map(({ id, kind, name }) => ({ id, kind, name, ...(id === centre.id ? { centre: true } : {}) })),
    all.flatMap((one) => one.links.edges.map(({ link }) => ({ id: link.id, kind: link.kind, evidence: link.evidence, from: link.from.id, to: link.to.id }))),
  );
  const names = new Map(drawn.nodes.map((node) => [node.id, node]));
  const toggle = (id: string) => {
    if (id !== centre.id) {
      go(change({ expand: expanded.includes(id) ? expanded.filter((one) => one !== id) : [...expanded, id] }), true);
    }
  };
  const end = (id: string) => names.get(id) ?? { id, kind: '', name: id };
  return (
    <>
      <p class="lead">{say('pictureHelp')}</p>
      <Picture title={centre.name} graph={drawn} layout={props.layout} onNode={toggle} />
      {all.filter((one) => one.links.totalCount > one.links.edges.length).map((one) => (
        <p class="cut">{say('linksCut', { name: one.name, total: one.links.totalCount, shown: one.links.edges.length })}</p>
      ))}
      <h2>{say('nodes')} <span class="count">{drawn.nodes.length}</span></h2>
      <Table
        title={`${centre.name} ${say('nodes')}`}
        rows={drawn.nodes}
        most={200}
        columns={[
          { head: say('name'), value: (node) => node.name, show: (node) => <EntityName entity={node} /> },
          { head: say('kind'), value: (node) => of(entityKinds, node.kind) },
          { head: say('id'), value: (node) => node.id, hidden: true },
          {
            head: say('actions'),
            value: null,
            show: (node) => node.id === centre.id ? null : (
              <span class="actions">
                <button
                  type="button"
                  class="quiet"
                  aria-label={say(expanded.includes(node.id) ? 'collapseOf' : 'expandOf', { name: node.name })}
                  onClick={() => toggle(node.id)}
                >
                  {say(expanded.includes(node.id) ? 'collapse' : 'expand')}
                </button>
                <PageLink to={at('picture', node.id)}>{say('lookAt')}</PageLink>
              </span>
            ),
          },
        ]}
      />
      <h2>{say('links')} <span class="count">{drawn.edges.length}</span></h2>
      <Table
        title={`${centre.name} ${say('links')}`}
        rows={drawn.edges}
        most={200}
        columns={[
          { head: say('from'), value: (edge) => end(edge.from).name, show: (edge) => <EntityName entity={end(edge.from)} /> },
          { head: say('kind'), value: (edge) => of(linkKinds, edge.kind) },
          { head: say('to'), value: (edge) => end(edge.to).name, show: (edge) => <EntityName entity={end(edge.to)} /> },
          { head: say('evidence'), value: (edge) => of(evidences, edge.evidence), show: (edge) => <EvidenceMark evidence={edge.evidence} /> },
          { head: say('id'), value: (edge) => edge.id, hidden: true },
        ]}
      />
    </>
  );
}

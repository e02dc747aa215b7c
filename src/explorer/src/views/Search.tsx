import type { Dated, Hit } from '../api/types';
import { entityAddress, useHere } from '../page/address';
import { Answer, CutNote } from '../page/Answer';
import { EntityPicker, MatchedName } from '../page/EntityPicker';
import { EntityName } from '../page/facts';
import { Table } from '../page/Table';
import { entityKinds, nameOrigins } from '../text/kinds';
import { useText } from '../text/language';
import query from './search.graphql?raw';

interface SearchAnswer extends Dated {
  readonly graph: Dated['graph'] & { readonly search: { readonly complete: boolean; readonly totalCount: number; readonly hits: readonly Hit[] } };
}

export function SearchView() {
  const { say, of } = useText();
  const { address, go, at } = useHere();
  const text = address.parameters.get('text') ?? '';
  const title = say('searchResults', { text });
  return (
    <>
      <h1>{title}</h1>
      <EntityPicker
        label={say('search')}
        placeholder={say('searchFor')}
        onPick={(entity) => go(entityAddress(entity, { version: address.parameters.get('version') }))}
        onText={(other) => go(at('search', null, { text: other }))}
      />
      <Answer<SearchAnswer> query={query} variables={{ text }} title={() => title}>
        {({ graph: { search } }) => search.hits.length === 0 ? <p class="nothing">{say('noHits', { text })}</p> : (
          <>
            {!search.complete && <CutNote cut={{ complete: false, reason: 'RESULTS' }} />}
            <Table
              title={title}
              rows={search.hits}
              columns={[
                { head: say('name'), value: (hit) => hit.entity.name, show: (hit) => <EntityName entity={hit.entity} /> },
                { head: say('kind'), value: (hit) => of(entityKinds, hit.entity.kind) },
                { head: say('matchedName'), value: (hit) => hit.name, show: (hit) => <><MatchedName hit={hit} /> <small>{of(nameOrigins, hit.origin)}</small></> },
                { head: say('id'), value: (hit) => hit.entity.id, show: (hit) => <code>{hit.entity.id}</code> },
              ]}
            />
          </>
        )}
      </Answer>
    </>
  );
}

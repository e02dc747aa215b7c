import type { Citation, Evidence, Named } from '../api/types';
import { entityKinds, evidences } from '../text/kinds';
import { useText } from '../text/language';
import { entityAddress, PageLink, useHere } from './address';

/** How facts are shown everywhere: an entity's name, the mark of its evidence, its sources on demand. */

export function EntityName(props: { entity: Named; kind?: boolean }) {
  const { of } = useText();
  const { address } = useHere();
  const { entity } = props;
  return (
    <>
      <PageLink to={entityAddress(entity, { version: address.parameters.get('version') })}><bdi>{entity.name}</bdi></PageLink>
      {props.kind && <small class="kind"> {of(entityKinds, entity.kind)}</small>}
    </>
  );
}

const marks: Readonly<Record<Evidence, string>> = { STATED: '●', DERIVED: '◐', CURATED: '○' };

export function EvidenceMark(props: { evidence: Evidence }) {
  const { of } = useText();
  return (
    <span class={'evidence ' + props.evidence.toLowerCase()}>
      <span aria-hidden="true">{marks[props.evidence]}</span> {of(evidences, props.evidence)}
    </span>
  );
}

/** The evidence mark of a fact, that opens to its sources. */
export function Sources(props: { of: string; evidence: Evidence; citations: readonly Citation[] }) {
  const { say } = useText();
  const { at } = useHere();
  return (
    <details class="sources">
      <summary><EvidenceMark evidence={props.evidence} /><span class="unseen">{say('sourceOf', { name: props.of })}</span></summary>
      <ul>
        {props.citations.map((citation) => (
          <li>
            <EvidenceMark evidence={citation.evidence} />{' '}
            <PageLink to={at('entity', citation.source.id)}><bdi>{citation.source.name}</bdi></PageLink>
            {citation.locator && <> · <bdi>{citation.locator}</bdi></>}
            {citation.quote && <> · <q><bdi>{citation.quote}</bdi></q></>}
            <OutsideLink address={citation.source.address} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A link to a source's own page: only for web addresses; anything else is shown as the text that it is. */
export function OutsideLink(props: { address: string | null }) {
  const { address } = props;
  if (!address) {
    return null;
  }

  return isWebAddress(address)
    ? <> · <a href={address} rel="noopener noreferrer external" class="outside">{new URL(address).hostname}</a></>
    : <> · <bdi>{address}</bdi></>;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);
}

/** The citations of a fact in one cell of a CSV file. */
export function citationsText(citations: readonly Citation[]): string {
  return citations.map((one) => [one.source.id, one.source.name, one.locator, one.evidence].filter(Boolean).join(' · ')).join('; ');
}

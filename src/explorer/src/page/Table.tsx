import type { ComponentChildren } from 'preact';
import { useText } from '../text/language';
import { csv, download, fileName, type Cell } from './csv';

export interface Column<R> {
  readonly head: string;
  /** What is shown; the value itself where left out. */
  readonly show?: (row: R) => ComponentChildren;
  /** What is written to CSV; null for a column of buttons, which is left out. */
  readonly value: ((row: R) => Cell) | null;
  /** Only in the CSV file. */
  readonly hidden?: boolean;
}

/** A table with its caption, that downloads as CSV: with all rows, also where only the first `most` are shown, which is said. */
export function Table<R>(props: { title: string; columns: readonly Column<R>[]; rows: readonly R[]; most?: number; rowClass?: (row: R) => string }) {
  const { say } = useText();
  const { title, columns, rows } = props;
  if (rows.length === 0) {
    return <p class="nothing">{say('nothing')}</p>;
  }

  const shown = columns.filter((column) => !column.hidden);
  const save = () => {
    const written = columns.filter((column) => column.value !== null);
    const text = csv(written.map((column) => column.head), rows.map((row) => written.map((column) => column.value?.(row) ?? null)));
    download(fileName(title, 'csv'), new Blob([text], { type: 'text/csv;charset=utf-8' }));
  };
  return (
    <div class="table">
      <div class="scroll" role="region" aria-label={title} tabIndex={0}>
        <table>
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>{shown.map((column) => <th scope="col">{column.head}</th>)}</tr>
          </thead>
          <tbody>
            {rows.slice(0, props.most).map((row) => (
              <tr class={props.rowClass?.(row) ?? ''}>
                {shown.map((column) => <td>{column.show ? column.show(row) : String(column.value?.(row) ?? '')}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > (props.most ?? Infinity) && <p class="cut">{say('rowsShown', { shown: props.most ?? 0, total: rows.length })}</p>}
      <button type="button" class="quiet" aria-label={say('csvOf', { title })} onClick={save}>{say('csv')}</button>
    </div>
  );
}

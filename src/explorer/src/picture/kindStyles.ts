/** A colour and a shape for each kind of entity, so that neither colour nor shape is needed alone. Each colour holds on light and dark. */
export interface KindStyle {
  readonly colour: string;
  readonly shape: 'ellipse' | 'rectangle' | 'diamond' | 'triangle' | 'hexagon' | 'pentagon' | 'octagon' | 'round-rectangle' | 'star' | 'vee' | 'tag' | 'rhomboid' | 'barrel';
  /** The shape for the legend, in a box of 16 by 16. */
  readonly path: string;
}

const ellipse = 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1Z';
const square = 'M2 2H14V14H2Z';
const diamond = 'M8 1L15 8L8 15L1 8Z';
const triangle = 'M8 1L15 15H1Z';
const hexagon = 'M4 2H12L16 8L12 14H4L0 8Z';
const pentagon = 'M8 1L15 6L12 15H4L1 6Z';
const octagon = 'M5 1H11L15 5V11L11 15H5L1 11V5Z';
const star = 'M8 0L10 6H16L11 9.5L13 16L8 12L3 16L5 9.5L0 6H6Z';
const rhomboid = 'M1 3H11L15 13H5Z';

const styles: Readonly<Record<string, KindStyle>> = {
  INDUSTRY: { colour: '#2f7fd1', shape: 'ellipse', path: ellipse },
  INDUSTRY_GROUP: { colour: '#7b8794', shape: 'hexagon', path: hexagon },
  FIELD: { colour: '#6f6fd6', shape: 'octagon', path: octagon },
  TECHNOLOGY: { colour: '#c2477f', shape: 'diamond', path: diamond },
  PRODUCT: { colour: '#2b9364', shape: 'rectangle', path: square },
  MATERIAL: { colour: '#b0752a', shape: 'triangle', path: triangle },
  SERVICE: { colour: '#2b8f9b', shape: 'rhomboid', path: rhomboid },
  PROCESS: { colour: '#7f8f2b', shape: 'pentagon', path: pentagon },
  PRACTICE: { colour: '#9a6bc0', shape: 'pentagon', path: pentagon },
  SCENARIO: { colour: '#c8663c', shape: 'hexagon', path: hexagon },
  CHAIN_STAGE: { colour: '#7b8794', shape: 'rhomboid', path: rhomboid },
  CLASSIFICATION: { colour: '#8d7a5c', shape: 'octagon', path: octagon },
  CLASSIFICATION_ITEM: { colour: '#8d7a5c', shape: 'rectangle', path: square },
  POLICY: { colour: '#c24545', shape: 'star', path: star },
  CONCEPT: { colour: '#7b8794', shape: 'ellipse', path: ellipse },
  SOURCE: { colour: '#7b8794', shape: 'triangle', path: triangle },
};

const other: KindStyle = { colour: '#7b8794', shape: 'ellipse', path: ellipse };

export function styleOf(kind: string): KindStyle {
  return styles[kind] ?? other;
}

/** A rectangle by its centre. */
export interface Box {
  x: number;
  y: number;
  readonly w: number;
  readonly h: number;
}

const rounds = 300;

/**
 * Moves boxes until none overlap: each two that do, apart by half of what they share each, along the axis that shares less. A sweep
 * over their left edges compares only those that are beside each other.
 */
export function separate(boxes: readonly Box[], gap: number): void {
  const sorted = [...boxes];
  for (let round = 0, moved = true; moved && round < rounds; round++) {
    moved = false;
    sorted.sort((one, other) => (one.x - one.w / 2) - (other.x - other.w / 2));
    for (const [n, one] of sorted.entries()) {
      for (let m = n + 1; m < sorted.length; m++) {
        const other = sorted[m]!;
        if (other.x - other.w / 2 >= one.x + one.w / 2 + gap) {
          break;
        }

        const across = (one.w + other.w) / 2 + gap - Math.abs(one.x - other.x);
        const down = (one.h + other.h) / 2 + gap - Math.abs(one.y - other.y);
        // What is left of an overlap by rounding is none.
        if (across < 0.01 || down < 0.01) {
          continue;
        }

        moved = true;
        const axis = across < down ? 'x' : 'y';
        const by = (axis === 'x' ? across : down) / 2 * (one[axis] <= other[axis] ? 1 : -1);
        one[axis] -= by;
        other[axis] += by;
      }
    }
  }
}

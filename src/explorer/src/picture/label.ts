/** The width of a line of a label, in Latin letters; a Chinese character is two wide. */
const width = 22;
const most = 3;

/** A name in lines that fit under a node: broken at spaces, in Chinese anywhere, and cut with an ellipsis after three. */
export function labelLines(name: string): readonly string[] {
  const lines = [''];
  // A Chinese character is a word of its own, and so is what a hyphen ends.
  for (const word of name.match(/\p{Ideographic}|[^\p{Ideographic}\s-]+-?\s*|\s+|-/gu) ?? []) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && widthOf(last + word.trimEnd()) > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = last + word;
    }
  }

  const shown = lines.slice(0, most).map((line) => shortened(line.trim(), width));
  return lines.length > most ? [...shown.slice(0, -1), shortened(shown.at(-1) + '…', width)] : shown;
}

function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[\p{Ideographic}\u3000-\u303f\uff00-\uffef]/u.test(letter) ? 2 : 1), 0);
}

function shortened(text: string, most: number): string {
  if (widthOf(text) <= most) {
    return text;
  }

  const letters = [...text.replace(/…$/, '')];
  while (widthOf(letters.join('')) > most - 1) {
    letters.pop();
  }

  return letters.join('') + '…';
}

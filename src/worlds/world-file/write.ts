import { FORMAT, type Section } from "./format.ts";

/** Lays out a world file: the sections in their order, an entry a line. */
export interface WorldFileWriter {
  /** The text that adds these entries; sections may not go back in order. The world comes first. */
  entries(section: Section, entries: readonly object[]): string;
  /** The text that closes the file, with the sections that nothing was added to. */
  end(): string;
}

export function createWorldFileWriter(sections: readonly Section[]): WorldFileWriter {
  /** The section that is open, by its place in the order; before the first one, -1. */
  let place = -1;
  let empty = true;

  /** Closes what is open, passes over what has no entries, and opens the section at `next`. */
  function moveTo(next: number): string {
    if (next < place) throw new Error("a world file's sections are written in order");
    let text = "";
    for (; place < next; place++) {
      if (place >= 0) text += close(sections[place]!);
      const opened = sections[place + 1];
      if (opened) text += opened.definition.root ? `,\n  "${opened.name}": ` : `,\n  "${opened.name}": [`;
      empty = true;
    }
    return text;
  }

  function close({ definition }: Section): string {
    if (!definition.root) return empty ? "]" : "\n  ]";
    if (empty) throw new Error("a world file holds its world's own record");
    return "";
  }

  return {
    entries: (section, entries) => {
      let text = place < 0 ? `{\n  "format": "${FORMAT}"` : "";
      text += moveTo(sections.indexOf(section));
      for (const entry of entries) {
        if (!section.definition.root) text += empty ? "\n    " : ",\n    ";
        text += JSON.stringify(entry);
        empty = false;
      }
      return text;
    },
    end: () => `${moveTo(sections.length)}\n}\n`,
  };
}

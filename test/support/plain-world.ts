import type { PlainStep } from "./plain-steps.ts";

/** A world as plain maps: what the gateway's answers are held against. Keys are whole ids. */
export interface PlainWorld {
  /** Does the step, or says with which code it is refused. */
  apply(step: PlainStep): string | null;
  /** What {@link VIEW} must answer. */
  view(): unknown;
}

interface Character {
  name: string;
  language: string;
  status: string;
  location: string | null;
}
interface Event {
  id: string;
  occurredAt: string;
  version: number;
  seq: number;
  involves: string[];
}

export const WORLD = "world:plain";

/** Everything there is to see of the world, in one query. */
export const VIEW = `{
  worlds { nodes { id name } }
  world(id: "${WORLD}") {
    name version flags { key value }
    state { version characterCount locationCount objectCount eventCount latestEvent { id } flags { key value } }
    characters(first: 10) { nodes {
      id name location { id } inventory(first: 10) { nodes { id } }
      timeline(first: 50, order: OLDEST_FIRST) { nodes { id } }
    } }
    french: characters(first: 10, filter: { language: "fr" }) { nodes { id } }
    dormant: characters(first: 10, filter: { status: DORMANT, language: "en" }) { nodes { id } }
    atL0: characters(first: 10, filter: { locationId: "location:plain:l0" }) { nodes { id } }
    locations(first: 10) { nodes {
      id name exits { label to { id } } characters(first: 10) { nodes { id } } objects(first: 10) { nodes { id } }
      timeline(first: 50) { nodes { id } }
    } }
    objects(first: 10) { nodes { id name holder { id } } }
    timeline(first: 100, order: OLDEST_FIRST) { nodes { id involves { id } } }
    newest: timeline(first: 3) { nodes { id } }
  }
}`;

export function createPlainWorld(): PlainWorld {
  let name: string | null = null;
  let version = 0;
  const characters = new Map<string, Character>();
  const locations = new Map<string, { name: string; exits: { label: string; to: string }[] }>();
  const objects = new Map<string, { name: string; holder: string | null }>();
  const flags = new Map<string, unknown>();
  let events: Event[] = [];
  const all = [characters, locations, objects, flags];

  const written = () => JSON.stringify([name, events, ...all.map((map) => [...map])]);
  const there = (id: string | null) =>
    id === null || characters.has(id) || locations.has(id) || objects.has(id);
  const forget = (id: string) => {
    for (const event of events) event.involves = event.involves.filter((one) => one !== id);
  };

  function refusal(step: PlainStep): string | null {
    if (step.kind === "deleteLocation" && step.to === step.id) return "BAD_USER_INPUT";
    if (step.kind === "createWorld") return name === null ? null : "CONFLICT";
    if (name === null) return "NOT_FOUND";
    switch (step.kind) {
      case "createCharacter":
      case "createLocation":
      case "createObject":
        if (there(step.id)) return "CONFLICT";
        break;
      case "removeFlag":
        return flags.has(step.key) ? null : "NOT_FOUND";
      case "connect":
        if (!locations.has(step.id) || !locations.has(step.to)) return "NOT_FOUND";
        return locations.get(step.id)!.exits.some(({ label }) => label === step.label) ? "CONFLICT" : null;
      case "disconnect":
        return locations.get(step.id)?.exits.some(({ label }) => label === step.label) ? null : "NOT_FOUND";
      case "deleteLocation": {
        if (!locations.has(step.id)) return "NOT_FOUND";
        if (step.to !== null && !locations.has(step.to)) return "NOT_FOUND";
        const holds = [...characters.values()].some(({ location }) => location === step.id);
        const bears = [...objects.values()].some(({ holder }) => holder === step.id);
        return step.to === null && (holds || bears) ? "CONFLICT" : null;
      }
      default:
        if ("id" in step && !there(step.id)) return "NOT_FOUND";
    }
    if ("to" in step && !there(step.to)) return "NOT_FOUND";
    return "involves" in step && !step.involves.every(there) ? "NOT_FOUND" : null;
  }

  function change(step: PlainStep): void {
    switch (step.kind) {
      case "createWorld":
        name = step.name;
        break;
      case "renameWorld":
        name = step.name;
        break;
      case "deleteWorld":
        name = null;
        events = [];
        for (const map of all) map.clear();
        break;
      case "setFlag":
        flags.set(step.key, step.value);
        break;
      case "removeFlag":
        flags.delete(step.key);
        break;
      case "createCharacter": {
        const { language, status, to } = step;
        characters.set(step.id, { name: step.name, language, status, location: to });
        break;
      }
      case "updateCharacter": {
        const { language, status } = step;
        Object.assign(characters.get(step.id)!, { name: step.name, language, status });
        break;
      }
      case "move":
        characters.get(step.id)!.location = step.to;
        break;
      case "deleteCharacter":
        for (const object of objects.values())
          if (object.holder === step.id) object.holder = characters.get(step.id)!.location;
        characters.delete(step.id);
        forget(step.id);
        break;
      case "createLocation":
        locations.set(step.id, { name: step.name, exits: [] });
        break;
      case "deleteLocation":
        for (const character of characters.values())
          if (character.location === step.id) character.location = step.to;
        for (const object of objects.values()) if (object.holder === step.id) object.holder = step.to;
        locations.delete(step.id);
        for (const one of locations.values()) one.exits = one.exits.filter(({ to }) => to !== step.id);
        forget(step.id);
        break;
      case "connect":
        locations.get(step.id)!.exits.push({ label: step.label, to: step.to });
        break;
      case "disconnect": {
        const one = locations.get(step.id)!;
        one.exits = one.exits.filter(({ label }) => label !== step.label);
        break;
      }
      case "createObject":
        objects.set(step.id, { name: step.name, holder: step.to });
        break;
      case "transfer":
        objects.get(step.id)!.holder = step.to;
        break;
      case "deleteObject":
        objects.delete(step.id);
        forget(step.id);
        break;
      case "addEvents":
        for (const [seq, { id, occurredAt }] of step.events.entries())
          events.push({ id, occurredAt, version, seq, involves: [...new Set(step.involves)] });
        break;
    }
  }

  return {
    apply: (step) => {
      const code = refusal(step);
      if (code) return code;
      const before = written();
      version++;
      change(step);
      // What says what is there already is no change; a purge is one.
      if (step.kind !== "purge" && written() === before) version--;
      return null;
    },
    view: () => {
      if (name === null) return { worlds: { nodes: [] }, world: null };
      const timeline = events.toSorted(
        (a, b) => compare(a.occurredAt, b.occurredAt) || a.version - b.version || a.seq - b.seq,
      );
      const involving = (id: string) => ids(timeline.filter(({ involves }) => involves.includes(id)));
      const who = (test: (one: Character) => boolean) =>
        ids(byName(characters).filter(([, one]) => test(one)));
      const what = (id: string) => ids(byName(objects).filter(([, { holder }]) => holder === id));
      const some = [...flags].sort(([a], [b]) => compare(a, b)).map(([key, value]) => ({ key, value }));
      const ref = (id: string | null) => (id === null ? null : { id });
      return {
        worlds: { nodes: [{ id: WORLD, name }] },
        world: {
          name,
          version,
          flags: some,
          state: {
            version,
            characterCount: characters.size,
            locationCount: locations.size,
            objectCount: objects.size,
            eventCount: events.length,
            latestEvent: ref(timeline.at(-1)?.id ?? null),
            flags: some,
          },
          characters: {
            nodes: byName(characters).map(([id, one]) => ({
              id,
              name: one.name,
              location: ref(one.location),
              inventory: what(id),
              timeline: involving(id),
            })),
          },
          french: who(({ language }) => language === "fr"),
          dormant: who(({ status, language }) => status === "DORMANT" && language === "en"),
          atL0: who(({ location }) => location === "location:plain:l0"),
          locations: {
            nodes: byName(locations).map(([id, one]) => ({
              id,
              name: one.name,
              exits: one.exits.map(({ label, to }) => ({ label, to: { id: to } })),
              characters: who(({ location }) => location === id),
              objects: what(id),
              timeline: { nodes: involving(id).nodes.toReversed() },
            })),
          },
          objects: {
            nodes: byName(objects).map(([id, one]) => ({ id, name: one.name, holder: ref(one.holder) })),
          },
          timeline: {
            nodes: timeline.map(({ id, involves }) => ({
              id,
              involves: involves.map((one) => ({ id: one })),
            })),
          },
          newest: { nodes: ids(timeline).nodes.toReversed().slice(0, 3) },
        },
      };
    },
  };
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function byName<T extends { name: string }>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a, one], [b, other]) => compare(one.name, other.name) || compare(a, b));
}

function ids(entries: readonly ([string, unknown] | { id: string })[]): { nodes: { id: string }[] } {
  return { nodes: entries.map((entry) => ({ id: Array.isArray(entry) ? entry[0] : entry.id })) };
}

import type { Entity, EntityDefinition } from "../../entities/define.ts";
import { scopeOf } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import type { Touched } from "../draft-images.ts";
import { inBatches } from "./batches.ts";
import { type Edge, edgesOf, edgeTypes, quoted, refersAnew } from "./edges.ts";
import { entityKey } from "./keys.ts";
import { propertyOf, toProperties } from "./nodes.ts";
import type { Send } from "./pipeline.ts";

/** Writes the nodes and edges of what a change touched; an incarnation of null: the world ends, and they with it. */
export async function writeEntities(
  send: Send,
  registry: Registry,
  {
    touched,
    incarnationOf,
  }: { touched: readonly Touched[]; incarnationOf: (scope: string) => string | null },
): Promise<void> {
  const images = touched.flatMap((change): Image[] => {
    const { id } = (change.after ?? change.before)!;
    const incarnation = incarnationOf(scopeOf(id));
    return incarnation === null
      ? []
      : [{ ...change, incarnation, key: entityKey(registry, incarnation, id) }];
  });
  // What comes in the place of another one is another node: nothing that led to the old one leads to it.
  const anew = ({ before, after }: Image) => !!before && !!after && before.born !== after.born;
  const gone = images.filter((image) => !image.definition.root && (!image.after || anew(image)));
  await inBatches(
    gone.map(({ key }) => key),
    (keys) => send("UNWIND $keys AS key MATCH (e:LwEntity {_key: key}) DETACH DELETE e", { keys }),
  );

  const there = images.filter(hasAfter);
  const made = (image: ThereImage) => !image.before || anew(image);
  for (const [definition, group] of groupByDefinition(there)) {
    if (definition.root) {
      await putRoots(send, definition, group);
      continue;
    }
    const created = group.filter(made);
    await inBatches(
      created.map(({ after, incarnation }) => memberRow(registry, definition, incarnation, after)),
      (rows) => createMembers(send, definition, rows),
    );
    await inBatches(
      group
        .filter((image) => !made(image))
        .map(({ key, after }) => ({ key, properties: toProperties(definition, after, key) })),
      (rows) =>
        send("UNWIND $rows AS row MATCH (e:LwEntity {_key: row.key}) SET e = row.properties", { rows }),
    );
  }

  const edges: Edge[] = [];
  for (const [definition, group] of groupByDefinition(there)) {
    const types = edgeTypes(definition);
    if (types.length === 0) continue;
    const rewired = group.filter(
      (image) => !made(image) && (image.lost || refersAnew(definition, image.before!, image.after)),
    );
    await inBatches(
      rewired.map(({ key }) => key),
      (keys) =>
        send(
          `UNWIND $keys AS key MATCH (e:LwEntity {_key: key})-[r:${types.map(quoted).join("|")}]->() DELETE r`,
          { keys },
        ),
    );
    for (const image of [...group.filter(made), ...rewired])
      edges.push(...edgesOf(registry, definition, image.incarnation, image.after));
  }
  await createEdges(send, edges);
}

/** A member of a world, ready to be made. */
export interface MemberRow {
  /** The key of its world's node. */
  readonly root: string;
  readonly properties: ReturnType<typeof toProperties>;
}

export function memberRow(
  registry: Registry,
  definition: EntityDefinition,
  incarnation: string,
  entity: Entity,
): MemberRow {
  const key = entityKey(registry, incarnation, entity.id);
  const root = entityKey(registry, incarnation, scopeOf(entity.id));
  return { root, properties: toProperties(definition, entity, key) };
}

/** Makes nodes of one type, each with an edge to its world. */
export function createMembers(send: Send, definition: EntityDefinition, members: readonly MemberRow[]): void {
  for (const [root, group] of Map.groupBy(members, (member) => member.root))
    send(
      "MATCH (w:LwEntity {_key: $root}) UNWIND $rows AS row " +
        `CREATE (e:LwEntity:${quoted(definition.name)})-[:IN]->(w) SET e = row`,
      { root, rows: group.map(({ properties }) => properties) },
    );
}

/** Makes the edges whose ends are there; a loose one's end must be the one that was meant. */
export async function createEdges(send: Send, edges: readonly Edge[]): Promise<void> {
  for (const [type, group] of Map.groupBy(edges, (edge) => edge.type))
    for (const loose of [false, true])
      await inBatches(
        group.filter(({ born }) => (born !== null) === loose),
        (rows) =>
          send(
            "UNWIND $edges AS edge MATCH (a:LwEntity {_key: edge.from}) MATCH (b:LwEntity {_key: edge.to}) " +
              (loose ? "WHERE b.born = edge.born " : "") +
              `CREATE (a)-[r:${quoted(type)}]->(b) SET r = edge.properties`,
            { edges: rows.map(toEdgeRow) },
          ),
      );
}

function toEdgeRow({ from, to, born, properties }: Edge) {
  const values = Object.entries(properties).map(([name, value]) => [name, propertyOf(value)]);
  return { from, to, born, properties: Object.fromEntries(values) };
}

interface Image extends Touched {
  readonly incarnation: string;
  readonly key: string;
}

type ThereImage = Image & { readonly after: Entity };

function hasAfter(image: Image): image is ThereImage {
  return image.after !== null;
}

/** An import has made the node of its world already, without its label. */
async function putRoots(send: Send, definition: EntityDefinition, images: readonly ThereImage[]) {
  await inBatches(
    images.map(({ key, after }) => ({ key, properties: toProperties(definition, after, key) })),
    (rows) =>
      send(
        "UNWIND $rows AS row MERGE (e:LwEntity {_key: row.key}) " +
          `SET e = row.properties SET e:${quoted(definition.name)}`,
        { rows },
      ),
  );
}

/** Worlds come first: their members' nodes are tied to theirs. */
function groupByDefinition(images: readonly ThereImage[]): [EntityDefinition, ThereImage[]][] {
  const groups = [...Map.groupBy(images, ({ definition }) => definition)];
  return groups.sort(([a], [b]) => Number(b.root) - Number(a.root));
}

import type { Entity, EntityDefinition, EntityOf } from "../../entities/define.ts";
import { scopeOf } from "../../entities/ids.ts";
import { badInput, conflict, notFound } from "../../fault.ts";
import type { Draft } from "../../store/draft.ts";
import type { Mend } from "../../store/mending.ts";
import { checkId, checkLocalId, fieldsForCreate, fieldsForUpdate, type Input, newLocalId } from "../input.ts";
import type { Writer, Written } from "../writer.ts";

/** Creates, updates and deletes entities of any type that lives in a world, as its definition says. */
export interface MemberCommands {
  create<D extends EntityDefinition>(definition: D, input: Input): Promise<Written<EntityOf<D>>>;
  update<D extends EntityDefinition>(definition: D, input: Input): Promise<Written<EntityOf<D>>>;
  /** `before` runs first, in the same change, as `options`, which are checked, say. Answers the id. */
  remove<D extends EntityDefinition>(
    definition: D,
    input: Input,
    options?: Input,
    before?: (draft: Draft, entity: EntityOf<D>) => Promise<void>,
  ): Promise<Written<string>>;
  /** Puts another entity, or none (null), into the field; the input must name it, be it as null. */
  point<D extends EntityDefinition>(
    definition: D,
    field: string,
    input: Input,
  ): Promise<Written<EntityOf<D>>>;
}

export function createMemberCommands(writer: Writer): MemberCommands {
  const { registry } = writer;

  /** Changes one entity that is there, at the version that the client expects, as `checked` says. */
  function changeOne<D extends EntityDefinition, T>(
    name: string,
    definition: D,
    input: Input,
    { checked, mend }: { checked: Input; mend: Mend },
    work: (draft: Draft, entity: EntityOf<D>) => Promise<T>,
  ): Promise<Written<T>> {
    checkId(registry, input.id, [definition.name], "input.id");
    const id = input.id as string;
    const { expectedVersion } = input;
    const asked = { name: `${name} ${definition.name}`, scopes: [scopeOf(id)], input };
    return writer.change({ ...asked, checked: { ...checked, id, expectedVersion } }, async (draft) => {
      const entity = await draft.need(definition, id, "input.id", mend);
      expectVersion(entity, expectedVersion);
      return work(draft, entity);
    });
  }

  /** Changes the fields that the input names. `required`: an argument that has to be there, be it as null. */
  function changeFields<D extends EntityDefinition>(
    name: string,
    definition: D,
    input: Input,
    required?: string,
  ): Promise<Written<EntityOf<D>>> {
    const { world } = checkId(registry, input.id, [definition.name], "input.id");
    if (required && input[required] === undefined)
      throw badInput(`input.${required}`, "an id, or null for nowhere", "it is missing");
    const fields = fieldsForUpdate(registry, definition, world, input);
    return changeOne(
      name,
      definition,
      input,
      { checked: { fields }, mend: { fields } },
      async (draft, entity) => {
        await needTargets(draft, definition, fields, input);
        return draft.update(definition, entity, fields);
      },
    );
  }

  return {
    create: (definition, input) => {
      const { world } = checkId(registry, input.worldId, ["World"], "input.worldId");
      const local = checkLocalId(input.id, "input.id");
      const fields = fieldsForCreate(registry, definition, world, input);
      const scope = input.worldId as string;
      const id = definition.id(world, local ?? newLocalId());
      const checked = { worldId: scope, local, fields };
      const asked = { name: `create ${definition.name}`, scopes: [scope], input, checked };
      return writer.change(asked, async (draft) => {
        needWorld(draft, scope);
        return createChecked(draft, definition, id, fields, input);
      });
    },

    update: (definition, input) => changeFields("update", definition, input),

    remove: (definition, input, options = {}, before) =>
      changeOne("delete", definition, input, { checked: options, mend: "remove" }, async (draft, entity) => {
        await before?.(draft, entity);
        await draft.remove(definition, entity);
        return entity.id;
      }),

    point: (definition, field, input) => changeFields("point", definition, input, `${field}Id`),
  };
}

/** Throws NOT_FOUND for a world that isn't there. */
export function needWorld(draft: Draft, scope: string, field = "input.worldId"): void {
  if (!draft.exists(scope)) throw notFound(scope, field);
}

/** Throws CONFLICT where the client expects another version than is there. */
export function expectVersion(entity: Entity | null, expected: unknown): void {
  if (expected === undefined || expected === null) return;
  const version = entity?.version ?? 0;
  if (version !== expected)
    throw conflict(`expectedVersion is ${expected}, and the version is ${version}`, "input.expectedVersion");
}

/** Creates an entity whose id is free and whose references are there. */
export async function createChecked<D extends EntityDefinition>(
  draft: Draft,
  definition: D,
  id: string,
  fields: Input,
  input: Input,
  at = "input",
  seq = 0,
): Promise<EntityOf<D>> {
  const complete: Record<string, unknown> = { ...fields };
  for (const [name, field] of Object.entries(definition.fields))
    if (field.now && complete[name] === undefined) complete[name] = draft.at;
  if (await draft.taken(id)) throw conflict(`${id} is taken`, `${at}.id`);
  await needTargets(draft, definition, complete, input, at);
  return draft.create(definition, id, complete, seq);
}

async function needTargets(
  draft: Draft,
  definition: EntityDefinition,
  fields: Input,
  input: Input,
  at = "input",
): Promise<void> {
  for (const [name, { reference }] of Object.entries(definition.fields)) {
    const value = fields[name];
    if (!reference || value === undefined || value === null) continue;
    const argument = name in input ? name : `${name}Id`;
    for (const id of reference.targets(value)) await draft.needAny(id, `${at}.${argument}`);
  }
}

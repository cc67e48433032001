/** What cjson puts where JSON says null: it is no nil, and counts as true. */
export const NULL = Symbol("cjson.null");

/** Undefined is nil. Functions are no values here: the compiler knows each call's. */
export type LuaValue = undefined | boolean | number | string | LuaTable | typeof NULL;

/** By their names; undefined counts as absent. */
export type Fields = Record<string, LuaValue>;

/** What a script itself raises; pcall catches it. */
export class LuaError extends Error {}

/**
 * A class, and its parts open to the compiled scripts, as these ask millions of times a second whether something is a
 * table, and for fields whose names stand in the script.
 */
export class LuaTable {
  /** The values from 1 on, none of them nil. */
  readonly list: LuaValue[];
  fields: Fields;
  /** Under other keys: numbers behind a hole, and what is neither a number nor a string. */
  private rest: Map<LuaValue, LuaValue> | undefined = undefined;

  constructor(list: LuaValue[] = [], fields: Fields = NO_FIELDS) {
    this.list = list;
    this.fields = fields;
  }

  get(key: LuaValue): LuaValue {
    if (typeof key === "string") return Object.hasOwn(this.fields, key) ? this.fields[key] : undefined;
    if (typeof key === "number" && key >= 1 && key <= this.list.length && Number.isInteger(key))
      return this.list[key - 1];
    return this.rest?.get(key);
  }

  set(key: LuaValue, value: LuaValue): void {
    const { list } = this;
    if (typeof key === "string") {
      if (key === "__proto__") define(this.named(), key, value);
      else this.named()[key] = value;
    } else if (typeof key !== "number") {
      if (key === undefined) throw new LuaError("table index is nil");
      this.setRest(key, value);
    } else if (key === list.length + 1) {
      if (value !== undefined) this.append(value);
      else this.rest?.delete(key);
    } else if (key >= 1 && key <= list.length && Number.isInteger(key)) {
      if (value !== undefined) list[key - 1] = value;
      else this.cut(key);
    } else {
      if (Number.isNaN(key)) throw new LuaError("table index is NaN");
      this.setRest(key, value);
    }
  }

  /** The fields, to be changed. */
  named(): Fields {
    if (this.fields === NO_FIELDS) this.fields = {};
    return this.fields;
  }

  /** `#`. With a hole Lua may answer any of several lengths, so what asks for it then mustn't be relied upon. */
  get length(): number {
    if (this.rest)
      for (const key of this.rest.keys())
        if (typeof key === "number" && key > 0 && Number.isInteger(key))
          throw new Error("the length of a table with holes isn't defined");
    return this.list.length;
  }

  /** Of all values there are, in an order that Lua doesn't promise. Some may have none any more. */
  keys(): LuaValue[] {
    const keys: LuaValue[] = Object.keys(this.fields);
    for (let place = 1; place <= this.list.length; place++) keys.push(place);
    return this.rest ? [...keys, ...this.rest.keys()] : keys;
  }

  private setRest(key: LuaValue, value: LuaValue): void {
    if (value === undefined) this.rest?.delete(key);
    else {
      this.rest ??= new Map();
      this.rest.set(key, value);
    }
  }

  /** What stood behind a hole that is filled now comes along. */
  private append(value: LuaValue): void {
    const { list, rest } = this;
    list.push(value);
    if (!rest || rest.size === 0) return;
    rest.delete(list.length);
    for (let next = rest.get(list.length + 1); next !== undefined; next = rest.get(list.length + 1)) {
      rest.delete(list.length + 1);
      list.push(next);
    }
  }

  private cut(key: number): void {
    const behind = this.list.splice(key - 1).slice(1);
    for (const [place, value] of behind.entries()) this.setRest(key + 1 + place, value);
  }
}

/** An assignment would change what JavaScript inherits. */
function define(fields: Fields, name: string, value: LuaValue): void {
  Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Most lists have none. */
const NO_FIELDS: Fields = Object.freeze({});

/** A constructor's values in order, nil among them. */
export function tableOf(...values: LuaValue[]): LuaTable {
  if (!values.includes(undefined)) return new LuaTable(values);
  const table = new LuaTable();
  for (const [place, value] of values.entries()) table.set(place + 1, value);
  return table;
}

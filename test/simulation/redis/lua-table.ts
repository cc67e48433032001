/** What cjson puts where JSON says null: it is no nil, and counts as true. */
export const NULL = Symbol("cjson.null");

/** Undefined is nil. Functions are no values here: the compiler knows each call's. */
export type LuaValue = undefined | boolean | number | string | LuaTable | typeof NULL;

/** What a script itself raises; pcall catches it. */
export class LuaError extends Error {}

/** A class, as what is indexed has to be told from what can't be, millions of times a second. */
export class LuaTable {
  /** The values from 1 on, none of them nil. */
  readonly list: LuaValue[];
  private rest: Map<LuaValue, LuaValue> | undefined = undefined;

  constructor(list: LuaValue[] = []) {
    this.list = list;
  }

  get(key: LuaValue): LuaValue {
    if (typeof key === "number" && key >= 1 && key <= this.list.length && Number.isInteger(key))
      return this.list[key - 1];
    return this.rest?.get(key);
  }

  set(key: LuaValue, value: LuaValue): void {
    const { list } = this;
    if (typeof key !== "number") {
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

  /** As `set`, for a constructor's fields. */
  with(key: LuaValue, value: LuaValue): this {
    this.set(key, value);
    return this;
  }

  /** `#`. With a hole Lua may answer any of several lengths, so what asks for it then mustn't be relied upon. */
  get length(): number {
    if (this.rest)
      for (const key of this.rest.keys())
        if (typeof key === "number" && key > 0 && Number.isInteger(key))
          throw new Error("the length of a table with holes isn't defined");
    return this.list.length;
  }

  /** In an order that Lua doesn't promise. */
  entries(): Iterable<[LuaValue, LuaValue]> {
    const { list, rest } = this;
    if (list.length === 0) return rest ?? NOTHING;
    const places = list.map((value, place): [LuaValue, LuaValue] => [place + 1, value]);
    return rest ? [...places, ...rest] : places;
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

const NOTHING: readonly [LuaValue, LuaValue][] = [];

/** A constructor's values in order, nil among them. */
export function tableOf(...values: LuaValue[]): LuaTable {
  if (!values.includes(undefined)) return new LuaTable(values);
  const table = new LuaTable();
  for (const [place, value] of values.entries()) table.set(place + 1, value);
  return table;
}

/** One of the orders that a list is served in. */
export interface ListOrder {
  /** What the list's `order` argument calls it; null: the list has no other, and no such argument. */
  readonly name: string | null;
  /** The entries' fields that decide, the first one first, and in the end the id; `-score` counts down. */
  readonly by: readonly string[];
  /** What the list's cache keys end with in this order. */
  readonly suffix: string;
}

/** `key`: what the cache calls the order, if not as its name in lower case. */
export type OrderSpec = readonly string[] | { readonly by: readonly string[]; readonly key: string };

export interface OrdersSpec {
  /** The only order. */
  order?: readonly string[];
  /** Or several, by their names in the list's `order` argument: the first is the one for whoever asks for none. */
  orders?: Readonly<Record<string, OrderSpec>>;
}

/** Throws where there is none, or the cache couldn't tell two apart. */
export function ordersOf(coordinate: string, { order, orders }: OrdersSpec): readonly ListOrder[] {
  if (!order === !orders)
    throw new Error(`${coordinate} needs an \`order\`, or \`orders\` by name, and not both`);
  if (order) return [{ name: null, by: order, suffix: "" }];
  const named = Object.entries(orders!).map(([name, spec]): ListOrder => {
    const { by, key } = "by" in spec ? spec : { by: spec, key: name.toLowerCase().replaceAll("_", "-") };
    return { name, by, suffix: `:${key}` };
  });
  if (named.length === 0) throw new Error(`${coordinate} has no order`);
  if (new Set(named.map(({ suffix }) => suffix)).size < named.length)
    throw new Error(
      `${coordinate} has two orders that the cache calls the same: give each a \`key\` of its own`,
    );
  return named;
}

/** The orders of a timeline: the same from its end and from its beginning. */
export function chronological(...by: readonly string[]): Readonly<Record<string, OrderSpec>> {
  return {
    NEWEST_FIRST: { by: by.map((field) => `-${field}`), key: "recent" },
    OLDEST_FIRST: { by, key: "oldest" },
  };
}

/** The order so called; without a name, the one for whoever asks for none. */
export function orderNamed(
  { coordinate, orders }: { readonly coordinate: string; readonly orders: readonly ListOrder[] },
  name: string | null | undefined,
): ListOrder {
  if (name === null || name === undefined) return orders[0]!;
  const found = orders.find((order) => order.name === name);
  if (!found) throw new Error(`${coordinate} has no order ${name}`);
  return found;
}

/** A term of `by`: the field, and whether it counts down. */
export function parseTerm(term: string): { readonly field: string; readonly descending: boolean } {
  return term.startsWith("-")
    ? { field: term.slice(1), descending: true }
    : { field: term, descending: false };
}

/** Guards without which no life was found to break a promise: why, or what holds them instead. */
export const UNSEEN: Readonly<Record<string, string>> = {
  "a floor rises when recent is made anew":
    "seldom: once in 2,966 of shorter lives; golden cases hold it (contract/mark)",
  "a purge of one type raises its floor":
    "a purge makes no value another one, so no read tells; golden cases hold it",
  "values below their type's floor are misses":
    "a purge makes no value another one, so no read tells; a golden case of purges holds it",
  "a fill is refused below its type's floor":
    "a purge makes no value another one, so no read tells; golden cases hold it",
  "whether a scope is open is asked where the floor is taken": "seldom; integration/lease drives it",
  "a value of another form is a miss":
    "the simulated releases' forms say the same to its judge; integration/rolling-deploy holds it",
  "who opens anew but late changes nothing":
    "two gateways would have to open anew at once; a golden case holds it",
  "nobody joins a load without a lease": "seldom; integration/lease drives it",
  "a change keeps others from joining the loads under way":
    "it is speed alone: that the result is too old for him a reader sees by himself",
  "a fill is refused of a part that a writer since didn't know": "seldom; golden cases hold it",
  "a fill goes only into this store's mark":
    "a value names its store, so another one's is no hit; a golden case holds it",
  "a full Redis says that it is behind": "seldom; integration/redis-full drives it",
  "of a store without snapshots the fence isn't above the mark that missed":
    "the port promises all rows of a reading's version; it stands for stores that would promise less",
};

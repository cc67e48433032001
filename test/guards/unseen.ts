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
  "without snapshots a scope is opened at a settled version":
    "the model's readings have all rows of what they name, as the port promises",
  "what was loaded before a new epoch is not kept in L1": "seldom; integration/shared-epochs drives it",
  "a store that answers less than was known is proven restored":
    "until its epoch is renewed a restored store's answers are promised to nobody; integration/restored-store drives it",
  "a commit at no higher version proves the store restored":
    "until its epoch is renewed a restored store's answers are promised to nobody; integration/restored-store drives it",
  "a restored store's marks are none":
    "until its epoch is renewed a restored store's answers are promised to nobody; integration/restored-tier drives it",
  "a restored scope is condemned for those who come later":
    "until its epoch is renewed a restored store's answers are promised to nobody; integration/restored-tier drives it",
  "notices that come before the mark count": "seldom; integration/local-tier drives it",
  "the lease runs from the beginning of a poll":
    "a poll that is long on its way and a write in that time, of which L1 isn't told, have to meet",
  "an L1 that missed notices is cleared":
    "the next notice that comes clears it as well; integration/local-tier drives it",
  "an answer that took too long opens no scope": "seldom; integration/lease drives it",
};

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scope (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    incarnation INTEGER,
    state TEXT NOT NULL
  ) WITHOUT ROWID;
CREATE TABLE incarnation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,
    base INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL CHECK (status IN ('building', 'current', 'retired')),
    touched_at INTEGER NOT NULL
  );
CREATE INDEX incarnation_by_status ON incarnation (status);
CREATE TABLE entity (
    incarnation INTEGER NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    born INTEGER NOT NULL,
    data TEXT NOT NULL
  );
CREATE UNIQUE INDEX entity_by_id ON entity (incarnation, type, id);
CREATE TABLE place (
    incarnation INTEGER NOT NULL,
    shelf TEXT NOT NULL,
    sort TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (incarnation, shelf, sort, id)
  ) WITHOUT ROWID;
CREATE TABLE log (
    scope TEXT NOT NULL,
    version INTEGER NOT NULL,
    change_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    entry TEXT NOT NULL,
    answer TEXT,
    PRIMARY KEY (scope, version)
  ) WITHOUT ROWID;
CREATE UNIQUE INDEX log_by_change ON log (scope, change_id);
INSERT INTO meta VALUES ('store-id', '01a210d0-e763-72ff-a1d1-241f7f28cd89');
INSERT INTO scope VALUES ('world:odyssey', 7, 2, '{"counts":{"World":1,"Location":2,"Character":1,"WorldObject":1,"TimelineEvent":1},"latest":{"TimelineEvent":{"id":"event:odyssey:feast","sort":"0063902822400000\u00000000000000000006\u00000000000000000000"}}}');
INSERT INTO scope VALUES ('worlds', 1, 1, '{"counts":{},"latest":{}}');
INSERT INTO incarnation VALUES (1, 'worlds', 0, 'current', 0);
INSERT INTO incarnation VALUES (2, 'world:odyssey', 1, 'current', 1767225600000);
INSERT INTO entity VALUES (2, 'World', 'odyssey', 1, 1, '{"name":"The Odyssey","description":null,"status":"DORMANT","seq":0,"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z"}');
INSERT INTO entity VALUES (2, 'Location', 'ithaca', 7, 2, '{"name":"Ithaki","description":null,"kind":"some","coordinates":null,"exits":[],"seq":0,"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z"}');
INSERT INTO entity VALUES (2, 'Location', 'aeaea', 3, 3, '{"name":"Aeaea","description":null,"kind":"some","coordinates":null,"exits":[{"label":"home","to":"location:odyssey:ithaca"}],"seq":0,"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z"}');
INSERT INTO entity VALUES (2, 'Character', 'circe', 4, 4, '{"name":"Circe","description":null,"language":"el","status":"ACTIVE","traits":[],"location":"location:odyssey:aeaea","seq":0,"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z"}');
INSERT INTO entity VALUES (2, 'WorldObject', 'wand', 5, 5, '{"name":"The Wand","description":null,"holder":"character:odyssey:circe","seq":0,"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z"}');
INSERT INTO entity VALUES (2, 'TimelineEvent', 'feast', 6, 6, '{"kind":"some","summary":"A feast.","occurredAt":"2026-01-01T00:00:00.000Z","moment":null,"data":null,"involves":[{"id":"character:odyssey:circe","born":4}],"seq":0,"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z"}');
INSERT INTO place VALUES (1, 'list', 'The Odyssey', 'odyssey');
INSERT INTO place VALUES (1, 'list:status=DORMANT', 'The Odyssey', 'odyssey');
INSERT INTO place VALUES (2, 'character:circe:inventory', 'The Wand', 'wand');
INSERT INTO place VALUES (2, 'characters', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'characters:language=el', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'characters:language=el&location=location:odyssey:aeaea', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'characters:language=el&location=location:odyssey:aeaea&status=ACTIVE', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'characters:language=el&status=ACTIVE', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'characters:location=location:odyssey:aeaea', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'characters:location=location:odyssey:aeaea&status=ACTIVE', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'characters:status=ACTIVE', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'location:aeaea:characters', 'Circe', 'circe');
INSERT INTO place VALUES (2, 'location:ithaca:entrances', 'Aeaea', 'aeaea');
INSERT INTO place VALUES (2, 'locations', 'Aeaea', 'aeaea');
INSERT INTO place VALUES (2, 'locations', 'Ithaki', 'ithaca');
INSERT INTO place VALUES (2, 'objects', 'The Wand', 'wand');
INSERT INTO place VALUES (2, 'timeline:character:circe@4', '0063902822400000' || char(0) || '0000000000000006' || char(0) || '0000000000000000', 'feast');
INSERT INTO place VALUES (2, 'timeline:world', '0063902822400000' || char(0) || '0000000000000006' || char(0) || '0000000000000000', 'feast');
INSERT INTO log VALUES ('world:odyssey', 1, '01a210d0-e77f-75fa-bd1a-5a7a9d060d2b', 1767225600000, '{"scope":"world:odyssey","version":1,"changeId":"01a210d0-e77f-75fa-bd1a-5a7a9d060d2b","at":"2026-01-01T00:00:00.000Z","definitions":1,"flush":false,"purged":null,"entities":[{"id":"world:odyssey","type":"World","kind":"CREATED","tags":[]}],"keys":["record","locations","characters","objects","timeline:world:recent","timeline:world:oldest","state"]}', null);
INSERT INTO log VALUES ('world:odyssey', 2, '01a210d0-e793-7599-89f1-750cc9a0591e', 1767225600000, '{"scope":"world:odyssey","version":2,"changeId":"01a210d0-e793-7599-89f1-750cc9a0591e","at":"2026-01-01T00:00:00.000Z","definitions":1,"flush":false,"purged":null,"entities":[{"id":"location:odyssey:ithaca","type":"Location","kind":"CREATED","tags":["world:odyssey.locations"]}],"keys":["location:ithaca:state","location:ithaca:characters","location:ithaca:objects","timeline:location:ithaca:recent","timeline:location:ithaca:oldest","locations","state"]}', null);
INSERT INTO log VALUES ('world:odyssey', 3, '01a210d0-e7a3-74ff-9dcd-d8b3a03922f0', 1767225600000, '{"scope":"world:odyssey","version":3,"changeId":"01a210d0-e7a3-74ff-9dcd-d8b3a03922f0","at":"2026-01-01T00:00:00.000Z","definitions":1,"flush":false,"purged":null,"entities":[{"id":"location:odyssey:aeaea","type":"Location","kind":"CREATED","tags":["world:odyssey.locations"]}],"keys":["location:aeaea:state","location:aeaea:characters","location:aeaea:objects","timeline:location:aeaea:recent","timeline:location:aeaea:oldest","locations","state"]}', null);
INSERT INTO log VALUES ('world:odyssey', 4, '01a210d0-e7a7-700c-8c6c-91e472845591', 1767225600000, '{"scope":"world:odyssey","version":4,"changeId":"01a210d0-e7a7-700c-8c6c-91e472845591","at":"2026-01-01T00:00:00.000Z","definitions":1,"flush":false,"purged":null,"entities":[{"id":"character:odyssey:circe","type":"Character","kind":"CREATED","tags":["world:odyssey.characters","location:odyssey:aeaea.characters"]}],"keys":["character:circe:state","character:circe:inventory","timeline:character:circe:recent","timeline:character:circe:oldest","characters","characters:status=ACTIVE","characters:location=location:odyssey:aeaea","characters:location=location:odyssey:aeaea&status=ACTIVE","characters:language=el","characters:language=el&status=ACTIVE","characters:language=el&location=location:odyssey:aeaea","characters:language=el&location=location:odyssey:aeaea&status=ACTIVE","location:aeaea:characters","state"]}', null);
INSERT INTO log VALUES ('world:odyssey', 5, '01a210d0-e7ae-7464-878d-9f08099e7d1a', 1767225600000, '{"scope":"world:odyssey","version":5,"changeId":"01a210d0-e7ae-7464-878d-9f08099e7d1a","at":"2026-01-01T00:00:00.000Z","definitions":1,"flush":false,"purged":null,"entities":[{"id":"object:odyssey:wand","type":"WorldObject","kind":"CREATED","tags":["world:odyssey.objects","character:odyssey:circe.inventory"]}],"keys":["object:wand:state","timeline:object:wand:recent","timeline:object:wand:oldest","objects","character:circe:inventory","state"]}', null);
INSERT INTO log VALUES ('world:odyssey', 6, '01a210d0-e7b0-776e-b39f-e264fcea2379', 1767225600000, '{"scope":"world:odyssey","version":6,"changeId":"01a210d0-e7b0-776e-b39f-e264fcea2379","at":"2026-01-01T00:00:00.000Z","definitions":1,"flush":false,"purged":null,"entities":[{"id":"event:odyssey:feast","type":"TimelineEvent","kind":"CREATED","tags":["world:odyssey.timeline","character:odyssey:circe.timeline"]}],"keys":["event:feast:state","timeline:world:recent","timeline:world:oldest","timeline:character:circe:recent","timeline:character:circe:oldest","state"]}', null);
INSERT INTO log VALUES ('world:odyssey', 7, '01a210d0-e7b3-76c6-97f3-34eb6b21e70b', 1767225600000, '{"scope":"world:odyssey","version":7,"changeId":"01a210d0-e7b3-76c6-97f3-34eb6b21e70b","at":"2026-01-01T00:00:00.000Z","definitions":1,"flush":false,"purged":null,"entities":[{"id":"location:odyssey:ithaca","type":"Location","kind":"UPDATED","tags":["world:odyssey.locations"]}],"keys":["location:ithaca:state","locations","state"]}', null);
INSERT INTO log VALUES ('worlds', 1, '01a210d0-e77f-75fa-bd1a-5a7a9d060d2b', 1767225600000, '{"scope":"worlds","version":1,"changeId":"01a210d0-e77f-75fa-bd1a-5a7a9d060d2b","at":"2026-01-01T00:00:00.000Z","definitions":1,"flush":false,"purged":null,"entities":[{"id":"world:odyssey","type":"World","kind":"CREATED","tags":["Query.worlds"]}],"keys":["list","list:status=DORMANT"]}', null);
PRAGMA application_id = 1280796535;
PRAGMA user_version = 1;

-- What every org used in each hour, from the raw events alone. An event that was sent again is one event.

CREATE TABLE places AS
  WITH RECURSIVE up AS (
    SELECT public_id AS org, parent, account FROM orgs
    UNION ALL
    SELECT up.org, above.parent, above.account FROM up JOIN orgs above ON above.public_id = up.parent)
  SELECT org, account FROM up WHERE account IS NOT NULL;

CREATE TABLE own AS
  WITH once AS (
    SELECT DISTINCT ON (org, source, id) *, epoch_s // 3600 AS hour FROM events JOIN usage_types USING (type)),
  measured AS (
    SELECT org, type, hour, sum(quantity) AS units FROM once WHERE measure = 'sum' GROUP BY ALL
    UNION ALL
    SELECT org, type, hour, max(quantity) FROM once WHERE measure = 'max' GROUP BY ALL
    UNION ALL
    SELECT org, type, hour, count(DISTINCT entity) FROM once WHERE measure = 'distinct' GROUP BY ALL
    UNION ALL
    SELECT org, type, hour, count(DISTINCT (entity, epoch_s // 300)) FROM once WHERE measure = 'distinct5' GROUP BY ALL
    UNION ALL
    SELECT org, type, hour, count(*) FROM (
      SELECT org, type, entity, min(hour) AS hour FROM once WHERE measure = 'mtd-distinct'
      GROUP BY org, type, entity, date_trunc('month', make_timestamp(epoch_s * 1000000)))
    GROUP BY ALL)
  SELECT account, org, type, hour, CAST(units AS HUGEINT) AS units FROM measured JOIN places USING (org);

CREATE TABLE used AS SELECT account, type, hour, CAST(sum(units) AS HUGEINT) AS units FROM own GROUP BY ALL;

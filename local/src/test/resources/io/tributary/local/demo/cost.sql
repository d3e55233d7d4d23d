-- What contracts cost in the month of the hours [first, next), as far as the hours before "until". Written from docs/cost.md.
--
-- Only whole numbers of 128 bits. Prices and minimums count 10^-9 (nano), quantities 10^-3 (milli), percentages 10^-3 of one percent,
-- amounts 10^-6 (micro) of the currency. An average or a share of a month stays a numerator n over a denominator d until it is
-- rounded, once, so a tie is seen as a tie however many digits the quotient has. A number that would not fit is an error of
-- DuckDB's, never a wrong amount; so is a price with more decimals than these.

CREATE OR REPLACE TEMP MACRO half_even(n, d) AS
  n // d + CASE WHEN 2 * (n % d) > d OR (2 * (n % d) = d AND (n // d) % 2 = 1) THEN 1 ELSE 0 END;

CREATE OR REPLACE TEMP MACRO exact(n, d) AS
  CASE WHEN n % d <> 0 THEN CAST(error('more than 9 decimals') AS HUGEINT) ELSE n // d END;

CREATE OR REPLACE TEMP MACRO changed(price, rule, pct) AS
  CASE rule WHEN 'markup' THEN exact(price * (100000 + pct), 100000)
    WHEN 'discount' THEN exact(price * (100000 - pct), 100000) ELSE price END;

CREATE OR REPLACE TEMP MACRO sold(price, listed, rule, pct, capped) AS
  CASE WHEN rule = 'list' THEN coalesce(listed, price)
    WHEN capped AND listed IS NOT NULL THEN least(changed(price, rule, pct), listed)
    ELSE changed(price, rule, pct) END;

-- The month, cut where the contract starts and ends, where a card begins and, of what is sold, where prices were published.
CREATE OR REPLACE TEMP TABLE periods AS
  WITH sides(side) AS (VALUES ('buy'), ('sell')),
  turns AS (
    SELECT side, contract, greatest(start_hour, getvariable('first')) AS hour FROM contracts, sides
    UNION SELECT side, contract, card FROM cards, sides
    UNION SELECT 'sell', contract, publication FROM published),
  cuts AS (
    SELECT t.side, c.account, t.contract, t.hour AS from_hour, least(c.end_hour, getvariable('next'),
      lead(t.hour, 1, getvariable('next')) OVER (PARTITION BY t.side, t.contract ORDER BY t.hour)) AS to_hour
    FROM turns t JOIN contracts c ON c.contract = t.contract
    WHERE t.hour >= greatest(c.start_hour, getvariable('first')) AND t.hour < least(c.end_hour, getvariable('next')))
  SELECT cuts.*, CAST(to_hour - from_hour AS HUGEINT) AS hours,
    CAST(least(to_hour, getvariable('until')) - from_hour AS HUGEINT) AS elapsed,
    CAST(getvariable('next') - getvariable('first') AS HUGEINT) AS month_hours,
    (SELECT max(k.card) FROM cards k WHERE k.contract = cuts.contract AND k.card <= cuts.from_hour) AS card,
    (SELECT max(p.publication) FROM published p WHERE p.contract = cuts.contract AND p.publication <= cuts.from_hour) AS publication
  FROM cuts WHERE from_hour < getvariable('until');

DELETE FROM periods WHERE side = 'sell' AND publication IS NULL;

-- Each period's rates, as they are paid or as they are charged on.
CREATE OR REPLACE TEMP TABLE priced AS
  SELECT p.side, p.account, p.contract, p.from_hour, p.to_hour, p.hours, p.elapsed, p.month_hours, p.card,
    r.dimension, r.per, r.metering, r.committed, r.pct, r.list_price, s.rule, s.pct AS rule_pct, s.capped,
    CASE WHEN p.side = 'buy' THEN r.fee
      ELSE coalesce(o.committed_price, sold(r.fee, CASE WHEN r.metering = 'monthly' THEN r.list_price END, s.rule, s.pct, s.capped))
      END AS fee,
    CASE WHEN p.side = 'buy' THEN r.minimum ELSE changed(r.minimum, s.rule, s.pct) END AS minimum,
    CASE WHEN p.side = 'sell' AND r.kind <> 'percent' THEN o.on_demand_price END AS own_price,
    CASE WHEN p.side = 'sell' AND r.kind <> 'percent' AND o.on_demand_price IS NOT NULL THEN 'flat' ELSE r.kind END AS kind
  FROM periods p JOIN rates r ON r.contract = p.contract AND r.card = p.card
    LEFT JOIN published s ON s.contract = p.contract AND s.publication = p.publication
    LEFT JOIN own_prices o ON o.contract = p.contract AND o.publication = p.publication AND o.dimension = r.dimension;

-- Their tiers; a price for all units is one tier.
CREATE OR REPLACE TEMP TABLE steps AS
  SELECT side, contract, from_hour, dimension, CAST(NULL AS HUGEINT) AS above, CAST(NULL AS HUGEINT) AS up_to, own_price AS price
  FROM priced WHERE own_price IS NOT NULL
  UNION ALL
  SELECT p.side, p.contract, p.from_hour, p.dimension,
    lag(t.up_to) OVER (PARTITION BY p.side, p.contract, p.from_hour, p.dimension ORDER BY t.nr), t.up_to,
    CASE WHEN p.side = 'buy' THEN t.price ELSE sold(t.price, p.list_price, p.rule, p.rule_pct, p.capped) END
  FROM priced p JOIN tiers t ON t.contract = p.contract AND t.card = p.card AND t.dimension = p.dimension
  WHERE p.own_price IS NULL;

-- The period's usage in priced units of a month like it, n / d. "unit": counting units in a priced unit.
CREATE OR REPLACE TEMP TABLE quantities AS
  WITH sums AS (
    SELECT p.side, p.account, p.contract, p.from_hour, p.to_hour, p.hours, p.elapsed, p.month_hours, p.card, p.dimension, p.metering,
      p.committed, t.type, t.monthly, p.per * t.units AS unit,
      coalesce(sum(u.units), 0) AS total, coalesce(max(u.units), 0) AS highest,
      coalesce(list(u.units ORDER BY u.units DESC NULLS LAST)[CAST(any_value(p.elapsed) // 100 + 1 AS BIGINT)], 0) AS top99p
    FROM priced p JOIN usage_types t ON t.dimension = p.dimension
      LEFT JOIN used u ON u.account = p.account AND u.type = t.type
        AND u.hour >= p.from_hour AND u.hour < least(p.to_hour, getvariable('until'))
    GROUP BY p.side, p.account, p.contract, p.from_hour, p.to_hour, p.hours, p.elapsed, p.month_hours, p.card, p.dimension, p.metering,
      p.committed, t.type, t.monthly, p.per * t.units)
  SELECT *,
    CASE monthly WHEN 'sum' THEN total * month_hours WHEN 'avg' THEN total WHEN 'max' THEN highest WHEN 'top99p' THEN top99p END AS n,
    unit * CASE monthly WHEN 'sum' THEN hours WHEN 'avg' THEN elapsed ELSE 1 END AS d
  FROM sums;

-- What goes beyond commitment and allotment, n / d; of an hourly price so many hours are priced in a unit.
CREATE OR REPLACE TEMP TABLE beyond AS
  WITH parents AS (
    SELECT q.side, q.contract, q.from_hour, a.dimension, a.quantity, q.type, q.monthly, q.unit, q.committed,
      CASE WHEN q.committed * q.d >= q.n * 1000 THEN q.committed ELSE q.n END AS n,
      CASE WHEN q.committed * q.d >= q.n * 1000 THEN 1000 ELSE q.d END AS d
    FROM allotments a JOIN quantities q ON q.contract = a.contract AND q.card = a.card AND q.dimension = a.parent),
  included AS (
    SELECT q.*, coalesce(p.quantity, 0) AS allotted, coalesce(p.n, 0) AS parent_n, coalesce(p.d, 1) AS parent_d,
      p.type AS parent_type, p.monthly AS parent_monthly, coalesce(p.unit, 1) AS parent_unit, coalesce(p.committed, 0) AS parent_committed
    FROM quantities q
      LEFT JOIN parents p ON p.side = q.side AND p.contract = q.contract AND p.from_hour = q.from_hour AND p.dimension = q.dimension)
  SELECT side, account, contract, from_hour, dimension,
    greatest(0, n * 1000 * parent_d - (committed * parent_d + allotted * parent_n) * d) AS n, d * 1000 * parent_d AS d,
    CAST(1 AS HUGEINT) AS hours_priced
  FROM included WHERE metering = 'monthly'
  UNION ALL
  SELECT i.side, i.account, i.contract, i.from_hour, i.dimension,
    CASE WHEN i.monthly = 'sum' OR i.parent_monthly = 'sum' THEN CAST(error('no sum is metered by the hour') AS HUGEINT)
      ELSE coalesce(sum(greatest(0, u.units * 1000000 * i.parent_unit - i.unit * (i.committed * 1000 * i.parent_unit
        + i.allotted * greatest(i.parent_committed * i.parent_unit, coalesce(b.units, 0) * 1000)))), 0) END,
    i.unit * 1000000 * i.parent_unit * i.hours,
    CASE WHEN i.monthly = 'avg' THEN 1 ELSE i.month_hours END
  FROM included i
    LEFT JOIN used u ON u.account = i.account AND u.type = i.type AND u.hour >= i.from_hour
      AND u.hour < least(i.to_hour, getvariable('until'))
    LEFT JOIN used b ON b.account = i.account AND b.type = i.parent_type AND b.hour = u.hour
  WHERE i.metering = 'hourly'
  GROUP BY i.side, i.account, i.contract, i.from_hour, i.dimension, i.monthly, i.parent_monthly, i.unit, i.parent_unit, i.hours,
    i.month_hours;

-- The amounts of a period, each rounded once.
CREATE OR REPLACE TEMP TABLE metered AS
  WITH spent AS (
    SELECT p.side, p.account, p.contract, p.from_hour, p.dimension, p.committed, p.fee, p.minimum, p.hours, p.month_hours,
      half_even(p.hours * sum(CASE p.kind
          WHEN 'flat' THEN b.n * b.hours_priced * 1000 * s.price
          WHEN 'graduated' THEN s.price * (least(b.n * b.hours_priced * 1000, coalesce(s.up_to * b.d, b.n * b.hours_priced * 1000))
            - least(b.n * b.hours_priced * 1000, coalesce(s.above * b.d, 0)))
          WHEN 'volume' THEN CASE WHEN (s.above IS NULL OR b.n * b.hours_priced * 1000 > s.above * b.d)
            AND (s.up_to IS NULL OR b.n * b.hours_priced * 1000 <= s.up_to * b.d) THEN b.n * b.hours_priced * 1000 * s.price ELSE 0 END
        END), b.d * p.month_hours * 1000000) AS on_demand
    FROM priced p
      JOIN beyond b ON b.side = p.side AND b.contract = p.contract AND b.from_hour = p.from_hour AND b.dimension = p.dimension
      JOIN steps s ON s.side = p.side AND s.contract = p.contract AND s.from_hour = p.from_hour AND s.dimension = p.dimension
    GROUP BY p.side, p.account, p.contract, p.from_hour, p.dimension, p.committed, p.fee, p.minimum, p.hours, p.month_hours, b.d)
  SELECT side, account, contract, from_hour, dimension, on_demand,
    greatest(half_even(committed * coalesce(fee, 0) * hours, month_hours * 1000000),
      coalesce(half_even(minimum * hours, month_hours * 1000) - on_demand, 0)) AS committed
  FROM spent;

-- The month: its periods, and percentages of each period's bill.
CREATE OR REPLACE TEMP TABLE charges AS
  WITH bills AS (
    SELECT side, contract, from_hour, sum(committed) AS committed, sum(on_demand) AS on_demand FROM metered GROUP BY ALL),
  percentages AS (
    SELECT p.side, p.account, p.contract, p.from_hour, p.dimension, half_even(b.on_demand * p.pct, 100000) AS on_demand,
      half_even(b.committed * p.pct, 100000) AS committed, half_even(p.minimum * p.hours, p.month_hours * 1000) AS minimum
    FROM priced p JOIN bills b ON b.side = p.side AND b.contract = p.contract AND b.from_hour = p.from_hour
    WHERE p.kind = 'percent'),
  parts AS (
    SELECT side, account, dimension, committed, on_demand FROM metered
    UNION ALL
    SELECT side, account, dimension, greatest(committed, coalesce(minimum - on_demand, 0)), on_demand FROM percentages)
  SELECT side, account, dimension, CAST(sum(committed) AS HUGEINT) AS committed, CAST(sum(on_demand) AS HUGEINT) AS on_demand
  FROM parts GROUP BY ALL;

CREATE OR REPLACE TEMP VIEW amounts AS
  SELECT side, account, dimension, 'committed' AS part, committed AS amount FROM charges
  UNION ALL
  SELECT side, account, dimension, 'on_demand', on_demand FROM charges;

-- What an account's amounts are shared out by: each org's own month. An average has the same divisor everywhere.
CREATE OR REPLACE TEMP TABLE weights AS
  WITH months AS (
    SELECT o.account, t.dimension, o.org,
      CASE WHEN t.monthly IN ('sum', 'avg') THEN sum(o.units) WHEN t.monthly = 'max' THEN max(o.units)
        ELSE coalesce(list(o.units ORDER BY o.units DESC)
          [(least(getvariable('next'), getvariable('until')) - getvariable('first')) // 100 + 1], 0) END AS weight
    FROM own o JOIN usage_types t ON t.type = o.type
    WHERE t.dimension IS NOT NULL AND o.hour >= getvariable('first') AND o.hour < least(getvariable('next'), getvariable('until'))
    GROUP BY o.account, t.dimension, o.org, t.monthly)
  SELECT side, account, dimension, org, CAST(weight AS HUGEINT) AS weight FROM months, (VALUES ('buy'), ('sell')) AS sides(side);

-- By largest remainder; the parent org bears what nobody used.
CREATE OR REPLACE TEMP VIEW shares AS
  WITH borne AS (
    SELECT a.*, coalesce(w.org, root.public_id) AS org, coalesce(w.weight, 1) AS weight
    FROM amounts a JOIN orgs root ON root.account = a.account
      LEFT JOIN weights w ON w.side = a.side AND w.account = a.account AND w.dimension = a.dimension AND w.weight > 0),
  totals AS (
    SELECT *, CAST(sum(weight) OVER (PARTITION BY side, account, dimension, part) AS HUGEINT) AS whole FROM borne),
  cut AS (
    SELECT *, (amount * weight) // whole AS down, (amount * weight) % whole AS remainder FROM totals)
  SELECT side, account, org, dimension, part, down + CASE WHEN
      row_number() OVER (PARTITION BY side, account, dimension, part ORDER BY remainder DESC, org)
        <= amount - sum(down) OVER (PARTITION BY side, account, dimension, part) THEN 1 ELSE 0 END AS amount
  FROM cut;

-- A percentage of the bill goes by what else each org costs.
INSERT INTO weights
  SELECT s.side, s.account, p.dimension, s.org, CAST(sum(s.amount) AS HUGEINT)
  FROM (SELECT DISTINCT side, account, dimension FROM priced WHERE kind = 'percent') p
    JOIN shares s ON s.side = p.side AND s.account = p.account
  WHERE s.dimension IN (SELECT dimension FROM usage_types)
  GROUP BY ALL;

-- Which rules had a say in some amount: of one that had none, the month would prove nothing.
CREATE OR REPLACE TEMP VIEW rules AS
  WITH spent AS (
    SELECT b.*, p.metering, p.kind, p.minimum, p.hours, p.month_hours, p.committed, p.fee, p.own_price, t.monthly, m.committed AS amount
    FROM beyond b
      JOIN priced p ON p.side = b.side AND p.contract = b.contract AND p.from_hour = b.from_hour AND p.dimension = b.dimension
      JOIN usage_types t ON t.dimension = b.dimension
      JOIN metered m ON m.side = b.side AND m.contract = b.contract AND m.from_hour = b.from_hour AND m.dimension = b.dimension)
  SELECT DISTINCT side || ', ' || rule AS rule FROM (
    SELECT side, metering || ' ' || monthly || ' on demand' AS rule FROM spent WHERE n > 0
    UNION ALL SELECT side, 'commitment' FROM spent WHERE committed > 0
    UNION ALL SELECT side, 'allotment' FROM spent s JOIN allotments a ON a.contract = s.contract AND a.dimension = s.dimension WHERE s.n > 0
    UNION ALL SELECT side, 'minimum' FROM spent WHERE minimum IS NOT NULL AND amount > 0
    UNION ALL SELECT side, 'part of a month' FROM spent WHERE hours < month_hours
    UNION ALL SELECT side, 'own price' FROM spent WHERE own_price IS NOT NULL AND n > 0
    UNION ALL SELECT s.side, s.kind || ' beyond the first tier' FROM spent s
      JOIN steps t ON t.side = s.side AND t.contract = s.contract AND t.from_hour = s.from_hour AND t.dimension = s.dimension
      WHERE s.n * 1000 > t.above * s.d
    UNION ALL SELECT side, 'percentage' FROM priced WHERE kind = 'percent');

/** Queries to begin with. */

/** @typedef {{ title: string, needs: readonly string[], sql: string }} Example `needs` names tables of data sets */

/** @type {readonly Example[]} The first runs when the page opens, and in `npm run demo`. */
export const examples = [
  {
    title: 'Busiest airports',
    needs: ['airports', 'flights_airport'],
    sql: `SELECT city, name, sum(count) AS flights
FROM flights_airport
JOIN airports ON iata = origin
GROUP BY iata
ORDER BY flights DESC
LIMIT 12`,
  },
  {
    title: 'Rainy months',
    needs: ['seattle_weather'],
    sql: `SELECT strftime('%m', date) AS month,
       round(sum(precipitation) / 4, 1) AS rain_mm,
       sum(precipitation > 0) / 4 AS wet_days,
       round(avg(temp_max), 1) AS high_c
FROM seattle_weather
GROUP BY month`,
  },
  {
    title: 'Costly birds',
    needs: ['birdstrikes'],
    sql: `SELECT "Wildlife Species" AS species,
       count(*) AS strikes,
       sum("Cost Total $") AS cost_usd
FROM birdstrikes
GROUP BY species
ORDER BY cost_usd DESC
LIMIT 25`,
  },
  {
    title: 'Lost jobs',
    needs: ['us_employment'],
    sql: `SELECT month, nonfarm, nonfarm_change, construction, manufacturing
FROM us_employment
WHERE nonfarm_change < 0
ORDER BY nonfarm_change`,
  },
  {
    title: 'A mistake',
    needs: ['airports'],
    sql: `SELECT city, sate
FROM airports`,
  },
];

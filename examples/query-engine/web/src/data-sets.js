/** Real data to begin with, from the npm package vega-datasets. */

import airports from 'vega-data/airports.csv?url';
import birdstrikes from 'vega-data/birdstrikes.csv?url';
import flights from 'vega-data/flights-airport.csv?url';
import seattleWeather from 'vega-data/seattle-weather.csv?url';
import usEmployment from 'vega-data/us-employment.csv?url';
import zipcodes from 'vega-data/zipcodes.csv?url';

/** @typedef {{ table: string, url: string, about: string }} DataSet */

/** @type {readonly DataSet[]} */
export const dataSets = [
  { table: 'airports', url: airports, about: 'Airports of the United States' },
  { table: 'flights', url: flights, about: 'Flights between airports, 2008' },
  {
    table: 'seattle_weather',
    url: seattleWeather,
    about: 'The weather of Seattle, day by day, 2012 to 2015',
  },
  { table: 'us_employment', url: usEmployment, about: 'Employment by sector, month by month, 2006 to 2015' },
  { table: 'birdstrikes', url: birdstrikes, about: 'Birds that aircraft met, 1990 to 2002' },
  { table: 'zipcodes', url: zipcodes, about: 'ZIP codes and where they are' },
];

/** @typedef {{ title: string, needs: readonly string[], sql: string }} Example */

/** @type {readonly Example[]} The first runs when the page opens. */
export const examples = [
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
    title: 'Busiest routes',
    needs: ['airports', 'flights'],
    sql: `SELECT a.city AS "from", b.city AS "to", f.count AS flights
FROM flights AS f
JOIN airports AS a ON a.iata = f.origin
JOIN airports AS b ON b.iata = f.destination
ORDER BY flights DESC
LIMIT 50`,
  },
  {
    title: 'Dear birds',
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

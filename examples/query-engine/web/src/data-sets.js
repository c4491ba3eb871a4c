/** Real data to begin with, from the npm package vega-datasets. */

import airports from 'vega-data/airports.csv?url';
import birdstrikes from 'vega-data/birdstrikes.csv?url';
import flightsAirport from 'vega-data/flights-airport.csv?url';
import seattleWeather from 'vega-data/seattle-weather.csv?url';
import usEmployment from 'vega-data/us-employment.csv?url';
import zipcodes from 'vega-data/zipcodes.csv?url';

/** @typedef {{ table: string, url: string, about: string }} DataSet */

/** @type {readonly DataSet[]} The tables have the names that their files suggest. */
export const dataSets = [
  { table: 'airports', url: airports, about: 'Airports of the United States' },
  { table: 'flights_airport', url: flightsAirport, about: 'Flights between airports, 2008' },
  {
    table: 'seattle_weather',
    url: seattleWeather,
    about: 'The weather of Seattle, day by day, 2012 to 2015',
  },
  { table: 'us_employment', url: usEmployment, about: 'Employment by sector, month by month, 2006 to 2015' },
  { table: 'birdstrikes', url: birdstrikes, about: 'Birds that aircraft met, 1990 to 2002' },
  { table: 'zipcodes', url: zipcodes, about: 'ZIP codes and where they are' },
];

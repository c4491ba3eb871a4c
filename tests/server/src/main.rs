//! The real Micromegas server and its SQL client, in one program:
//!
//! micromegas-test-server serve POSTGRES_URI OBJECT_STORE_URI INGESTION_ADDRESS SQL_ADDRESS
//! micromegas-test-server query SQL_ADDRESS SQL    of the last day: prints a JSON object for each row

use anyhow::{Context, Result, bail};
use micromegas::analytics::lakehouse::lakehouse_context::LakehouseContext;
use micromegas::analytics::lakehouse::session_configurator::NoOpSessionConfigurator;
use micromegas::chrono::{TimeDelta, Utc};
use micromegas::client::flightsql_client_factory::{
    BearerFlightSQLClientFactory, FlightSQLClientFactory,
};
use micromegas::datafusion::arrow::json::LineDelimitedWriter;
use micromegas::ingestion::remote_data_lake::connect_to_remote_data_lake;
use micromegas::servers::flight_sql_server::FlightSqlServer;
use micromegas::servers::ingestion::serve_ingestion;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use version::TimeRange;

#[cfg_attr(feature = "oldest", path = "version_0_29.rs")]
mod version;

const GRACE: Duration = Duration::from_secs(5);

/// Runs until the process is killed.
async fn serve(postgres: &str, objects: &str, ingestion: &str, sql: &str) -> Result<()> {
    let data_lake = connect_to_remote_data_lake(postgres, objects).await?;
    let lakehouse = LakehouseContext::from_connection(Arc::new(data_lake.clone())).await?;
    let queries = FlightSqlServer::builder()
        .with_lakehouse(lakehouse.clone())
        .with_session_configurator(Arc::new(NoOpSessionConfigurator))
        .with_listen_addr(sql.parse()?)
        .with_shutdown(pending());
    tokio::try_join!(
        serve_ingestion(ingestion.parse()?, data_lake, None, pending(), GRACE),
        queries.build_and_serve(),
        version::maintain(lakehouse),
    )?;
    Ok(())
}

async fn query(address: &str, sql: &str) -> Result<()> {
    let factory = BearerFlightSQLClientFactory::new(format!("http://{address}"), String::new());
    let now = Utc::now();
    let last_day = TimeRange::new(now - TimeDelta::days(1), now + TimeDelta::hours(1));
    let rows = factory
        .make_client()
        .await?
        .query(sql.into(), Some(last_day))
        .await?;
    let mut writer = LineDelimitedWriter::new(std::io::stdout().lock());
    writer
        .write_batches(&rows.iter().collect::<Vec<_>>())
        .context("writing rows")?;
    Ok(writer.finish()?)
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve", postgres, objects, ingestion, sql] => {
            serve(postgres, objects, ingestion, sql).await
        }
        ["query", address, sql] => query(address, sql).await,
        _ => bail!(
            "usage: serve POSTGRES_URI OBJECT_STORE_URI INGESTION_ADDRESS SQL_ADDRESS, or query SQL_ADDRESS SQL"
        ),
    }
}

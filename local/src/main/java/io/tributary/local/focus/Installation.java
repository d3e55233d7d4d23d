package io.tributary.local.focus;

import java.net.URI;
import java.time.Duration;

/**
 * Where an installation is, and an operator's keys for it.
 *
 * @param api base address of the query-api
 * @param ingest base address of ingest
 * @param apiKey may send usage for every org
 * @param applicationKey may change the world
 * @param patience for how long something is tried again
 */
public record Installation(URI api, URI ingest, String apiKey, String applicationKey, Duration patience) {}

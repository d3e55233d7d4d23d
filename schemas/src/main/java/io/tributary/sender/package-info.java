/**
 * In: usage events, from a program that has them one at a time. Out: CloudEvents at an ingest's door, and for each event what
 * became of it. An event is sent with the id that it came with, again and again, until its fate is known or its time is over.
 */
package io.tributary.sender;

/**
 * In: a cloud bill, a CSV file of FOCUS 1.0 to 1.2. Out: its accounts, orgs and usage types in the directory, its usage as events
 * through the front door, and a report with every row that was refused. A row counts once, however often and whenever its file is
 * imported, and a row that does not count is in the report with everything that is wrong with it.
 */
package io.tributary.local.focus;

/**
 * In: keys and the directory. Out: who calls, whether they may, and which hours, months and orgs they see. One table says
 * what each endpoint asks for, and an hour is seen by those to whom it belonged when it happened.
 */
package io.tributary.query.access;

/**
 * In: questions about an org's roles, users and keys, and changes of them, in the reference system's form. Out: answers, and
 * changes of the access topic with what is kept of who made them. Nobody sees or changes another org's, nobody grants what he has
 * not, and a key can be read once, in the answer that made it.
 */
package io.tributary.query.team;

/**
 * In: a seed, a directory, and the time. Out: a made-up reseller's world, its past usage, and a live feed, the same for the same
 * seed. Every moment's usage is made by exactly one plan that is written down before it is followed, so a stop or a crash at any
 * point neither loses nor repeats any of it.
 */
package io.tributary.local.demo;

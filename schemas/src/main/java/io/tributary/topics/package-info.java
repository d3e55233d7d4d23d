/**
 * In: a Kafka address. Out: the topics, their serializers, and the control plane as one immutable value that is followed and
 * changed in one place. The only package of this module that knows Kafka; every process reads the control topics through it.
 */
package io.tributary.topics;

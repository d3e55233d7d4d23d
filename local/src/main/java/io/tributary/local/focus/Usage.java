package io.tributary.local.focus;

import io.tributary.model.Quantity;
import java.time.Instant;
import java.util.Optional;

/**
 * What a good row says.
 *
 * @param account public id made of the billing account's id; also that of the org that stands for it
 * @param subAccount public id of the org that used it; empty when that is the billing account itself
 * @param start of the charge period, as in the file: all of the quantity counts in its hour
 */
record Usage(String account, String accountName, Optional<String> subAccount, String subAccountName, ServiceUnit what, Instant start,
    Quantity quantity) {}
